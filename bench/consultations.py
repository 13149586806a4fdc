"""What the pages of a consultation cost, and what it costs to register and to ask for the floor.

    ./portal run python bench/consultations.py

The whole portal runs with the demo; CPU is the web worker's own (user + system) and, beside it, that of its
connections to the database. One line a page: CPU against a bare Django view on the same server, bytes and
requests of its first view, queries. Then the whole journey, from the list of consultations to the outcome of
asking to speak; and the POST that registers against a bare Django POST that writes as many rows, without any
middleware and through the portal's.
"""

import argparse
import os
import re
import sys
import tempfile
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Letter
from accounts.tests.letters import written
from bench.pages import cpu, gunicorn
from bench.surveys import THREADS, InProcess, Meter, Scales, settings_of
from consultations.models import Event
from surveys.tests.browsing import Page
from upr_portal.tests.running import RunningPortal

ROUNDS, TIMES = 5, 40
JOURNEYS = 20


class Visitor:
    """Somebody without an account, with a browser and an address that nobody else has."""

    number = 0

    def __init__(self, site: str, kind=Scales):
        Visitor.number += 1
        self.email = f"visitor{Visitor.number}@example.org"
        self.browser = kind(site + "/en/consultations/", f"10.3.0.{Visitor.number % 250 + 1}")

    def registration(self, page: Page) -> dict[str, list[str]]:
        said = {
            "name": ["A visitor"],
            "email": [self.email],
            "organisation_name": ["Rights Watchers"],
            "stakeholder_kind": ["national-ngo"],
            "mode": ["online"],
            "is_under_18": ["no"],
        }
        return page.form.fields | said

    def register(self, event: Event) -> Page:
        page = self.browser.get(event.address_of("register"))
        done = self.browser.post(page.address, self.registration(page))
        assert done.path.endswith("/registered/"), (done.status, done.path)
        return done

    def open_page(self) -> Page:
        """The link of the letter, read from the outbox: when the letter leaves, its text is forgotten."""
        letter = written(Letter.objects.filter(template="registration", to=self.email).get())
        [link] = re.findall(r"https?://\S+/link/\S+", letter.body)
        return self.browser.get(urlsplit(link).path)

    def ask(self, page: Page) -> Page:
        [address, *_] = re.findall(r'href="([^"]*/ask/\d+/)"', page.text)
        form = self.browser.get(address)
        said = {"language": ["en"], "public_name": ["full"]}
        return self.browser.post(form.address, form.form.fields | said)

    def journey(self, event: Event) -> Page:
        """Nine pages: list, consultation, programme, form, sent, own page, form, outcome."""
        self.browser.get("")
        self.browser.get(event.consultation.get_absolute_url())
        self.browser.get(event.get_absolute_url())
        self.register(event)
        done = self.ask(self.open_page())
        assert done.status == 200 and "/my-registration/" in done.path, (done.status, done.path)
        return done


def queries_of(work) -> int:
    with CaptureQueriesContext(connection) as sent:
        work()
    return len(sent.captured_queries)


def measure_pages(portal: RunningPortal, meter: Meter, event: Event) -> None:
    """The call and the programme for a stranger and for somebody who is registered, and their own page."""
    strangers = Visitor(portal.address), Visitor("http://testserver", InProcess)
    known = Visitor(portal.address), Visitor("http://testserver", InProcess)
    for one in known:
        one.register(event)
        one.open_page()
    call, programme = event.consultation.get_absolute_url(), event.get_absolute_url()
    pages = {
        "list": (strangers, "/en/consultations/"),
        "call page": (strangers, call),
        "programme": (strangers, programme),
        "call page, registered": (known, call),
        "programme, registered": (known, programme),
        "own page": (known, event.address_of("registration")),
    }
    with settings_of(portal), gunicorn("bench.bare", *THREADS) as (bare, bare_worker):
        looker = Scales(bare + "/", "10.3.1.1")
        for name, ((visitor, inside), path) in pages.items():

            def read(visitor=visitor, path=path):
                for _ in range(TIMES):
                    visitor.browser.get(path)

            read()
            spent = database = of_bare = 0.0
            for _ in range(ROUNDS):
                ours, theirs = meter.of(read)
                spent, database = spent + ours, database + theirs
                before = cpu(bare_worker)
                for _ in range(TIMES * 5):
                    looker.get("/")
                of_bare += (cpu(bare_worker) - before) * 1000 / 5
            visitor.browser.cached, visitor.browser.down, visitor.browser.requests = set(), 0, 0
            visitor.browser.get(path)
            all_in_all = ROUNDS * TIMES
            print(
                f"{name}: cpu/bare={spent / of_bare:.1f} ({spent / all_in_all:.1f} ms,"
                f" database {database / all_in_all:.1f} ms), bytes={visitor.browser.down}"
                f" requests={visitor.browser.requests}"
                f" queries={queries_of(partial(inside.browser.get, path))}"
            )


