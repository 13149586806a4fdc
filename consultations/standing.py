"""Where an event stands in its life: announced, open, full, live, over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models import Consultation, Event, SubTopic
from consultations.models.consultations import JOINING_IS_SHOWN


class Stage(TextChoices):
    """In the order of an event's life."""

    DRAFT = "draft", pgettext_lazy("consultation", "Draft")
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Registration is open")
    FULL = "full", _("Open, with a waiting list")
    SETTLED = "settled", _("Registration is closed")
    SOON = "soon", _("Begins soon")
    LIVE = "live", _("Live now")
    PAUSED = "paused", _("Between two days")
    OVER = "over", pgettext_lazy("meeting", "Over")
    REPORTED = "reported", _("Over, with a report")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


# As portal.css knows tags: dashed before, green while something can be done.
LOOKS = {
    Stage.DRAFT: "pending",
    Stage.ANNOUNCED: "pending",
    Stage.OPEN: "open",
    Stage.FULL: "open",
    Stage.LIVE: "open",
    Stage.SOON: "open",
}


BEHIND_US = (Stage.OVER, Stage.REPORTED, Stage.CANCELLED)


@dataclass(frozen=True)
class Standing:
    """`moment` is when the next thing happens: opening, closing, begin or end; None where nothing does."""

    event: Event
    stage: Stage
    moment: datetime | None = None
    report: object = None

    @property
    def looks(self) -> str:
        return LOOKS.get(self.stage, "closed")


def standings(events: Iterable[Event], at: datetime) -> list[Standing]:
    """The standing of each event (with its consultation and days) at a moment, in the same order.

    Two queries at most: seats of those that are open, and reports on those that are over.
    """
    events = list(events)
    running = [event for event in events if not has_ended(event, at)]
    figures = seat_figures([event for event in running if event.takes_registrations(at)])
    reports = latest_reports({event.consultation_id for event in events if has_ended(event, at)})
    return [
        standing_of(event, at, figures.get(event.pk), reports.get(event.consultation_id)) for event in events
    ]


def latest_reports(consultations: set[int]) -> dict[int, object]:
    """The latest published report of each consultation that has one.

    Reports are kept by an app above this one, to which the relation alone leads.
    """
    reports = Consultation.reports.rel.related_model.objects.published()
    found = reports.filter(consultation__in=consultations).order_by("published_at", "pk")
    return {report.consultation_id: report for report in found}


def seat_figures(events: list[Event]) -> dict[int, dict]:
    """Of each event with sub-topics: `total` and `taken` seats, when requests open first and close last."""
    of_events = SubTopic.objects.filter(event__in=events).values("event").order_by("event")
    found = of_events.annotate(
        total=Count("seats"),
        taken=Count("seats__request"),
        opens=Min("requests_open"),
        closes=Max("requests_close"),
    )
    return {row["event"]: row for row in found}


def standing_of(event: Event, at: datetime, seats: dict | None, report: object) -> Standing:
    if event.consultation.is_draft or event.is_draft:
        return Standing(event, Stage.DRAFT)
    if event.is_cancelled:
        return Standing(event, Stage.CANCELLED)
    if has_ended(event, at):
        return Standing(event, Stage.REPORTED if report else Stage.OVER, report=report)
    return meeting(event, at) or before(event, at, seats)


def has_ended(event: Event, at: datetime) -> bool:
    """All its days are over; of one that never had a day, its consultation is closed."""
    is_closed = event.consultation.state == Consultation.State.CLOSED
    return event.is_over(at) or (is_closed and not event.days.all())


def meeting(event: Event, at: datetime) -> Standing | None:
    """On one of its days, shortly before it, or after the first; None before all of that."""
    days = sorted(event.days.all(), key=lambda day: day.starts_at)
    day = next((day for day in days if at < day.ends_at), None)
    if day is None or (day is days[0] and at < day.starts_at - JOINING_IS_SHOWN):
        return None
    if day.starts_at <= at:
        return Standing(event, Stage.LIVE, day.ends_at)
    is_soon = day.starts_at - JOINING_IS_SHOWN <= at
    return Standing(event, Stage.SOON if is_soon else Stage.PAUSED, day.starts_at)


def before(event: Event, at: datetime, seats: dict | None) -> Standing:
    if at < event.registration_opens and event.is_on:
        return Standing(event, Stage.ANNOUNCED, event.registration_opens)
    if event.takes_registrations(at):
        stage = Stage.FULL if is_full(seats, at) else Stage.OPEN
        return Standing(event, stage, event.registration_closes)
    begins = min((day.starts_at for day in event.days.all()), default=None)
    return Standing(event, Stage.SETTLED, begins)


def is_full(seats: dict | None, at: datetime) -> bool:
    """All seats of all sub-topics are held or offered, and one may still join the line."""
    if not seats or not seats["opens"] <= at < seats["closes"]:
        return False
    return 0 < seats["total"] == seats["taken"]


def next_to_watch(found: Iterable[Standing]) -> Standing | None:
    """The one to show for a consultation: the first that is neither over nor cancelled, else the last.

    None without any.
    """
    found = list(found)
    going_on = [one for one in found if one.stage not in BEHIND_US]
    return (going_on[:1] or found[-1:] or [None])[0]
