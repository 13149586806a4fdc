"""A person's page shows what the apps above know of them."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from consultations.tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def test_my_page_leads_to_my_registrations_and_to_nobody_elses(client_of):
    person = UserFactory()
    mine = RegistrationFactory(person=person, event=EventFactory(title="My days"))
    RegistrationFactory(person=UserFactory(), event=EventFactory(title="Their days"))

    page = client_of(person).get(reverse("accounts:home")).content.decode()

    assert mine.event.address_of("registration") in page
    assert "Their days" not in page
