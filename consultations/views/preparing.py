"""Pages on which moderators put a programme together."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consultations.actions import preparing as actions
from consultations.actions.announcing import News
from consultations.making_forms.programme import (
    DayForm,
    ItemForm,
    MoveForm,
    ProgrammeForm,
    SeenForm,
    SubTopicForm,
)
from consultations.models import AgendaItem, Event
from consultations.outline import Outline
from consultations.permissions import can_moderate, can_prepare_event
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from consultations.views.rows import edit_row
from consultations.workbench import days_of, unplaced_of
from upr_portal.permissions import require
from upr_portal.states import WrongState


def fetch(request: HttpRequest, slug: str, event: str, *, to_change: bool = False) -> Event:
    """The event, for moderators; to change it, only until its consultation is closed (else WrongState)."""
    found = visible_event(request, slug, event)
    require(can_moderate(request.user))
    if to_change and not can_prepare_event(request.user, found):
        raise WrongState(f"{found!r} is cancelled, or its consultation closed")
    return found


@require_safe
@never_cache
def prepare(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """The programme as it is being made, with what can be done to it."""
    return show_programme(request, fetch(request, slug, event))


def show_programme(request: HttpRequest, event: Event, problems=(), status: int = 200) -> HttpResponse:
    outline = Outline(event)
    news = News.of(outline)
    standing = event.registrations.standing()
    can_change = can_prepare_event(request.user, event)
    context = {
        "event": event,
        "outline": outline,
        "days": list(days_of(outline)),
        "unplaced": unplaced_of(outline),
        "can_prepare": can_change,
        "can_cancel": event.is_on and not event.is_over(timezone.now()),
        "is_news": can_change and event.is_on and not news.is_empty,
        "news": news.somewhere(get_language()),
        "unanswered": standing.with_needs().filter(is_answered=False).count(),
        "unverified": standing.to_be_verified().filter(is_verified=False).count(),
        "children": standing.filter(is_under_18=True).count(),
        "problems": problems,
    }
    return render(request, "consultations/making/programme.html", context, status=status)


@require_POST
def move(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """An item one place up or down, or to another day."""
    event = fetch(request, slug, event, to_change=True)
    form = MoveForm(request.POST, outline=Outline(event))
    if not form.is_valid():
        return show_programme(request, event, form.non_field_errors() or [_("Load the page again.")], 422)
    given = form.cleaned_data
    row, seen = given["row"], given["seen"]
    try:
        if "day" in given:
            actions.move_to_day(event, row, given["day"], seen=seen, by=request.user)
        else:
            actions.move_item(event, row, step=given["step"], seen=seen, by=request.user)
    except WrongState:
        sentence = _("Somebody else changed the order. This is how it is now: look, and move again.")
        return show_programme(request, event, [sentence], 409)
    return redirect(f"{event.address_of('prepare')}#{anchor_of(row)}")


def anchor_of(row: Model) -> str:
    """Where a row stands on the page of the programme."""
    return {"agendaitem": "item", "subtopic": "sub-topic"}.get(row._meta.model_name, "day") + f"-{row.pk}"


def edit(
    request: HttpRequest,
    event: Event,
    form_class: type[ProgrammeForm],
    save: Callable[[dict[str, Any]], Model],
    *,
    title: str,
    row: Model | None = None,
) -> HttpResponse:
    """Show the form of a row; what is sent is saved, and the reader led to where the row stands."""
    back = event.address_of("prepare")

    def make_form(data) -> ProgrammeForm:
        return form_class(data, event=event, row=row)

    def act(values: dict[str, Any]) -> str:
        return f"{back}#{anchor_of(save(values))}"

    # Moments are typed and shown by the clock of the event.
    with timezone.override(event.zone):
        return edit_row(request, make_form, act, title=title, back=back, event=event)


def edit_standing(request: HttpRequest, event: Event, form_class, row: Model, *, title: str) -> HttpResponse:
    """The same for a row that is there already."""

    def save(values: dict[str, Any]) -> Model:
        actions.change(row, event=event, by=request.user, **values)
        return row

    return edit(request, event, form_class, save, title=title, row=row)


@get_or_post
@never_cache
def new_day(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    event = fetch(request, slug, event, to_change=True)

    def save(values):
        return actions.add_day(event, by=request.user, **values)

    return edit(request, event, DayForm, save, title=_("Add a day"))


@get_or_post
@never_cache
def day(request: HttpRequest, slug: str, event: str, day: int) -> HttpResponse:
    event = fetch(request, slug, event, to_change=True)
    day = get_object_or_404(event.days, pk=day)
    return edit_standing(request, event, DayForm, day, title=_("Edit the day"))


@get_or_post
@never_cache
def new_item(request: HttpRequest, slug: str, event: str, day: int) -> HttpResponse:
    event = fetch(request, slug, event, to_change=True)
    day = get_object_or_404(event.days, pk=day)

    def save(values):
        return actions.add_item(day, by=request.user, **values)

    return edit(request, event, ItemForm, save, title=_("Add an item"))


@get_or_post
@never_cache
def item(request: HttpRequest, slug: str, event: str, item: int) -> HttpResponse:
    event = fetch(request, slug, event, to_change=True)
    item = get_object_or_404(AgendaItem.objects.filter(day__event=event, sub_topic=None), pk=item)
    return edit_standing(request, event, ItemForm, item, title=_("Edit the item"))


@get_or_post
@never_cache
def new_sub_topic(request: HttpRequest, slug: str, event: str, day: int) -> HttpResponse:
    event = fetch(request, slug, event, to_change=True)
    day = get_object_or_404(event.days, pk=day)

    def save(values):
        return actions.put_sub_topic(day, by=request.user, **values)

    return edit(request, event, SubTopicForm, save, title=_("Add a sub-topic"))


@get_or_post
@never_cache
def sub_topic(request: HttpRequest, slug: str, event: str, sub_topic: int) -> HttpResponse:
    event = fetch(request, slug, event, to_change=True)
    sub_topic = get_object_or_404(event.sub_topics, pk=sub_topic)

    def save(values):
        actions.change_sub_topic(sub_topic, by=request.user, **values)
        return sub_topic

    return edit(request, event, SubTopicForm, save, title=_("Edit the sub-topic"), row=sub_topic)


@get_or_post
@never_cache
def remove_day(request: HttpRequest, slug: str, event: str, day: int) -> HttpResponse:
    event = fetch(request, slug, event, to_change=True)
    day = get_object_or_404(event.days.prefetch_related("items__sub_topic"), pk=day)
    return confirm_removal(request, event, day, actions.remove_day, title=_("Remove the day?"))


@get_or_post
@never_cache
def remove_item(request: HttpRequest, slug: str, event: str, item: int) -> HttpResponse:
    event = fetch(request, slug, event, to_change=True)
    item = get_object_or_404(AgendaItem.objects.filter(day__event=event, sub_topic=None), pk=item)
    return confirm_removal(request, event, item, actions.remove_item, title=_("Remove the item?"))


@get_or_post
@never_cache
def remove_sub_topic(request: HttpRequest, slug: str, event: str, sub_topic: int) -> HttpResponse:
    event = fetch(request, slug, event, to_change=True)
    row = get_object_or_404(event.sub_topics, pk=sub_topic)
    return confirm_removal(request, event, row, actions.remove_sub_topic, title=_("Remove the sub-topic?"))


def confirm_removal(request: HttpRequest, event: Event, row: Model, remove, *, title: str) -> HttpResponse:
    """Name what goes; remove it when that is confirmed, or say why it stays."""
    is_sent = request.method == "POST"
    form = SeenForm(request.POST if is_sent else {"seen": Outline(event).order})
    problems: list[str] = []
    if is_sent and form.is_valid():
        try:
            remove(event, row, seen=form.cleaned_data["seen"], by=request.user)
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("It is removed."))
            return redirect(event.address_of("prepare"))
    context = {
        "event": event,
        "row": row,
        "kind": row._meta.model_name,
        "form": form,
        "title": title,
        "problems": problems,
    }
    return render(request, "consultations/making/remove.html", context, status=422 if is_sent else 200)
