"""A person's page shows what the apps above know of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.registrations import withdraw_registration
from consultations.actions.statements import save_statement
from consultations.tests.factories import (
    DayFactory,
    EventFactory,
    RegistrationFactory,
    SubTopicFactory,
)

pytestmark = pytest.mark.django_db


def test_my_page_leads_to_my_registrations_and_to_nobody_elses(client_of):
    person = UserFactory()
    mine = RegistrationFactory(person=person, event=EventFactory(title="My days"))
    RegistrationFactory(person=UserFactory(), event=EventFactory(title="Their days"))

    page = client_of(person).get(reverse("accounts:home")).content.decode()

    assert mine.event.address_of("registration") in page
    assert "Their days" not in page


def takes_part(person: User, title: str) -> None:
    """Registered for an event with a day, with a seat in one sub-topic and a statement for it."""
    sub_topic = SubTopicFactory(title=title)
    DayFactory(event=sub_topic.event)
    registration = RegistrationFactory(person=person, event=sub_topic.event)
    request = ask_to_speak(registration, sub_topic, language="en")
    save_statement(request, hand_in=True, text="We ask for clean water.", language="en")


def test_my_page_says_what_became_of_my_requests_and_leads_to_my_statements(client_of):
    person = UserFactory()
    takes_part(person, "Wells and rivers")
    takes_part(UserFactory(), "Something else")
    request = person.registrations.get().requests.get()

    page = client_of(person).get(reverse("accounts:home")).content.decode()

    assert "Wells and rivers" in page and "confirmed, seat 1 of 6" in page
    assert request.registration.event.address_of("statement", request.pk) in page
    assert "Something else" not in page


def test_my_page_keeps_what_i_have_withdrawn_from(client_of):
    person = UserFactory()
    takes_part(person, "Wells and rivers")
    withdraw_registration(person.registrations.get(), by=person)

    page = client_of(person).get(reverse("accounts:home")).content.decode()

    assert "Wells and rivers" in page and "Withdrawn" in page


def test_more_registrations_are_no_more_queries(client_of):
    counts = []
    for more in (1, 5):
        person = UserFactory()
        for number in range(more):
            takes_part(person, f"Sub-topic {number}")
        client = client_of(person)
        with CaptureQueriesContext(connection) as sent:
            client.get(reverse("accounts:home"))
        counts.append(len(sent))

    assert counts[0] == counts[1]
