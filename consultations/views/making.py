"""Pages on which moderators make a consultation: what it says, its phases, its events, and publishing it."""

from zoneinfo import ZoneInfo, available_timezones

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consultations.actions import consultations as life
from consultations.actions import making as actions
from consultations.actions.copying import copy_event, copy_programme
from consultations.actions.preparing import change
from consultations.making_forms.consultations import ConsultationForm, CopyForm, EventForm, PhaseForm
from consultations.models import Consultation, Event, Phase
from consultations.permissions import can_moderate, can_prepare
from consultations.publication import checked
from consultations.views.preparing import fetch as fetch_event
from consultations.views.registrations import get_or_post
from consultations.views.rows import edit_row
from surveys.outline import languages_missing
from upr_portal.permissions import require
from upr_portal.states import WrongState


def fetch(request: HttpRequest, slug: str, *, to_change: bool = False) -> Consultation:
    """The consultation, for moderators; to change it, only until it is closed (otherwise WrongState)."""
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    require(can_moderate(request.user))
    if to_change and not can_prepare(request.user, consultation):
        raise WrongState(f"{consultation!r} is closed")
    return consultation


def workbench_of(consultation: Consultation) -> str:
    return reverse("consultations:prepare_consultation", args=[consultation.slug])


@get_or_post
@never_cache
def new_consultation(request: HttpRequest) -> HttpResponse:
    """A draft, written in the language of the page; phases and events are added on its workbench."""
    require(can_moderate(request.user))

    def save(values) -> str:
        return workbench_of(life.draft_consultation(by=request.user, **values))

    back = reverse("consultations:consultations")
    return edit_row(request, ConsultationForm, save, title=_("New consultation"), back=back)


@require_safe
@never_cache
def prepare_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """The workbench: what the consultation says, its phases and events, and what can be done with it."""
    consultation = fetch(request, slug)
    context = {
        "consultation": consultation,
        "missing": languages_missing(consultation.languages, consultation),
        "phases": consultation.phases.select_related("event", "survey"),
        "events": consultation.events.prefetch_related("days__event").order_by("pk"),
        "can_prepare": can_prepare(request.user, consultation),
        "is_closed": consultation.state == Consultation.State.CLOSED,
    }
    return render(request, "consultations/making/consultation.html", context)


@get_or_post
@never_cache
def edit_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    consultation = fetch(request, slug, to_change=True)

    def save(values) -> str:
        actions.change_consultation(consultation, by=request.user, **values)
        return workbench_of(consultation)

    def make_form(data) -> ConsultationForm:
        return ConsultationForm(data, row=consultation)

    return edit_row(
        request,
        make_form,
        save,
        title=_("Edit the consultation"),
        back=workbench_of(consultation),
        consultation=consultation,
    )


@get_or_post
@never_cache
def new_phase(request: HttpRequest, slug: str) -> HttpResponse:
    return write_phase(request, fetch(request, slug, to_change=True), None, _("Add a phase"))


@get_or_post
@never_cache
def phase(request: HttpRequest, slug: str, phase: int) -> HttpResponse:
    consultation = fetch(request, slug, to_change=True)
    row = get_object_or_404(consultation.phases, pk=phase)
    return write_phase(request, consultation, row, _("Edit the phase"))


def write_phase(
    request: HttpRequest, consultation: Consultation, row: Phase | None, title: str
) -> HttpResponse:
    back = workbench_of(consultation)

    def make_form(data) -> PhaseForm:
        return PhaseForm(data, consultation=consultation, row=row)

    def save(values) -> str:
        actions.set_phase(consultation, row, by=request.user, **values)
        return back

    return edit_row(request, make_form, save, title=title, back=back, consultation=consultation)


@get_or_post
@never_cache
def remove_phase(request: HttpRequest, slug: str, phase: int) -> HttpResponse:
    """Ask whether one is sure, then remove it."""
    consultation = fetch(request, slug, to_change=True)
    row = get_object_or_404(consultation.phases, pk=phase)
    if request.method == "POST":
        actions.remove_phase(row, by=request.user)
        messages.success(request, _("It is removed."))
        return redirect(workbench_of(consultation))
    return render(
        request, "consultations/making/remove_phase.html", {"consultation": consultation, "phase": row}
    )


