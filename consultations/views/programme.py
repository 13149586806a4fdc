"""The programme of an event: a page and a calendar file for everybody, all speakers for moderators."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultations.calendars import programme_calendar, subscribing_to
from consultations.kept import event_and_sub_topic, event_for_everybody, state_of
from consultations.models import Day, Event, Material, SpeakingRequest, SubTopic
from consultations.models.programme import Slot
from consultations.permissions import can_moderate, can_register, can_see_children, can_take_notes
from consultations.standing import standings
from consultations.structured_data import frame_of, structured_event
from consultations.views.access import is_registered
from consultations.zone_forms import ZoneForm, zones
from surveys.models import Question
from upr_portal.permissions import require
from upr_portal.readers import kept_for_readers
from upr_portal.strangers import same_for_strangers

ZONE_COOKIE = "zone"
A_YEAR = 365 * 24 * 3600


class PlannedDay(NamedTuple):
    day: Day
    slots: list[Slot]


def visible_event(request: HttpRequest, slug: str, event: str) -> Event:
    """The event of this address with its consultation; 404 where the reader may not see it.

    For everybody but moderators it is the one that the process keeps: it is to be read only.
    """
    if not can_moderate(request.user) and (found := event_for_everybody(slug, event)):
        return found
    return event_seen_by(request.user, slug, event)


def visible_sub_topic(request: HttpRequest, slug: str, event: str, key: int) -> tuple[Event, SubTopic]:
    """A sub-topic and its event, as `visible_event` gives it; 404 where there is none."""
    if not can_moderate(request.user) and (found := event_and_sub_topic(slug, event, key)):
        return found
    event = visible_event(request, slug, event)
    sub_topic = get_object_or_404(event.sub_topics.all(), pk=key)
    sub_topic.event = event
    return event, sub_topic


def event_seen_by(user, slug: str, event: str) -> Event:
    events = Event.objects.visible_to(user).select_related("consultation").prefetch_related("days")
    return get_object_or_404(events, consultation__slug=slug, slug=event)


def planned(event: Event) -> list[PlannedDay]:
    """The days with their items and times, the sub-topics with their seats and who holds them."""
    days = event.days.prefetch_related(
        Prefetch("items__sub_topic", SubTopic.objects.counting_who_waits()),
        "items__sub_topic__seats__request__registration__region",
        Prefetch("items__sub_topic__grounds", Question.objects.select_related("survey")),
    )
    for day in days:
        day.event = event
    return [PlannedDay(day, list(day.slots())) for day in days]


def true_of(request: HttpRequest, slug: str, event: str) -> dict | None:
    """What of a reader changes the programme: by which clock they read, and whether they take part.

    None for rapporteurs, and for a zone that is none: anybody can write into a cookie.
    """
    event, zone = visible_event(request, slug, event), remembered_zone(request)
    if can_take_notes(request.user, event) or (zone and zone not in zones()):
        return None
    return {"zone": zone, "registered": is_registered(request, event)}


@login_not_required
@require_safe
@same_for_strangers(state_of)
@kept_for_readers(state_of, true_of)
def programme(
    request: HttpRequest, slug: str, event: str, zone: str | None = None, registered: bool | None = None
) -> HttpResponse:
    """Days, items and sub-topics with their seats; times of the event, in UTC, and by the reader's clock.

    The zone, and whether the reader is registered, are given where the page is kept for all like them.
    """
    event = visible_event(request, slug, event)
    if registered is None:
        zone, registered = remembered_zone(request), is_registered(request, event)
    form = ZoneForm({"zone": request.GET.get("zone", zone)})
    zone = form.cleaned_data["zone"] if form.is_valid() else ""
    shown = ZoneInfo(zone) if zone and zone != event.time_zone else None
    now = timezone.now()
    response = render(
        request,
        "consultations/programme.html",
        {
            "event": event,
            "days": planned(event),
            "form": form,
            "zone": shown,
            "city": zone.rsplit("/", 1)[-1].replace("_", " "),
            "now": now,
            "standing": standings([event], now)[0],
            "takes_registrations": can_register(event, now),
            "is_registered": registered,
            "is_moderator": can_moderate(request.user),
            "can_take_notes": can_take_notes(request.user, event),
            "can_see_children": can_see_children(request.user),
            "materials": Material.objects.visible_to(request.user).filter(event=event).in_order(),
            "structured_event": structured_event(event),
            "frame": frame_of(event),
            "subscription": subscribing_to(event.address_of("calendar")),
            "is_over": event.is_over(now),
            "reports": event.reports.published(),
            "has_key_issues": event.consultation.key_issues.told_to(request.user).exists(),
        },
    )
    if "zone" in request.GET and form.is_valid():
        response.set_cookie(
            ZONE_COOKIE, zone, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response


def remembered_zone(request: HttpRequest) -> str:
    """The zone chosen before in this browser, else that of the account."""
    return request.COOKIES.get(ZONE_COOKIE) or getattr(request.user, "time_zone", "")


@login_not_required
@require_safe
def calendar(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """The programme as a calendar file, in the language of the address."""
    event = visible_event(request, slug, event)
    return HttpResponse(
        programme_calendar(event),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers={"Content-Disposition": f'attachment; filename="{event.consultation.slug}-{event.slug}.ics"'},
    )


@require_safe
def speakers(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """For moderators: who speaks and who waits, sub-topic by sub-topic, to be printed."""
    event = visible_event(request, slug, event)
    require(can_moderate(request.user))
    requests = SpeakingRequest.objects.with_verification().select_related("seat", "registration__region")
    standing = event.registrations.standing()
    return render(
        request,
        "consultations/speakers.html",
        {
            "event": event,
            "sub_topics": event.sub_topics.order_by(
                "item__day__date", "item__position", "pk"
            ).prefetch_related(
                Prefetch("requests", requests.seated(), to_attr="seated"),
                Prefetch("requests", requests.offered(), to_attr="offers"),
                Prefetch("requests", requests.waiting(), to_attr="in_line"),
                Prefetch("requests", requests.pending(), to_attr="in_draw"),
                Prefetch("requests", requests.not_selected(), to_attr="refused"),
            ),
            "registered": standing.count(),
            "needs": standing.exclude(access_needs="").order_by("pk"),
        },
    )
