"""What everybody may read: consultations and how far they are."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import F, Min, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultations.calendars import all_programmes, subscribing_to
from consultations.kept import state_of
from consultations.models import Consultation, Event, Material, Phase
from consultations.permissions import can_moderate
from consultations.standing import next_to_watch, standings
from surveys.models import Survey
from surveys.permissions import can_see_results
from upr_portal.readers import kept_for_readers
from upr_portal.strangers import same_for_strangers

PAGE = 20


def nothing_else(request: HttpRequest, **named) -> dict:
    """What of a reader, but for staff, changes these pages besides their own words."""
    return {}


@login_not_required
@require_safe
@same_for_strangers(state_of)
@kept_for_readers(state_of, nothing_else)
def consultations(request: HttpRequest) -> HttpResponse:
    """Those that go on or will begin, all on one page; then those that are over, the last first.

    One whose dates are not known yet is still to come.
    """
    visible = Consultation.objects.visible_to(request.user).with_dates()
    visible = visible.prefetch_related(Prefetch("events", events_in_order(request.user)))
    closed, today = Q(state=Consultation.State.CLOSED), timezone.localdate()
    to_come = visible.filter(~closed, Q(ends=None) | Q(ends__gte=today))
    current = list(to_come.order_by(F("begins").asc(nulls_last=True), "pk"))
    past = visible.filter(closed | Q(ends__lt=today)).order_by(F("ends").desc(nulls_last=True), "-pk")
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    say_where_they_stand([*current, *page.object_list])
    context = {"current": current, "page": page, "is_moderator": can_moderate(request.user)}
    context["calendar"] = subscribing_to(reverse("consultations:all_calendars"))
    return render(request, "consultations/consultations.html", context)


@login_not_required
@require_safe
def all_calendars(request: HttpRequest) -> HttpResponse:
    """All public meetings as one calendar to subscribe to, in the language of the address."""
    events = events_in_order(AnonymousUser()).select_related("consultation")
    return HttpResponse(all_programmes(events), content_type="text/calendar; charset=utf-8; method=PUBLISH")


def events_in_order(user):
    """Events that this reader may see with their days, by their first day; those without days come last."""
    events = Event.objects.visible_to(user).annotate(begins=Min("days__date"))
    return events.order_by("begins", "pk").prefetch_related("days")


def say_where_they_stand(consultations: list[Consultation]) -> None:
    """Give each `standing`: that of its next event, or None."""
    events = [event for one in consultations for event in one.events.all()]
    found = standings(events, timezone.now())
    for one in consultations:
        one.standing = next_to_watch(each for each in found if each.event.consultation_id == one.pk)


@login_not_required
@require_safe
@same_for_strangers(state_of)
@kept_for_readers(state_of, nothing_else)
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """One consultation: what it asks, its phases with what belongs to them, its events and reports."""
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    seen = Survey.objects.visible_to(request.user)
    phases = list(consultation.phases.prefetch_related(Prefetch("survey", seen)).select_related("event"))
    for phase in phases:
        if phase.event and phase.event.is_draft and not can_moderate(request.user):
            phase.event = None  # of this page alone
        phase.shows_results = phase.survey is not None and can_see_results(request.user, phase.survey)
    today = timezone.localdate()
    events = events_in_order(request.user).filter(consultation=consultation).select_related("consultation")
    return render(
        request,
        "consultations/consultation.html",
        {
            "consultation": consultation,
            "today": today,
            "is_closed": consultation.state == Consultation.State.CLOSED,
            "next_phase": next((phase for phase in phases if phase.starts > today), None),
            "phases": phases,
            "now": timezone.now(),
            "standings": standings(events, timezone.now()),
            "materials": Material.objects.visible_to(request.user)
            .filter(consultation=consultation)
            .in_order(),
            "reports": consultation.reports.published(),
            "has_report_phase": any(phase.kind == Phase.Kind.REPORT for phase in phases),
            "key_issues": consultation.key_issues.told_to(request.user).order_by("position"),
            "is_moderator": can_moderate(request.user),
        },
    )
