"""Calendar files give the right instant in every time zone, at every change of its clocks in a year."""

import re
import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from consultations.calendars import calendar_of, entry_of
from consultations.models import Day, Event

YEAR = 2026
HOUR = timedelta(hours=1)
ZONES = sorted(zoneinfo.available_timezones())
NAMED = ("TZID=", "BEGIN:VTIMEZONE")


@cache
def changes_of(zone: str) -> list[datetime]:
    """The instants of the year at which the offset of a zone changes, to the second."""
    here, found = zoneinfo.ZoneInfo(zone), []
    moment = datetime(YEAR, 1, 1, tzinfo=UTC)
    for _ in range(366):
        after = moment + timedelta(days=1)
        if offset(moment, here) != offset(after, here):
            found.append(halved(moment, after, here))
        moment = after
    return found


def offset(moment: datetime, here: zoneinfo.ZoneInfo) -> timedelta:
    return moment.astimezone(here).utcoffset()


def halved(before: datetime, after: datetime, here: zoneinfo.ZoneInfo) -> datetime:
    """The first second after the change between these two."""
    old = offset(before, here)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        before, after = (middle, after) if offset(middle, here) == old else (before, middle)
    return after.replace(microsecond=0)


def day_of(zone: str, wall: datetime) -> Day:
    """A day that begins when clocks on that wall show this; never kept."""
    return Day(
        event=Event(time_zone=zone), date=wall.date(), starts=wall.time(), ends=wall.time().replace(second=59)
    )


def file_of(day: Day) -> str:
    return calendar_of({day.event.time_zone: [entry_of(day, uid=day.uid, sequence=0)]}, "PUBLISH")


def instant_in(text: str) -> datetime:
    """As a program reads it that has no zones of its own: by the VTIMEZONE in the file alone."""
    calendar = Calendar.from_ical(text)
    [entry] = calendar.events
    if entry.start.tzinfo is None:
        return entry.start.replace(tzinfo=UTC)
    if not calendar.timezones:
        return entry.start.astimezone(UTC)
    [zone] = calendar.timezones
    return entry.start.replace(tzinfo=zone.to_tz(lookup_tzid=False)).astimezone(UTC)


def by_our_zones(text: str) -> datetime:
    """As a program reads it that goes by the name of the zone."""
    [entry] = Calendar.from_ical(text).events
    return entry.start.astimezone(UTC)


@st.composite
def days_around_changes(draw) -> Day:
    """A day in any zone that begins within a day of a change of its clocks: in gaps and in folds, too."""
    zone = draw(st.sampled_from(ZONES))
    near = draw(st.sampled_from(changes_of(zone) or [datetime(YEAR, 7, 1, tzinfo=UTC)]))
    minutes = draw(st.one_of(st.integers(-180, 180), st.integers(-24 * 60, 24 * 60)))
    wall = near.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None) + timedelta(minutes=minutes)
    return day_of(zone, wall.replace(second=0, microsecond=0))


@given(day=days_around_changes())
@example(day=day_of("Europe/Zurich", datetime(2026, 3, 29, 2, 30)))  # a gap: clocks never show it
@example(day=day_of("Europe/Zurich", datetime(2026, 10, 25, 2, 30)))  # a fold: they show it twice
@example(day=day_of("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 45)))
@example(day=day_of("Africa/Casablanca", datetime(2026, 2, 15, 2, 30)))
@settings(max_examples=400)
def test_the_instant_is_right_in_every_zone_around_every_change(day):
    text = file_of(day)

    assert by_our_zones(text) == day.starts_at.astimezone(UTC)
    assert instant_in(text) == day.starts_at.astimezone(UTC)


def test_every_zone_is_right_on_both_sides_of_its_changes():
    """Each zone once before and once after each change; the times between are Hypothesis's."""
    wrong = []
    for zone in ZONES:
        for change in changes_of(zone):
            for moment in (change - 2 * HOUR, change + 2 * HOUR):
                wall = moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
                day = day_of(zone, wall)
                if instant_in(file_of(day)) != day.starts_at.astimezone(UTC):
                    wrong.append((zone, wall))

    assert wrong == []


def without_zone(text: str) -> str:
    """The same file with floating times, as one writes it who forgets the zone."""
    without_rules = re.sub(r"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", "", text, flags=re.DOTALL)
    return re.sub(r";TZID=[^:]+:", ":", without_rules)


def test_the_control_sees_a_file_that_lost_its_zone():
    day = day_of("Europe/Zurich", datetime(2026, 7, 1, 9))
    text = file_of(day)
    lost = without_zone(text)

    assert all(word in text and word not in lost for word in NAMED)
    assert instant_in(text) == day.starts_at.astimezone(UTC)
    assert instant_in(lost) != day.starts_at.astimezone(UTC)


def test_the_changes_that_are_looked_for_are_found():
    assert [str(change) for change in changes_of("Europe/Zurich")] == [
        "2026-03-29 01:00:00+00:00",
        "2026-10-25 01:00:00+00:00",
    ]
    assert changes_of("Asia/Kathmandu") == []
    assert sum(bool(changes_of(zone)) for zone in ZONES) > 100
