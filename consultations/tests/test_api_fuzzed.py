"""Schemathesis asks for consultations all that the description allows, and what it does not."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from consultations.actions.asking import ask_to_speak
from consultations.models import Registration
from consultations.tests.factories import AgendaItemFactory, PhaseFactory, RegistrationFactory
from upr_portal.api import limit, urls
from upr_portal.wsgi import application

# The names in the description's examples, so that what is asked also finds something.
SLUG, EVENT = "dialogue-2021", "days"
schema = schemathesis.openapi.from_dict(json.loads(urls.description())).include(path_regex="/consultations/")
schema.app = application


@pytest.fixture
def asked_without_end(db, monkeypatch):
    """Somebody speaks; there is no limit; the connection, with the test’s transaction, outlives a request."""
    item = AgendaItemFactory(with_sub_topic=True, day__event__slug=EVENT, day__event__consultation__slug=SLUG)
    PhaseFactory(consultation=item.day.event.consultation, event=item.day.event)
    naming = {"public_name": Registration.PublicName.FULL, "consents_to_listing": True}
    ask_to_speak(RegistrationFactory(event=item.day.event), item.sub_topic, language="en", **naming)
    monkeypatch.setattr(limit, "REQUESTS", 10**6)
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


def test_the_examples_find_something(asked_without_end, client):
    assert client.get(f"/api/v1/consultations/{SLUG}/events/{EVENT}/").status_code == 200


@schema.parametrize()
@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(asked_without_end, case):
    case.call_and_validate(headers={"Accept-Encoding": "identity"})
