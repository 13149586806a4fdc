"""No address, token or answer stands in the log; with the usual formatter, each of these tests finds one."""

import io
import logging

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from redis import Redis

from accounts.models import Letter
from accounts.tests.factories import PASSWORD, UserFactory
from upr_portal.celery import app
from upr_portal.logs import DiscreetFormatter

SECRET = "ann@example.org"


def what_both_write(deed) -> tuple[str, str]:
    """What the log holds after `deed()`: written by our formatter, and by the usual one."""
    handlers = [logging.StreamHandler(io.StringIO()) for _ in range(2)]
    for handler, formatter in zip(handlers, (DiscreetFormatter(), logging.Formatter()), strict=True):
        handler.setFormatter(formatter)
        logging.getLogger().addHandler(handler)
    try:
        deed()
    finally:
        for handler in handlers:
            logging.getLogger().removeHandler(handler)
    return handlers[0].stream.getvalue(), handlers[1].stream.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "view"),
    [(f"/en/no-such-page/{SECRET}/", "none"), (f"/en/surveys/{SECRET[:3]}/", "surveys:start")],
)
def test_pages_that_are_not_there_are_named_by_their_view(client, path, view):
    ours, usual = what_both_write(lambda: client.get(path))

    assert path in usual
    assert path not in ours and f"view={view}" in ours


@pytest.mark.django_db
def test_who_may_not_do_something_leaves_one_line(client_of):
    person = client_of(UserFactory())

    ours, usual = what_both_write(lambda: person.get("/en/admin/", follow=True))

    assert "PermissionDenied" in usual
    assert "Traceback" not in ours and "PermissionDenied" not in ours
    assert [line for line in ours.splitlines() if "Forbidden" in line] == ours.splitlines()


@pytest.mark.django_db
def test_errors_tell_where_and_not_what():
    def break_a_constraint():
        try:
            with transaction.atomic():
                Letter.objects.create(key="x", to=SECRET, language="en", subject="", body="")
        except IntegrityError:
            logging.getLogger("portal").exception("A letter was refused")

    ours, usual = what_both_write(break_a_constraint)

    assert SECRET in usual
    assert SECRET not in ours
    assert "IntegrityError" in ours and "break_a_constraint" in ours


def test_jobs_that_fail_tell_where_and_not_what():
    @app.task
    def write_to(address):
        raise ValueError(address)

    ours, usual = what_both_write(lambda: write_to.apply([SECRET]))

    assert SECRET in usual
    assert SECRET not in ours
    assert "write_to" in ours and "ValueError" in ours


@pytest.mark.django_db
def test_redis_is_not_told_whose_attempts_are_counted(client, settings):
    client.post("/en/accounts/login/", {"login": SECRET, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")
    cache.set("203.0.113.9", 1)

    server = Redis.from_url(settings.CACHES["default"]["LOCATION"])
    keys = b" ".join(server.keys())

    assert keys
    assert b"203.0.113.9" not in keys and b"allauth" not in keys
    server.set("203.0.113.9", 1)  # the control
    assert b"203.0.113.9" in b" ".join(server.keys())
