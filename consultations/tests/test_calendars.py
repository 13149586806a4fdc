"""Calendar files open at the right instant, wherever the event is and whatever its clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Letter
from accounts.tests.letters import written
from consultations.actions.announcing import announce_change
from consultations.actions.consultations import keep_what_is_known
from consultations.actions.preparing import change
from consultations.actions.registrations import register, withdraw_registration
from consultations.calendars import invitations, programme_calendar, subscribing_to
from consultations.models import Event
from consultations.tests.factories import DayFactory, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

# Northern and southern, quarter hours, half-hour summer time, none at all, and both sides of the date line.
ZONES = [
    "Europe/Zurich",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Gaza",
]


def changes_of(zone: str, year: int) -> list[date]:
    """The days of the year on which the offset of a zone is not that of the day before."""
    noons = [
        datetime(year, 1, 1, 12, tzinfo=ZoneInfo(zone)) + timedelta(days=number) for number in range(365)
    ]
    return [noon.date() for before, noon in pairwise(noons) if before.utcoffset() != noon.utcoffset()]


def days_to_try(zone: str, year: int = 2026) -> set[date]:
    around = [change + timedelta(days=step) for change in changes_of(zone, year) for step in (-1, 0, 1)]
    return {date(year, 1, 1), date(year, 7, 1), date(year, 12, 31), *around}


def entries_of(text: str) -> list:
    return list(Calendar.from_ical(text).events)


def instant_by_the_files_own_rules(calendar: Calendar, moment: datetime) -> datetime:
    """What the file itself says, by its VTIMEZONE alone, without the zones this machine knows."""
    (zone,) = calendar.timezones
    return moment.replace(tzinfo=zone.to_tz(lookup_tzid=False)).astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_the_file_opens_at_the_right_instant_around_every_change_of_clocks(zone):
    event = EventFactory(time_zone=zone)

    for day in sorted(days_to_try(zone)):
        event.days.all().delete()
        planned = DayFactory(event=event, date=day, starts=time(9), ends=time(17))
        wanted = datetime.combine(day, time(9), ZoneInfo(zone)).astimezone(UTC)
        calendar = Calendar.from_ical(programme_calendar(event))
        (entry,) = calendar.events

        assert entry.start.astimezone(UTC) == wanted == planned.starts_utc
        assert instant_by_the_files_own_rules(calendar, entry.start) == wanted, f"{zone} {day}"
        assert entry.end.astimezone(UTC) == planned.ends_utc


def test_the_control_sees_a_file_with_the_wrong_zone():
    event = DayFactory(date=date(2026, 7, 1)).event
    wrong = programme_calendar(event).replace("TZOFFSETTO:+0200", "TZOFFSETTO:+0100")
    calendar = Calendar.from_ical(wrong)
    (entry,) = calendar.events

    assert instant_by_the_files_own_rules(calendar, entry.start) != event.days.get().starts_utc


def test_an_invitation_says_meeting_and_nothing_else():
    registration = RegistrationFactory(name="Amina K.")
    DayFactory(event=registration.event)

    (file,) = invitations(registration)

    (entry,) = entries_of(file.content)
    assert str(entry["summary"]) == "Meeting"
    for told in ("Two days", "Participation", "Amina", "secret-room", "consultation"):
        assert told not in file.content
    assert file.type == "text/calendar; method=REQUEST"


def test_uids_are_stable_and_each_persons_own():
    first = RegistrationFactory()
    second = RegistrationFactory(event=first.event)
    DayFactory(event=first.event)

    uid = entries_of(invitations(first)[0].content)[0]["uid"]

    assert entries_of(invitations(first)[0].content)[0]["uid"] == uid
    assert entries_of(invitations(second)[0].content)[0]["uid"] != uid


def test_each_day_is_a_file_of_its_own():
    registration = RegistrationFactory()
    DayFactory(event=registration.event, date=date(2021, 7, 13))
    DayFactory(event=registration.event, date=date(2021, 7, 14))

    files = invitations(registration)

    assert [len(entries_of(file.content)) for file in files] == [1, 1]
    assert [file.name for file in files] == ["meeting-1.ics", "meeting-2.ics"]


def calendar_in(letter: Letter) -> tuple[str, object]:
    """Method and entry of the first calendar file of a letter."""
    calendar = Calendar.from_ical(letter.attachments[0]["content"])
    (entry,) = calendar.events
    return str(calendar["method"]), entry


def test_a_change_renews_the_entry_and_withdrawing_cancels_it(moderator):
    event = DayFactory().event
    details = {"name": "A", "stakeholder_kind": "nhri", "mode": "online"}
    registration = register(event, email="a@example.org", language="fr", **details)
    written(Letter.objects.get())
    announce_change(event, by=moderator)
    registration.event.refresh_from_db()
    withdraw_registration(registration)

    found = [calendar_in(letter) for letter in Letter.objects.order_by("pk")]

    assert [method for method, _ in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [entry["sequence"] for _, entry in found] == [0, 1, 2]
    assert len({str(entry["uid"]) for _, entry in found}) == 1
    assert str(found[2][1]["status"]) == "CANCELLED"


def test_the_public_file_has_the_days_with_their_themes(client):
    event = DayFactory(theme="Participation").event

    response = client.get(event.address_of("calendar"))

    (entry,) = entries_of(response.content.decode())
    assert str(entry["summary"]) == "Two days of dialogue – Participation"
    assert "secret-room" not in response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"


def public_sequence(client, event) -> int:
    (entry,) = entries_of(client.get(event.address_of("calendar")).content.decode())
    return entry["sequence"]


def test_a_moved_day_counts_at_once_in_the_public_file_and_another_word_does_not(client, moderator):
    day = DayFactory()
    event = day.event
    keep_what_is_known(event)

    change(day, event=event, by=moderator, starts=time(12))
    change(day, event=event, by=moderator, starts=time(11))
    moved = public_sequence(client, event)
    change(event, event=event, by=moderator, mode="hybrid")

    assert moved == public_sequence(client, event) == 2


def test_one_feed_holds_every_public_meeting_and_no_draft(client):
    shown = (
        DayFactory(event__title="In Zurich"),
        DayFactory(event__title="In Nairobi", event__time_zone="Africa/Nairobi"),
    )
    DayFactory(event__title="Hidden", event__consultation__draft=True)
    DayFactory(event__title="Later", event__state=Event.State.DRAFT)

    answer = client.get(reverse("consultations:all_calendars"))

    assert {str(entry["uid"]) for entry in entries_of(answer.text)} == {str(day.uid) for day in shown}
    assert answer.text.count("BEGIN:VTIMEZONE") == 2
    assert answer["Content-Type"].startswith("text/calendar")


def test_the_feed_is_offered_where_meetings_are_listed_and_asks_a_fixed_number_of_times(
    client, django_assert_num_queries
):
    event = DayFactory().event
    feed = reverse("consultations:all_calendars")
    assert f'href="{subscribing_to(feed)}"' in client.get("/en/consultations/").text
    assert subscribing_to(event.address_of("calendar")) in client.get(event.get_absolute_url()).text
    assert subscribing_to(feed).startswith("webcal://")
    with django_assert_num_queries(5, exact=False) as first:
        client.get(feed)
    DayFactory.create_batch(2)

    with django_assert_num_queries(len(first)):
        client.get(feed)


def test_an_empty_feed_is_a_calendar(client):
    assert entries_of(client.get(reverse("consultations:all_calendars")).text) == []