@get_or_post
@never_cache
def new_event(request: HttpRequest, slug: str) -> HttpResponse:
    """An event without a programme."""
    consultation = fetch(request, slug, to_change=True)

    def save(values) -> str:
        return actions.add_event(consultation, by=request.user, **values).address_of("prepare")

    return write_event(request, consultation, None, save, _("Add a meeting"))


@get_or_post
@never_cache
def edit_event(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    event = fetch_event(request, slug, event, to_change=True)

    def save(values) -> str:
        change(event, event=event, by=request.user, **values)
        return event.address_of("prepare")

    return write_event(request, event.consultation, event, save, _("Edit the meeting"))


def write_event(
    request: HttpRequest, consultation: Consultation, row: Event | None, save, title: str
) -> HttpResponse:
    back = row.address_of("prepare") if row else workbench_of(consultation)

    def make_form(data) -> EventForm:
        return EventForm(data, consultation=consultation, row=row)

    # Moments are typed by the clock of the event, and its zone stands in the same form.
    with timezone.override(zone_sent(request, row or Event())):
        return edit_row(
            request, make_form, save, title=title, back=back, consultation=consultation, event=row
        )


def zone_sent(request: HttpRequest, event: Event) -> ZoneInfo:
    """The zone that the form names; where it names none, that of the event."""
    name = request.POST.get("time_zone", "")
    return ZoneInfo(name) if name in available_timezones() else event.zone


@get_or_post
@never_cache
def copy(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """The programme of this event into another one that has none, or into a new one."""
    event = fetch_event(request, slug, event)
    form = CopyForm(request.POST if request.method == "POST" else None, source=event)
    if form.is_valid():
        given = form.cleaned_data
        if target := given["target"]:
            copy_programme(event, target, first_date=given["first_date"], by=request.user)
        else:
            target = copy_event(event, slug=given["slug"], first_date=given["first_date"], by=request.user)
        messages.success(request, _("This is the copy."))
        return redirect(target.address_of("prepare"))
    context = {"event": event, "form": form, "days": event.days.all()}
    return render(request, "consultations/making/copy.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """All checks, one line each: what is right, what must be mended, what is advised."""
    return show_checks(request, fetch(request, slug))


def show_checks(
    request: HttpRequest, consultation: Consultation, event: Event | None = None, status: int = 200
) -> HttpResponse:
    """Those of the consultation, or of one of its meetings, with the button that publishes it."""
    found = checked(consultation, event)
    findings = [finding for _check, its_findings in found for finding in its_findings]
    context = {
        "consultation": consultation,
        "event": event,
        "checks": [
            (check.title, its_findings, any(not finding.is_advice for finding in its_findings))
            for check, its_findings in found
        ],
        "problems": sum(not finding.is_advice for finding in findings),
        "advice": sum(finding.is_advice for finding in findings),
        "can_publish": event.is_draft and consultation.is_published if event else consultation.is_draft,
    }
    return render(request, "consultations/making/check.html", context, status=status)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show it to everybody, if nothing must be mended first."""
    consultation = fetch(request, slug)
    try:
        life.publish_consultation(consultation, by=request.user)
    except ValidationError:
        return show_checks(request, consultation, status=422)
    messages.success(request, _("The consultation is published."))
    return redirect(workbench_of(consultation))


@require_safe
@never_cache
def check_event(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """The checks of one meeting, and its publication."""
    event = fetch_event(request, slug, event)
    return show_checks(request, event.consultation, event)


@require_POST
def publish_event(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Show a meeting to everybody that its consultation did not have when it was published."""
    event = fetch_event(request, slug, event, to_change=True)
    try:
        life.publish_event(event, by=request.user)
    except ValidationError:
        return show_checks(request, event.consultation, event, status=422)
    messages.success(request, _("The meeting is published."))
    return redirect(event.address_of("prepare"))
