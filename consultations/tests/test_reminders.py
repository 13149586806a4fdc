"""A letter a day before a meeting and one an hour before: to whom, once, and without the joining link."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter
from accounts.tests.factories import UserFactory
from consultations.actions import reminders
from consultations.actions.asking import ask_to_speak
from consultations.actions.registrations import withdraw_registration
from consultations.actions.reminders import remind_all
from consultations.models import Consultation, Day, Registration
from consultations.tasks import remind_before_each_day
from consultations.tests.factories import AgendaItemFactory, DayFactory, RegistrationFactory
from consultations.tests.test_seats_race import all_at_once

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def begin_in(day: Day, hours: float) -> Day:
    """Put a day so many hours from now."""
    begins = datetime.now(UTC) + timedelta(hours=hours)
    day.event.time_zone = "UTC"
    day.event.save()
    day.date, day.starts, day.ends = begins.date(), begins.time(), time.max
    day.save()
    return day


def meeting(hours: float, **event) -> Day:
    return begin_in(DayFactory(**{f"event__{name}": value for name, value in event.items()}), hours)


def registered(day: Day, days_ago: float = 7, **fields) -> Registration:
    at = timezone.now() - timedelta(days=days_ago)
    return RegistrationFactory(event=day.event, registered_at=at, **fields)


def written() -> list[tuple[str, str]]:
    letters = Letter.objects.filter(template__startswith="reminder").order_by("pk")
    return [(letter.template, letter.to) for letter in letters]


def test_a_day_before_and_an_hour_before_however_often_the_clock_strikes():
    day = meeting(hours=23)
    one = registered(day)

    for _ in range(5):
        remind_before_each_day()
    assert written() == [("reminder_day", one.email)]
    assert one.links.count() == 1, "no link without a letter"

    begin_in(day, hours=0.9)
    Letter.objects.update(key="before the day was put off")
    for _ in range(5):
        remind_before_each_day()
    assert written() == [("reminder_day", one.email), ("reminder_hour", one.email)]


@pytest.mark.parametrize(
    ("hours", "template"),
    [
        (24.1, None),
        (23.9, "reminder_day"),
        (6.1, "reminder_day"),
        (5.9, None),
        (1.1, None),
        (0.9, "reminder_hour"),
        (0.1, "reminder_hour"),
        (-0.1, None),
    ],
)
def test_when_which_letter_is_due(hours, template):
    day = meeting(hours)
    registered(day)

    remind_before_each_day()

    assert [name for name, _ in written()] == ([template] if template else [])


@pytest.mark.parametrize(("hours", "days_ago"), [(23, 0.02), (0.5, 0.01)])
def test_who_registered_later_than_the_letter_would_have_left_gets_none(hours, days_ago):
    registered(meeting(hours), days_ago=days_ago)

    remind_before_each_day()

    assert written() == []


def test_who_registered_in_the_last_hours_is_reminded_an_hour_before():
    one = registered(meeting(0.9), days_ago=0.1)

    remind_before_each_day()

    assert written() == [("reminder_hour", one.email)]


def test_who_has_left_the_portal_is_not_written_to_and_gets_no_links():
    one = registered(meeting(23), person=UserFactory(is_active=False))

    remind_before_each_day()

    assert written() == [] and not one.links.exists()


def test_neither_who_withdrew_nor_who_is_generated_nor_a_draft_or_an_end():
    day = meeting(23)
    registered(day, is_generated=True)
    registered(day, state=Registration.State.WITHDRAWN)
    for state in (Consultation.State.DRAFT, Consultation.State.CLOSED):
        registered(meeting(23, consultation__state=state))

    remind_before_each_day()

    assert written() == []


@pytest.mark.parametrize(("state", "count"), [("held", 0), ("failed", 0), ("waiting", 1)])
def test_an_address_that_was_never_written_to_is_left_in_peace(state, count):
    one = registered(meeting(23))
    Letter.objects.create(
        key="first", template="registration", to=one.email, language="en", subject="-", body="-", state=state
    )

    remind_before_each_day()

    assert len(written()) == count


def test_a_day_put_off_to_another_date_is_reminded_of_again():
    day = meeting(23)
    registered(day)
    remind_before_each_day()
    at = timezone.now() + timedelta(days=3)
    Day.objects.filter(pk=day.pk).update(date=day.date + timedelta(days=3))

    for _ in range(5):
        remind_all(at)

    assert [name for name, _ in written()] == ["reminder_day", "reminder_day"]


def test_each_day_of_an_event_has_its_own():
    day = meeting(23)
    registered(day)
    DayFactory(event=day.event, date=day.date + timedelta(days=1), starts=day.starts, ends=time.max)

    remind_all(timezone.now())
    remind_all(timezone.now() + 24 * HOUR)

    assert [name for name, _ in written()] == ["reminder_day", "reminder_day"]


@pytest.mark.parametrize(
    ("mode", "words"),
    [("online", "To join, open your own page now:"), ("room", "Where: Palais Wilson, ground floor")],
)
def test_the_letter_an_hour_before_says_where_and_never_the_joining_link(mode, words):
    day = meeting(0.9, mode="hybrid", venue="Palais Wilson, ground floor")
    registered(day, mode=mode)

    remind_before_each_day()

    letter = Letter.objects.get()
    assert words in letter.body
    assert "/consultations/link/" in letter.body
    assert "secret-room" not in letter.body and day.event.dial_in not in letter.body


def test_behind_its_link_stands_how_to_join(client):
    day = meeting(0.9)
    registered(day)
    remind_before_each_day()
    [address] = [word for word in Letter.objects.get().body.split() if "/link/" in word]

    page = client.get("/en/" + address.partition("/en/")[2], follow=True).content.decode()

    assert "secret-room" in page


def test_a_day_before_the_page_does_not_say_it_yet(client):
    registered(meeting(23))
    remind_before_each_day()
    [address] = [word for word in Letter.objects.get().body.split() if "/link/" in word]

    page = client.get("/en/" + address.partition("/en/")[2], follow=True).content.decode()

    assert "secret-room" not in page


def test_it_says_what_they_have_asked_for_that_day():
    day = DayFactory()
    other = DayFactory(event=day.event, date=day.date + timedelta(days=5))
    today = AgendaItemFactory(day=day, with_sub_topic=True, sub_topic__title="Water").sub_topic
    later = AgendaItemFactory(day=other, with_sub_topic=True, sub_topic__title="Forests").sub_topic
    one = registered(day)
    for sub_topic in (today, later):
        ask_to_speak(one, sub_topic, language="en")
    begin_in(day, 23)

    remind_before_each_day()

    body = Letter.objects.get(template="reminder_day").body
    assert "Water: confirmed, seat 1 of 6" in body
    assert "Forests" not in body


def test_in_the_persons_language():
    day = meeting(23)
    registered(day, person=UserFactory(language="fr"), language="fr")

    remind_before_each_day()

    assert Letter.objects.get().subject.startswith("Rappel")


def test_finding_whom_to_remind_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    day = meeting(23)
    for count in (1, 2):
        for _ in range(count):
            registered(day)
        with django_assert_num_queries(3):
            [(found, lead)] = list(reminders.due(timezone.now()))
            list(reminders.to_remind(found, lead))


@pytest.mark.django_db(transaction=True)
def test_five_clocks_at_once_write_one_letter():
    one = registered(meeting(23))

    found = all_at_once(lambda _: remind_before_each_day(), list(range(5)))

    assert found == [None] * 5
    assert written() == [("reminder_day", one.email)]


@pytest.mark.django_db(transaction=True)
def test_the_control_writes_twice_when_keys_differ(monkeypatch):
    registered(meeting(23))
    numbers = iter(range(100))
    monkeypatch.setattr(reminders.emails, "reminder_key", lambda *_: f"reminder:{next(numbers)}")

    for _ in range(2):
        remind_before_each_day()

    assert len(written()) == 2


def test_who_withdraws_is_not_reminded_any_more():
    one = registered(meeting(23))
    withdraw_registration(one)

    remind_before_each_day()

    assert written() == []
