"""Letters and one's own page say on which day, and at about what time, one's sub-topic comes."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail

from accounts import emails
from accounts.models import Letter
from accounts.tests.factories import UserFactory
from accounts.tests.letters import written
from consultations.actions.asking import ask_to_speak
from consultations.actions.seats import withdraw_request
from consultations.actions.substitutes import name_substitute
from consultations.actions.swaps import propose_swap
from consultations.models import SubTopic
from consultations.slots import slot_of, slots_of
from consultations.tests.factories import AgendaItemFactory, DayFactory, RegistrationFactory, SubTopicFactory

pytestmark = pytest.mark.django_db

# An opening of ten minutes; six seats of two minutes and twenty of dialogue; the next.
FIRST = "Wednesday, 7 July 2100, 13:10 Geneva time (Europe/Zurich) = 11:10 UTC"
SECOND = "Wednesday, 7 July 2100, 13:42 Geneva time (Europe/Zurich) = 11:42 UTC"


@pytest.fixture
def items():
    day = DayFactory(date=date(2100, 7, 7), starts=time(13), ends=time(15))
    AgendaItemFactory(day=day)
    return [AgendaItemFactory(day=day, with_sub_topic=True) for _ in range(2)]


def asked(item, **registered):
    return ask_to_speak(
        RegistrationFactory(event=item.day.event, **registered), item.sub_topic, language="en"
    )


def letter(template: str) -> str:
    return written(Letter.objects.get(template=template)).body


def test_times_follow_from_what_stands_before(items):
    event = items[0].day.event
    slots = slots_of(event)

    starts = [slots[item.sub_topic_id].starts for item in items]

    assert [f"{one:%H:%M}" for one in starts] == ["13:10", "13:42"]
    assert slot_of(SubTopicFactory(event=event)) is None


def test_the_letter_about_a_seat_says_when(items):
    asked(items[1])
    found = Letter.objects.get(template="seat")

    emails.deliver(found.pk)

    assert f"The sub-topic comes at about: {SECOND}" in mail.outbox[0].body


def test_without_a_place_in_the_programme_no_time_is_said():
    """The control of the one before."""
    sub_topic = SubTopicFactory()
    ask_to_speak(RegistrationFactory(event=sub_topic.event), sub_topic, language="en")

    emails.deliver(Letter.objects.get(template="seat").pk)

    assert "comes at about" not in mail.outbox[0].body


def test_who_is_asked_to_swap_reads_both_times(items):
    propose_swap(asked(items[0]), asked(items[1]))

    assert FIRST in letter("swap") and SECOND in letter("swap")


def test_who_is_asked_to_speak_instead_reads_when(items):
    name_substitute(asked(items[1]), name="Amina", email="amina@example.org", language="en")

    assert SECOND in letter("substitute")


def test_to_whom_a_seat_is_offered_reads_when(items, client_of):
    SubTopic.objects.update(seat_count=1)
    items[1].sub_topic.seats.filter(number__gt=1).delete()
    items[1].sub_topic.refresh_from_db()
    first, second = asked(items[1]), asked(items[1], person=UserFactory())
    SubTopic.objects.update(requests_close=datetime.now(items[1].day.event.zone) - timedelta(minutes=1))

    withdraw_request(first)

    # With one seat less each, the sub-topics are shorter.
    event, client = items[1].day.event, client_of(second.registration.person)
    assert "7 July 2100, 13:32 Geneva time" in letter("offer")
    assert "comes at about" in client.get(event.address_of("answer", second.pk)).text


def test_ones_own_page_says_when(items, client_of):
    request = asked(items[1], person=UserFactory())

    page = client_of(request.registration.person).get(items[1].day.event.address_of("registration")).text

    assert "comes at about:" in page and "13:42" in page and "<bdi>11:42 UTC</bdi>" in page
