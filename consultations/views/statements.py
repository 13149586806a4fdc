"""Statements for interpreters: one's own, all of an event for moderators, the undelivered for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consultations import pace
from consultations.actions import statements as actions
from consultations.models import Event, SpeakingRequest, Statement
from consultations.permissions import can_moderate, can_write_statement
from consultations.statement_forms import CONSENTS, StatementForm
from consultations.views.access import own_registration_or_404
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from consultations.views.rows import TAKEN
from upr_portal.permissions import require


@login_not_required
@get_or_post
@never_cache
def statement(request: HttpRequest, slug: str, event: str, speaking_request: int) -> HttpResponse:
    """Write it, save it as a draft, hand it in, delete it; after the meeting only read and delete it."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    requests = registration.requests.select_related("seat", "sub_topic__event__consultation")
    asked = get_object_or_404(requests, pk=speaking_request)
    asked.registration = registration
    written = Statement.objects.filter(request=asked).first()
    step = request.POST.get("step")
    if written and step == "delete":
        actions.delete_statement(written, by=registration.person)
        messages.success(request, _("Your statement is deleted."))
        return redirect(event.address_of("registration"))
    may_write = can_write_statement(asked)
    require(may_write or (written is not None and step is None))
    data = request.POST if step in {"draft", "hand_in"} else None
    form = StatementForm(data, hand_in=step == "hand_in", initial=initial_of(asked, written))
    if form.is_valid():
        actions.save_statement(asked, hand_in=form.hand_in, by=registration.person, **form.cleaned_data)
        messages.success(request, said_of(form))
        return redirect(event.address_of("statement", asked.pk))
    context = {"event": event, "asked": asked, "written": written, "form": form, "may_write": may_write}
    return render(request, "consultations/statement.html", context, status=422 if form.is_bound else 200)


def initial_of(asked: SpeakingRequest, written: Statement | None) -> dict:
    if written is None:
        return {"language": asked.language}
    return {name: getattr(written, name) for name in ("text", "language", *CONSENTS)}


def said_of(form: StatementForm) -> str:
    length = pace.in_words(pace.seconds(form.cleaned_data["text"], form.cleaned_data["language"]))
    if form.hand_in:
        return _("Your statement is handed in. It takes %(length)s.") % {"length": length}
    return _("Your draft is saved. It takes %(length)s.") % {"length": length}


def statements_of(event: Event) -> QuerySet[Statement]:
    related = ("request__registration__region", "request__seat", "request__sub_topic__event__consultation")
    return Statement.objects.filter(request__sub_topic__event=event).select_related(*related)


@require_safe
@never_cache
def statements(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """For moderators: what was handed in, by sub-topic and seat, to be printed for interpreters."""
    event = visible_event(request, slug, event)
    require(can_moderate(request.user))
    handed_in = statements_of(event).for_moderators().prefetch_related(*TAKEN)
    return render(request, "consultations/statements.html", {"event": event, "statements": handed_in})


@require_POST
def undelivered(request: HttpRequest, slug: str, event: str, pk: int) -> HttpResponse:
    """A moderator marks a statement as undelivered, or as delivered after all."""
    event = visible_event(request, slug, event)
    require(can_moderate(request.user))
    statement = get_object_or_404(statements_of(event).for_moderators(), pk=pk)
    is_undelivered = request.POST.get("undelivered") == "yes"
    actions.mark_undelivered(statement, is_undelivered=is_undelivered, by=request.user)
    messages.success(request, _("The mark is saved."))
    return redirect(event.address_of("statements"))


@login_not_required
@require_safe
def undelivered_statements(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Once the event is over: what could not be said there, where its writer agreed to that."""
    event = visible_event(request, slug, event)
    if not event.is_over(timezone.now()):
        raise Http404
    found = statements_of(event).published()
    return render(request, "consultations/undelivered.html", {"event": event, "statements": found})
