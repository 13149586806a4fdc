"""A letter a day before each day of an event, and one an hour before; by the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import Letter
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.seats import lock_registration
from consultations.models import Consultation, Day, Event, Registration


@dataclass(frozen=True)
class Lead:
    """How long before a day a letter goes out, and from when on it would come too late."""

    name: str  # of the template, and in the key of the letter
    before: timedelta
    until: timedelta

    def is_due(self, day: Day, at: datetime) -> bool:
        return day.starts_at - self.before <= at < day.starts_at - self.until


# When the clock has stood still for most of the day, the letter an hour before is enough.
LEADS = (
    Lead("reminder_day", timedelta(hours=24), until=timedelta(hours=6)),
    Lead("reminder_hour", timedelta(hours=1), until=timedelta()),
)
LONGEST = max(lead.before for lead in LEADS)


def due(at: datetime) -> Iterator[tuple[Day, Lead]]:
    """The days of published meetings of which people are to be reminded now, and how."""
    utc, a_day = at.astimezone(UTC).date(), timedelta(days=1)
    # Dates are those of the event's place, which may be a day off; then the exact times are looked at.
    days = Day.objects.filter(
        event__consultation__state=Consultation.State.PUBLISHED,
        event__state=Event.State.PUBLIC,
        date__range=(utc - a_day, (at.astimezone(UTC) + LONGEST).date() + a_day),
    )
    for day in days.select_related("event__consultation").order_by("date", "pk"):
        for lead in LEADS:
            if lead.is_due(day, at):
                yield day, lead


def to_remind(day: Day, lead: Lead):
    """Who stands, registered before the letter would have gone out, and is not made for a demonstration.

    Whose first letter is still held back, or failed, is left in peace: a stranger may have typed the address.
    """
    unread = Letter.objects.filter(
        template="registration",
        to=OuterRef("email"),
        state__in=[Letter.State.HELD, Letter.State.FAILED],
        created_at__gte=OuterRef("registered_at"),
    )
    early = day.event.registrations.standing().filter(
        Q(person=None) | Q(person__is_active=True),
        ~Exists(unread),
        is_generated=False,
        registered_at__lte=day.starts_at - lead.before,
    )
    keys = {emails.reminder_key(one, day, lead.name): one for one in early.order_by("pk")}
    written = set(Letter.objects.filter(key__in=keys).values_list("key", flat=True))
    return [one for key, one in keys.items() if key not in written]


def remind_all(at: datetime) -> int:
    """Write what is due `at`; returns how many letters. However often it is called, nobody gets two."""
    count = 0
    for day, lead in due(at):
        for registration in to_remind(day, lead):
            count += remind(registration, day, lead)
    return count


@transaction.atomic
def remind(registration: Registration, day: Day, lead: Lead) -> bool:
    """One letter to one person about one day; False when another has written it, or the person withdrew."""
    registration = lock_registration(registration)
    key = emails.reminder_key(registration, day, lead.name)
    if not registration.is_standing or Letter.objects.filter(key=key).exists():
        return False
    registration.event = day.event
    emails.remind(registration, day, lead.name, make_link(registration))
    return True
