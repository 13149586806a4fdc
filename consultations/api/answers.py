"""From rows of the database to the shapes of schemas.py; the asked language must be the active one."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Min, Prefetch

from consultations.models import Consultation, Day, Event, Phase, Seat, SubTopic
from consultations.models.programme import Slot
from consultations.standing import Standing


def events_with_days(events):
    """By their first day, with all that `event_item` and `standings` need, in a fixed number of queries."""
    found = events.annotate(first_day=Min("days__date")).order_by("first_day", "pk")
    return found.select_related("consultation").prefetch_related("days")


def days_with_items(event: Event) -> list[Day]:
    """Its days with items, sub-topics, seats, and who holds them."""
    days = event.days.prefetch_related(
        Prefetch("items__sub_topic", SubTopic.objects.counting_who_waits()),
        "items__sub_topic__seats__request__registration__region",
    )
    found = list(days)
    for day in found:
        day.event = event
    return found


def consultation_item(one: Consultation) -> dict:
    """`one` is counted `with_dates`."""
    plain = ("slug", "title", "summary", "languages", "state", "is_generated")
    return {name: getattr(one, name) for name in plain} | {
        "address": settings.SITE_URL + one.get_absolute_url(),
        "begins": one.begins.isoformat() if one.begins else "",
        "ends": one.ends.isoformat() if one.ends else "",
    }


def phase_item(one: Phase) -> dict:
    return {
        "kind": one.kind,
        "name": one.get_kind_display(),
        "starts": one.starts.isoformat(),
        "ends": one.ends.isoformat(),
        "event": one.event.slug if one.event and not one.event.is_draft else "",
    }


def event_item(standing: Standing) -> dict:
    event = standing.event
    days = list(event.days.all())
    plain = ("slug", "title", "kind", "mode", "time_zone", "place", "venue", "interpretation")
    return {name: getattr(event, name) for name in plain} | {
        "address": settings.SITE_URL + event.get_absolute_url(),
        "stage": standing.stage.value,
        "sign_languages": event.sign_languages or "",
        "registration_opens": instant(event.registration_opens),
        "registration_closes": instant(event.registration_closes),
        "begins": instant(min((day.starts_at for day in days), default=None)),
        "ends": instant(max((day.ends_at for day in days), default=None)),
    }


def event_detail(standing: Standing, days: list[Day]) -> dict:
    return event_item(standing) | {
        "calendar": settings.SITE_URL + standing.event.address_of("calendar"),
        "days": [day_item(day) for day in days],
    }


def day_item(day: Day) -> dict:
    return {
        "date": day.date.isoformat(),
        "theme": day.theme or "",
        "starts": instant(day.starts_at),
        "ends": instant(day.ends_at),
        "items": [entry(slot) for slot in day.slots()],
    }


def entry(slot: Slot) -> dict:
    item = slot.item
    return {
        "kind": item.kind,
        "title": item.sub_topic.title if item.sub_topic else item.title or item.get_kind_display(),
        "speakers": (item.speakers or "").splitlines(),
        "speakers_confirmed": item.speakers_confirmed,
        "starts": instant(slot.starts),
        "ends": instant(slot.ends),
        "sub_topic": sub_topic_item(item.sub_topic) if item.sub_topic else None,
    }


def sub_topic_item(one: SubTopic) -> dict:
    plain = ("title", "organisation_limit", "waiting", "pending", "slot_seconds", "dialogue_minutes")
    return {name: getattr(one, name) for name in plain} | {
        "id": one.pk,
        "questions": one.question_list,
        "rule": one.allocation_rule,
        "seats_total": one.seat_count,
        "seats_taken": one.taken,
        "requests_open": instant(one.requests_open),
        "requests_close": instant(one.requests_close),
        "speakers": [speaker(seat) for seat in one.seats.all() if is_listed(seat)],
    }


def is_listed(seat: Seat) -> bool:
    """The same as on the programme: an offer is nobody's yet, and who did not agree stays unnamed."""
    request = seat.taken_by
    return bool(request) and request.is_seated and request.registration.consents_to_listing


def speaker(seat: Seat) -> dict:
    return {"seat": seat.number, "name": str(seat.taken_by.registration.listed_as)}


def instant(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""
