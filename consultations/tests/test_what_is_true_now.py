"""Pages say what is true now: to who is registered, once requests are closed, and after the meeting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter
from accounts.tests.factories import UserFactory
from accounts.tests.letters import written
from consultations.actions.asking import ask_to_speak
from consultations.models import Consultation, Event, SubTopic
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory
from consultations.tests.test_statements import the_day_is_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return AgendaItemFactory(with_sub_topic=True, sub_topic__seat_count=1)


def asked(item):
    registration = RegistrationFactory(event=item.day.event, person=UserFactory())
    return ask_to_speak(registration, item.sub_topic, language="fr")


def requests_close() -> None:
    SubTopic.objects.update(requests_close=timezone.now())


def own_page(client_of, request) -> str:
    return client_of(request.registration.person).get(request.sub_topic.event.address_of("registration")).text


def test_who_is_registered_reads_nothing_of_registering(client, client_of, item):
    holder, address = asked(item), item.day.event.get_absolute_url()

    mine, of_others = client_of(holder.registration.person).get(address).text, client.get(address).text

    assert "Ask to speak, or see your request" in mine
    assert not any(words in mine for words in ("Join the waiting list", "You can still register"))
    assert "Join the waiting list" in of_others and "You can still register" in of_others


@pytest.mark.parametrize("is_open", [True, False])
def test_who_withdraws_reads_whether_they_can_ask_again(client_of, item, is_open):
    request = asked(item)
    if not is_open:
        requests_close()
    client, address = (
        client_of(request.registration.person),
        item.day.event.address_of("give_back", request.pk),
    )

    page = client.get(address).text
    client.post(address)

    letter = written(Letter.objects.get(template="request_withdrawn")).body
    assert ("If you ask again, you are the last in the line." in page) == is_open
    assert ("you cannot ask again" in page) == (not is_open)
    assert ("you can ask again" in letter) == is_open


def test_after_the_meeting_nothing_is_still_to_come(client, client_of, item):
    holder, waits = asked(item), asked(item)
    before = own_page(client_of, holder), own_page(client_of, waits)
    assert "how to join" in before[0] and "You will speak in" in before[0]
    assert "Waiting, place 1" in before[1] and "You will speak in" not in before[1]
    assert "1 person waits." in client.get(item.day.event.get_absolute_url()).text

    requests_close()
    the_day_is_over()

    after = own_page(client_of, holder), own_page(client_of, waits)
    assert "Confirmed, seat 1 of 1" in after[0] and "You had no seat" in after[1]
    assert not any(words in page for page in after for words in ("how to join", "You will", "Waiting"))
    assert "person waits" not in client.get(item.day.event.get_absolute_url()).text


def test_a_swap_is_offered_where_somebody_else_has_a_seat(client_of, item):
    holder = asked(item)
    assert "Propose to swap seats" not in own_page(client_of, holder)

    asked(AgendaItemFactory(day=item.day, with_sub_topic=True))

    assert "Propose to swap seats" in own_page(client_of, holder)


@pytest.mark.parametrize(
    ("field", "days", "words"),
    [
        ("registration_closes", -1, "It was open until:"),
        ("registration_opens", 1, "Registration is not open yet"),
    ],
)
def test_who_comes_early_or_late_to_register_is_led_back(client, item, field, days, words):
    event = item.day.event
    assert "Registration is closed" not in client.get(event.address_of("register")).text
    Event.objects.update(**{field: timezone.now() + timedelta(days=days)})
    Consultation.objects.update(summary="A new edition")

    page = client.get(event.address_of("register"))

    assert page.status_code == 200 and words in page.text
    assert f'href="{event.get_absolute_url()}">Back to the programme' in page.text
    assert client.post(event.address_of("register"), {"name": "Lerato"}).status_code == 409
    assert not event.registrations.exists()


def test_nobody_registers_for_a_meeting_that_is_over(client, item):
    the_day_is_over()

    assert "The meeting is over." in client.get(item.day.event.address_of("register")).text
