"""The UPR's calendar as a file (RFC 5545): whole days, and no date more exact than it is known."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from recommendations.models import ReviewDate
from reference.models import Deadline, Precision, UprSession, said_precisely


@dataclass(frozen=True)
class Entry:
    """A dated step of the UPR: a session, a deadline, or a step of one review."""

    uid: str
    title: str
    starts_on: date
    ends_on: date
    precision: str
    source: str = ""
    address: str = ""

    @property
    def said(self) -> str:
        """ "4 May 2026 – 15 May 2026", "4 May 2026" or "November 2026"."""
        days = [said_precisely(self.starts_on, self.precision)]
        if self.ends_on != self.starts_on:
            days.append(said_precisely(self.ends_on, self.precision))
        return " – ".join(dict.fromkeys(days))

    @property
    def last_day(self) -> date:
        """The last day it may fall on: with the month alone known, the last of that month."""
        if self.precision == Precision.DAY:
            return self.ends_on
        return self.ends_on.replace(day=calendar.monthrange(self.ends_on.year, self.ends_on.month)[1])


def entries() -> list[Entry]:
    """All dated steps in their order; three queries. What has no date has no place in a calendar."""
    return sorted([*sessions(), *deadlines(), *steps()], key=lambda entry: (entry.starts_on, entry.uid))


def upcoming(today: date) -> list[Entry]:
    """What is not over yet."""
    return [entry for entry in entries() if entry.last_day >= today]


def sessions() -> Iterator[Entry]:
    for session in UprSession.objects.filter(starts_on__isnull=False):
        yield Entry(
            f"session-{session.number}",
            str(session),
            session.starts_on,
            session.ends_on or session.starts_on,
            session.precision,
            session.source,
        )


def deadlines() -> Iterator[Entry]:
    for one in Deadline.objects.filter(due_on__isnull=False).select_related("session"):
        uid = f"deadline-{one.session.number}-{one.kind}"
        yield Entry(uid, str(one), one.due_on, one.due_on, one.precision, one.source)


def steps() -> Iterator[Entry]:
    dated = ReviewDate.objects.filter(day__isnull=False)
    for step in dated.select_related("review__state", "review__session"):
        yield Entry(
            f"review-{step.review_id}-{step.step}",
            gettext("%(step)s: %(review)s") % {"step": step.get_step_display(), "review": step.review},
            step.day,
            step.day,
            step.precision,
            step.source,
            step.review.get_absolute_url(),
        )


def upr_calendar() -> bytes:
    """The calendar in the active language."""
    file = icalendar.Calendar()
    file.add("prodid", "-//UPR portal//calendar//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", gettext("Calendar of the Universal Periodic Review"))
    for entry in entries():
        file.add_component(event_of(entry))
    return file.to_ical()


def event_of(entry: Entry) -> icalendar.Event:
    first = entry.starts_on if entry.precision == Precision.DAY else entry.starts_on.replace(day=1)
    title = entry.title
    if entry.precision != Precision.DAY:
        title = gettext("%(title)s (only the month is known)") % {"title": title}
    event = icalendar.Event()
    event.add("uid", f"{entry.uid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("summary", title)
    event.add("dtstart", first)
    event.add("dtend", entry.last_day + timedelta(days=1))  # the end of a whole day is the next (RFC 5545)
    event.add("transp", "TRANSPARENT")
    if entry.source:
        event.add("description", gettext("Source: %(source)s") % {"source": entry.source})
    if entry.address:
        event.add("url", settings.SITE_URL + entry.address)
    return event
