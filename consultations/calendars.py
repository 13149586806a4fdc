"""Calendar files (RFC 5545, RFC 5546): times in the event's zone with its VTIMEZONE, and stable names (UID).

A name does not say at which address the portal stands, so it stays when that moves (RFC 7986, 5.3).

What a registered person gets is called "Meeting" and says nothing else: calendars are often seen by others.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from accounts.writing import Attachment
from consultations.models import Day, Event, Registration

REFRESHED_EVERY = timedelta(hours=6)
ZONE_MARGIN = timedelta(days=400)  # so that the rules of the days are in the file, and not of a century


def programme_calendar(event: Event) -> str:
    """The public calendar of an event: one entry a day, with its theme, in the active language."""
    return calendar_of({event.time_zone: public_entries(event)}, "PUBLISH")


def all_programmes(events: Iterable[Event]) -> str:
    """The public calendars of these events as one, to be subscribed to."""
    by_zone = defaultdict(list)
    for event in events:
        by_zone[event.time_zone] += public_entries(event)
    return calendar_of(by_zone, "PUBLISH", name=gettext("UPR portal: consultations"))


def subscribing_to(path: str) -> str:
    """The address under which calendar programs subscribe to what stands at a path."""
    return f"webcal://{urlsplit(settings.SITE_URL).netloc}{path}"


def public_entries(event: Event) -> list[icalendar.Event]:
    entries = []
    for day in event.days.all():
        entry = entry_of(day, uid=day.uid, sequence=event.sequence)
        entry.add("summary", " – ".join(filter(None, [event.title, day.theme])))
        entry.add("url", settings.SITE_URL + event.get_absolute_url())
        if event.is_cancelled:
            entry.add("status", "CANCELLED")
        if event.venue:
            entry.add("location", event.venue)
        entries.append(entry)
    return entries


def invitations(registration: Registration, removed: Iterable[Day] = ()) -> list[Attachment]:
    """A file for each day of the event, to go with a letter to who is registered.

    Days that were `removed` are cancelled, each in a file of its own.

    One a day, because a request may name one meeting only (RFC 5546, 3.2.2). When the registration is
    withdrawn the same entries are cancelled, under a higher sequence number.
    """
    is_off = not registration.is_standing or registration.event.is_cancelled
    days = [(day, is_off) for day in registration.event.days.all()] + [(day, True) for day in removed]
    return [
        file_of(
            number, invitation(registration, day, is_cancelled), is_cancelled, registration.event.time_zone
        )
        for number, (day, is_cancelled) in enumerate(days, start=1)
    ]


def file_of(number: int, entry: icalendar.Event, is_cancelled: bool, zone: str) -> Attachment:
    method = "CANCEL" if is_cancelled else "REQUEST"
    return Attachment(
        f"meeting-{number}.ics", calendar_of({zone: [entry]}, method), f"text/calendar; method={method}"
    )


def invitation(registration: Registration, day: Day, is_cancelled: bool) -> icalendar.Event:
    """One day in the calendar of one person; an entry of its own, so that its end is nobody else's."""
    withdrawn = not registration.is_standing
    entry = entry_of(
        day,
        uid=uuid.uuid5(day.uid, str(registration.public_id)),
        sequence=registration.event.sequence + withdrawn,
    )
    entry.add("summary", gettext("Meeting"))
    entry.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    entry.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    entry.add(
        "attendee",
        f"mailto:{registration.email}",
        parameters={"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"},
    )
    return entry


def entry_of(day: Day, *, uid: uuid.UUID, sequence: int) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", str(uid))
    entry.add("sequence", sequence)
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", day.starts_at)
    entry.add("dtend", day.ends_at)
    return entry


def calendar_of(by_zone: dict[str, list[icalendar.Event]], method: str, name: str = "") -> str:
    """Entries by the names of their zones, each zone with its rules; `name` for who subscribes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//UPR portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    for entry in (entry for entries in by_zone.values() for entry in entries):
        calendar.add_component(entry)
    before, first, rest = calendar.to_ical().decode().partition("BEGIN:VEVENT")
    return before + "".join(zone_around(zone, entries) for zone, entries in by_zone.items()) + first + rest


def zone_around(zone: str, entries: list[icalendar.Event]) -> str:
    if not entries:
        return ""
    dates = [entry.start.date() for entry in entries]
    return zone_in_lines(zone, min(dates) - ZONE_MARGIN, max(dates) + ZONE_MARGIN)


@lru_cache(maxsize=100)
def zone_in_lines(name: str, first: date, last: date) -> str:
    """The VTIMEZONE of a zone between two days; nothing for UTC, which needs none.

    Most of the lines of an invitation, and the same for everybody.
    """
    calendar, entry = icalendar.Calendar(), icalendar.Event()
    entry.add("dtstart", datetime.combine(first, time(), ZoneInfo(name)))
    calendar.add_component(entry)
    calendar.add_missing_timezones(first, last)
    return "".join(zone.to_ical().decode() for zone in calendar.timezones)
