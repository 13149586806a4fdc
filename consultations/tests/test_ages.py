"""Who ticked the wrong age corrects it on their own page, under the rules of registering."""

import pytest
from django.test import Client

from accounts.tests.factories import UserFactory
from consultations.actions.ages import correct_age
from consultations.actions.asking import ask_to_speak
from consultations.models import Event, Registration
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory
from consultations.tests.test_children import ADULT, CHILD, OFFICER
from consultations.tests.test_statements import the_day_is_over
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db
LISTED = {"public_name": "full", "consents_to_listing": True, "is_under_18": False}


@pytest.fixture
def event():
    item = AgendaItemFactory(with_sub_topic=True)
    Event.objects.update(**OFFICER)
    item.day.event.refresh_from_db()
    return item.day.event


def speaker(event, **values) -> Registration:
    registration = RegistrationFactory(event=event, person=UserFactory(), name="Tariro", **values)
    ask_to_speak(registration, event.sub_topics.get(), language="en")
    return registration


def named_to_strangers(event) -> list[bool]:
    """Is Tariro named on the programme, by the public interface?"""
    interface = f"/api/v1/consultations/{event.consultation.slug}/events/{event.slug}/"
    return ["Tariro" in Client().get(door).text for door in (event.get_absolute_url(), interface)]


def test_who_is_a_child_after_all_is_nowhere_named_from_that_moment(client_of, event, stopped_clock):
    child, address = speaker(event, **LISTED), event.address_of("age")
    client = client_of(child.person)
    assert all(named_to_strangers(event))

    without = client.post(address, {"age": "child", "accompanying_adult": "Ines T."})
    assert without.status_code == 422 and "Say how we reach this adult" in without.text
    assert 'value="Ines T."' in without.text and all(named_to_strangers(event))
    client.post(address, {"age": "child", **ADULT})

    child.refresh_from_db()
    assert (child.is_under_18, child.accompanying_adult) == (True, "Ines T.")
    assert (child.public_name, child.consents_to_listing) == ("", False)
    assert not any(named_to_strangers(event))
    assert child.requests.get().seat, "the seat stays"


def test_without_an_officer_nobody_becomes_a_child_and_the_page_says_what_to_do(client_of, event):
    Event.objects.update(safeguarding_officer="", safeguarding_contact="")
    person = speaker(event, **LISTED)

    answer = client_of(person.person).post(event.address_of("age"), {"age": "child", **ADULT})

    assert answer.status_code == 422 and "Ask an adult to write to the organisers" in answer.text
    with pytest.raises(WrongState, match="nobody looks after"):
        correct_age(person, is_under_18=True, **ADULT)


def test_who_is_grown_up_after_all_leaves_no_adult_behind(client_of, event):
    person = speaker(event, **CHILD)
    client = client_of(person.person)
    assert event.address_of("age") in client.get(event.address_of("registration")).text

    for _twice in range(2):
        client.post(event.address_of("age"), {"age": "adult"})

    person.refresh_from_db()
    assert (person.is_under_18, person.accompanying_adult, person.adult_contact) == (False, "", "")


def test_after_the_meeting_the_age_stays(client_of, event):
    person = speaker(event, **CHILD)
    the_day_is_over()

    assert client_of(person.person).post(event.address_of("age"), {"age": "adult"}).status_code == 403
    with pytest.raises(WrongState, match="cannot be changed"):
        correct_age(person, is_under_18=False)
