"""Schemathesis asks the whole interface for what its description allows, and for what it does not."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from upr_portal.api import limit, urls
from upr_portal.wsgi import application

schema = schemathesis.openapi.from_dict(json.loads(urls.description()))
schema.app = application


@pytest.fixture
def asked_without_end(garden, monkeypatch):
    """No limit; and the connection, which holds the test's transaction, outlives a request."""
    monkeypatch.setattr(limit, "REQUESTS", 10**6)
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(asked_without_end, case):
    # Nothing unpacks what is packed between a program and an application in one process.
    case.call_and_validate(headers={"Accept-Encoding": "identity"})