def measure_journey(portal: RunningPortal, meter: Meter, event: Event) -> None:
    def many():
        for _ in range(JOURNEYS):
            Visitor(portal.address).journey(event)

    Visitor(portal.address).journey(event)
    spent, database = meter.of(many)
    scales, inside = Visitor(portal.address), Visitor("http://testserver", InProcess)
    scales.journey(event)
    sent = queries_of(lambda: inside.journey(event))
    print(
        f"whole journey: {spent / JOURNEYS:.0f} ms, database {database / JOURNEYS:.0f} ms, {sent} queries;"
        f" {scales.browser.down / 1000:.1f} KB down, {scales.browser.up / 1000:.1f} KB up,"
        f" {scales.browser.requests} requests"
    )


def rows_written(event: Event) -> int:
    """By one registration."""
    visitor = Visitor("http://testserver", InProcess)
    page = visitor.browser.get(event.address_of("register"))
    with CaptureQueriesContext(connection) as sent:
        visitor.browser.post(page.address, visitor.registration(page))
    return sum(one["sql"].startswith("INSERT") for one in sent.captured_queries)


def measure_registering(portal: RunningPortal, meter: Meter, event: Event) -> None:
    rows = rows_written(event)
    visitor = Visitor(portal.address)
    page = visitor.browser.get(event.address_of("register"))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    def send(browser: Scales, address: str) -> None:
        for _ in range(TIMES):
            Visitor.number += 1
            visitor.email = f"visitor{Visitor.number}@example.org"
            body = urlencode(visitor.registration(page), doseq=True).encode()
            status, _found, _content = browser.travel(address, body, kind)
            assert status == 302, status

    with (
        settings_of(portal),
        gunicorn("bench.bare_row", *THREADS) as (bare, bare_worker),
        gunicorn("bench.bare_portal", *THREADS) as (through, through_worker),
    ):
        others = {bare_worker: f"{bare}/?rows={rows}", through_worker: f"{through}/?rows={rows}"}
        looker = Scales(bare, "10.3.1.2")
        looker.cookies = dict(visitor.browser.cookies)
        send(visitor.browser, page.address)
        ours = database = 0.0
        theirs = dict.fromkeys(others, 0.0)
        for _ in range(ROUNDS):
            spent, of_database = meter.of(lambda: send(visitor.browser, page.address))
            ours, database = ours + spent, database + of_database
            for worker, address in others.items():
                before = cpu(worker)
                send(looker, address)
                theirs[worker] += (cpu(worker) - before) * 1000
    all_in_all = ROUNDS * TIMES
    print(
        f"registering: cpu/bare POST of {rows} rows = {ours / theirs[bare_worker]:.1f},"
        f" cpu/the same through our middleware = {ours / theirs[through_worker]:.1f}"
        f" ({ours / all_in_all:.2f} ms, database {database / all_in_all:.2f} ms;"
        f" bare {theirs[bare_worker] / all_in_all:.2f} ms,"
        f" through our middleware {theirs[through_worker] / all_in_all:.2f} ms)"
    )


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        portal = RunningPortal(Path(folder))
        # Letters to strangers stand in the outbox, whose text the visitors read.
        portal.environment |= {"BEHIND_PROXY": "1", "LETTERS_AN_HOUR_TO_STRANGERS": "0"}
        with portal:
            connection.close()
            connection.settings_dict["NAME"] = portal.database
            settings.ALLOWED_HOSTS = ["*"]
            settings.LETTERS_AN_HOUR_TO_STRANGERS = 0
            settings.STORAGES["staticfiles"]["BACKEND"] = (
                "django.contrib.staticfiles.storage.StaticFilesStorage"
            )
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE bare_row (id serial PRIMARY KEY, typed text NOT NULL)")
            event = Event.objects.select_related("consultation").get(
                consultation__slug="from-recommendations-to-change"
            )
            meter = Meter(portal)
            measure_pages(portal, meter, event)
            measure_journey(portal, meter, event)
            measure_registering(portal, meter, event)
            connection.close()


if __name__ == "__main__":
    main()
