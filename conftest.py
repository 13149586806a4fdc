"""Fixtures of every test."""

import os
import time
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

from accounts.middleware import SEEN
from accounts.tests.factories import UserFactory
from reference.actions import load_reference
from upr_portal.celery import app
from upr_portal.shelves import Shelf
from upr_portal.tests.mail_server import MailServer
from upr_portal.tests.worker import Worker, forget_all_jobs

# A machine that does much else is slow; that is no fault of what is tried.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def english_and_a_clean_cache():
    """A request leaves its language active in the thread; cache and shelves keep what they were given.

    A page that a control made without its guard would be shown to the next test in the same state.
    """
    with translation.override("en"):
        yield
    cache.clear()
    for shelf in Shelf.all:
        shelf.clear()


@pytest.fixture
def real_data() -> Path:
    """The folder of real documents; tests that use it are marked `real_data`."""
    folder = Path(os.environ.get("UPR_REAL_DATA", Path(__file__).parent.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real documents in {folder}: set UPR_REAL_DATA to their folder")
    return folder


def sign_in(user) -> Client:
    """A client signed in as a user; with the second factor, if the user has one."""
    client = Client()
    client.force_login(user)
    if user.has_second_factor:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
        session[SEEN] = time.time()
        session.save()
    return client


@pytest.fixture
def client_of():
    """`client_of(user)`: see `sign_in`."""
    return sign_in


@pytest.fixture
def stopped_clock(monkeypatch):
    """Django's clock stands still: what is good for its minute stays good for the test."""
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def moderator(db):
    """A moderator with a verified address and a second factor."""
    return UserFactory(moderator=True)


@pytest.fixture(scope="session", autouse=True)
def no_jobs_left_behind():
    """Jobs that tests posted lie in a queue of this run alone, which nobody else would empty."""
    yield
    if app._pool is not None:
        forget_all_jobs()


@pytest.fixture(scope="session")
def mail_server():
    """A mail server that keeps what it is given: `mail_server.mails`; see upr_portal/tests/mail_server.py."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="session")
def worker_process(django_db_setup, mail_server, tmp_path_factory):
    with Worker(mail_server.port, tmp_path_factory.mktemp("worker") / "log") as process:
        yield process


@pytest.fixture
def worker(transactional_db, worker_process, mail_server):
    """A real Celery worker on the test database, sending to `mail_server`.

    `worker.waits_for(lambda: …)` polls until the words are true, and fails with the worker's log if not.
    """
    worker_process.forget_old_jobs()
    mail_server.forget()
    return worker_process


@pytest.fixture
def reference(db) -> None:
    """The real States, sessions, themes and goals, for the length of the test (0.5 s)."""
    load_reference()


class BrowserInOneProcess(LoadFileScheduling):
    """Files are shared out; those that drive a browser stay together, with one browser and one portal."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "with a browser" if drives_a_browser(file) else file


def drives_a_browser(file: str) -> bool:
    return "/test_walk" in file or file.endswith("/test_other_sites.py")


def pytest_xdist_make_scheduler(config: pytest.Config, log) -> BrowserInOneProcess:
    return BrowserInOneProcess(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives a browser comes first: it takes longest."""
    items.sort(key=lambda item: not drives_a_browser(item.nodeid.split("::")[0]))


def _skips_that_count(config: pytest.Config) -> list:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if os.environ.get("CI") == "true" and reporter else []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true everything that tests need is there, so a skipped test has failed to run."""
    if _skips_that_count(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:
    skipped = _skips_that_count(terminalreporter.config)
    if skipped:
        terminalreporter.section("skipped, which fails the run because CI=true")
    for report in skipped:
        terminalreporter.line(f"{report.nodeid}: {report.longrepr[2]}")
