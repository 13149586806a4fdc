"""The UPR's calendar: what is known, no more exactly, on the page and in the file."""

from datetime import date, timedelta

import icalendar
import pytest
from django.utils import timezone

from recommendations.calendars import entries, upcoming
from recommendations.models import ReviewDate
from recommendations.tests.factories import ReviewFactory
from reference.models import Cycle, Deadline, UprSession

PAGE, FILE = "/en/recommendations/calendar/", "/en/recommendations/calendar.ics"


@pytest.fixture
def sessions(db):
    """One session known to the day, one to the month, one not at all."""
    fourth = Cycle.objects.create(number=4, first_year=2022, last_year=2027)
    days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 15), "precision": "day"}
    known = UprSession.objects.create(number=52, cycle=fourth, source="A/HRC/1/2", **days)
    month = UprSession.objects.create(number=53, cycle=fourth, starts_on=date(2026, 11, 1), precision="month")
    UprSession.objects.create(number=54, cycle=fourth)
    Deadline.objects.create(session=month, kind="submissions", due_on=date(2026, 3, 31), precision="day")
    return known, month


def events(client) -> dict[str, icalendar.Event]:
    found = icalendar.Calendar.from_ical(client.get(FILE).content).walk("VEVENT")
    return {str(event["uid"]).partition("@")[0]: event for event in found}


def test_a_session_lasts_its_days(client, sessions):
    event = events(client)["session-52"]

    assert event.decoded("dtstart") == date(2026, 5, 4)
    assert event.decoded("dtend") == date(2026, 5, 16)
    assert "A/HRC/1/2" in event["description"]


def test_a_month_is_given_as_the_whole_month_and_says_so(client, sessions):
    event = events(client)["session-53"]

    assert event.decoded("dtstart") == date(2026, 11, 1)
    assert event.decoded("dtend") == date(2026, 12, 1)
    assert "only the month is known" in event["summary"]


def test_what_has_no_date_is_not_in_the_file(client, sessions):
    assert set(events(client)) == {"session-52", "session-53", "deadline-53-submissions"}


def test_names_stay_the_same_when_a_date_moves(client, sessions):
    before = set(events(client))
    UprSession.objects.filter(number=52).update(ends_on=date(2026, 5, 22))

    assert set(events(client)) == before


def test_a_step_of_a_review_is_in_the_calendar_and_leads_to_the_review(client, sessions):
    review = ReviewFactory(session=sessions[0])
    day = timezone.localdate() + timedelta(days=30)
    ReviewDate.objects.create(review=review, step="adoption", day=day, precision="day")

    event = events(client)[f"review-{review.pk}-adoption"]

    assert event["url"].endswith(review.get_absolute_url())
    assert review.get_absolute_url() in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 1, 1), "deadline-53-submissions"),
        (date(2026, 5, 15), "session-52"),
        (date(2026, 5, 16), "session-53"),
        (date(2026, 11, 30), "session-53"),
        (date(2026, 12, 1), None),
    ],
)
def test_what_is_over_does_not_come_next(sessions, today, first):
    coming = upcoming(today)

    assert (coming[0].uid if coming else None) == first


def test_the_page_says_dates_as_they_are_known(client, sessions):
    page = client.get(PAGE).content.decode()

    assert "4 May 2026" in page
    assert "15 May 2026" in page
    assert "November 2026" in page
    assert "1 November 2026" not in page
    assert "Date not known" in page
    assert "31 March 2026" in page


def test_a_cycle_is_chosen_in_the_address_and_nonsense_chooses_the_latest(client, sessions):
    Cycle.objects.create(number=3)

    assert client.get(PAGE + "?cycle=3").context["cycle"].number == 3
    assert client.get(PAGE + "?cycle=x").context["cycle"].number == 4


def test_the_file_speaks_the_language_of_its_address(client, sessions):
    in_english, in_french = (client.get(f"/{code}{FILE[3:]}").content.decode() for code in ("en", "fr"))

    assert "Submissions of stakeholders" in in_english
    assert "Submissions of stakeholders" not in in_french


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_asks_a_fixed_number_of_queries(sessions, django_assert_num_queries, count):
    for _ in range(count):
        ReviewDate.objects.create(
            review=ReviewFactory(session=sessions[0]), step="review", day=date(2026, 5, 5), precision="day"
        )

    with django_assert_num_queries(3):
        assert len(entries()) == 3 + count
