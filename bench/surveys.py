"""What answering the survey of twenty questions costs: CPU, queries, bytes, and errors of a crowd.

    ./portal run python bench/surveys.py [--people 200]

The whole portal runs with the demo; CPU is the web worker's own (user + system) and, beside it, that of its
connections to the database. One line a thing: sending a section against a bare Django view that writes one
row, without any middleware and through the portal's, all three asked in turn with the same bytes on the same
server; one page and a whole answer; bytes and requests from the start page to the confirmation; many at once.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.pages import cpu, gunicorn
from bench.scales import Scales
from surveys.codes import code_of, token_of
from surveys.models import Survey
from surveys.sealing import new_token
from surveys.tests.browsing import ASKED, BEGUN, TOKEN, Browser, Page, Texts
from upr_portal.tests.running import RunningPortal

SLUG = "open-now"
ROUNDS = 5
TIMES = 100
# As the portal's own server is started.
THREADS = ("--threads", "16")
TEXT = "What should change is that people in the districts are asked before reports are written. " * 3


def filled(page: Page) -> Texts:
    """The form of a page with an answer to every question: a text, or the first of its choices."""
    form = page.form
    fields = dict(form.fields)
    for name in form.names - {TOKEN, ASKED, BEGUN}:
        if name.endswith((".other", ".declined")):
            continue
        if name in form.options:
            fields[name] = form.options[name][:1]
        elif name.endswith(".email"):
            fields[name] = ["somebody@example.org"]
        elif name in fields:
            fields[name] = [TEXT if name.endswith("comment") or "." not in name else "Somebody"]
    return fields


def answer_all(browser: Browser) -> Page:
    """From the start page to the confirmation."""
    page = browser.get("")
    page = browser.get(re.search(r'<a class="button" href="([^"]+)"', page.text)[1])
    while not page.path.endswith("/check/"):
        sent = browser.post(page.address, filled(page))
        if sent.status != 200 or sent.path == page.path:
            return sent
        page = sent
    return browser.post(page.address, page.form.fields)


class Meter:
    """CPU of the web worker and of its connections to the database, in milliseconds."""

    def __init__(self, portal: RunningPortal):
        server = portal.processes["web"].pid
        self.worker = int(Path(f"/proc/{server}/task/{server}/children").read_text().split()[0])
        self.database = portal.database

    def read(self) -> tuple[float, dict[int, float]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [self.database],
            )
            backends = [pid for (pid,) in cursor]
        return cpu(self.worker), {pid: cpu(pid) for pid in backends if Path(f"/proc/{pid}").exists()}

    def of(self, work) -> tuple[float, float]:
        before, others = self.read()
        work()
        after, later = self.read()
        spent = sum(used - others.get(pid, 0) for pid, used in later.items())
        return (after - before) * 1000, spent * 1000


def new_browser(portal: RunningPortal, number: int, kind=Browser) -> Browser:
    return kind(f"{portal.address}/en/surveys/{SLUG}/", f"10.2.{number // 250}.{number % 250 + 1}")


@contextmanager
def settings_of(portal: RunningPortal):
    """Programs started meanwhile have the portal's settings."""
    before = dict(os.environ)
    os.environ.update(portal.environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def sender(browser: Browser, address: str, body: bytes, times: int):
    """A function that sends the same bytes, with the cookies of a browser, so many times."""
    scales = Scales(address, browser.client)
    scales.cookies = {cookie.name: cookie.value for cookie in browser.jar}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    def send() -> None:
        for _ in range(times):
            # Without going where it leads: the page that follows is measured by itself.
            status, _found, _content = scales.travel(address, body, kind)
            assert status == 302, status

    send()
    return send


def measure_section(portal: RunningPortal, meter: Meter) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_row (id serial PRIMARY KEY, typed text NOT NULL)")
    browser = new_browser(portal, 900)
    page = browser.get("1/")
    fields = filled(page)
    body = urlencode(fields, doseq=True).encode()
    with (
        settings_of(portal),
        gunicorn("bench.bare_row", *THREADS) as (bare, bare_worker),
        gunicorn("bench.bare_portal", *THREADS) as (through, through_worker),
    ):
        post = sender(browser, f"{browser.address}1/", body, TIMES)
        others = {
            bare_worker: sender(browser, f"{bare}/", body, TIMES),
            through_worker: sender(browser, f"{through}/", body, TIMES),
        }
        ours = database = 0.0
        theirs = dict.fromkeys(others, 0.0)
        for _ in range(ROUNDS):
            spent, of_database = meter.of(post)
            ours, database = ours + spent, database + of_database
            for worker, send in others.items():
                before = cpu(worker)
                send()
                theirs[worker] += (cpu(worker) - before) * 1000
    all_in_all = ROUNDS * TIMES
    print(
        f"sending a section: cpu/bare POST of one row = {ours / theirs[bare_worker]:.1f},"
        f" cpu/the same through our middleware = {ours / theirs[through_worker]:.1f}"
        f" ({ours / all_in_all:.2f} ms, database {database / all_in_all:.2f} ms;"
        f" bare {theirs[bare_worker] / all_in_all:.2f} ms,"
        f" through our middleware {theirs[through_worker] / all_in_all:.2f} ms)"
    )

    def read():
        for _ in range(TIMES):
            browser.get("1/")

    spent, database_spent = meter.of(read)
    print(
        f"one page read: {spent / TIMES:.1f} ms, database {database_spent / TIMES:.1f} ms,"
        f" {queries(lambda client: client.get(f'/en/surveys/{SLUG}/1/'))} queries"
    )


def queries(work) -> int:
    """Of the second time: the first fetches what is asked, for all who come after."""
    client = Client()
    work(client)
    with CaptureQueriesContext(connection) as sent:
        work(client)
    return len(sent.captured_queries)


class InProcess(Browser):
    """The same journey inside this process, so that queries can be counted."""

    def __init__(self, address: str, client: str):
        super().__init__(address, client)
        self.inside = Client(REMOTE_ADDR=client)

    def ask(self, where, body, headers, jar):
        path = urlsplit(urljoin(self.address, where)).path
        if body is None:
            answer = self.inside.get(path, follow=True)
        else:
            kind = headers["Content-Type"]
            answer = self.inside.generic("POST", path, body, content_type=kind, follow=True)
            while answer.status_code == 302:
                path = urlsplit(urljoin(path, answer.url)).path
                answer = self.inside.get(path)
        chain = getattr(answer, "redirect_chain", [])
        if chain:
            path = urlsplit(urljoin(path, chain[-1][0])).path
        return Page(urljoin(self.address, path), answer.status_code, answer.text)


def measure_whole(portal: RunningPortal, meter: Meter) -> None:
    times = 5
    numbers = iter(range(1000, 2000))

    def answer():
        for _ in range(times):
            page = answer_all(new_browser(portal, next(numbers)))
            assert page.path.endswith("/received/"), (page.status, page.path)

    answer()
    spent, database = meter.of(answer)
    asked = queries(lambda client: answer_all(new_browser(portal, next(numbers), InProcess)))
    scales = new_browser(portal, next(numbers), Scales)
    page = answer_all(scales)
    assert page.path.endswith("/received/"), (page.status, page.path)
    begun = time.process_time()
    token_of(code_of(new_token()), 1)
    code = (time.process_time() - begun) * 1000
    print(
        f"a whole answer: {spent / times:.0f} ms, of which {code:.0f} the return code (Argon2id),"
        f" database {database / times:.0f} ms, {asked} queries;"
        f" {scales.down / 1000:.1f} KB down, {scales.up / 1000:.1f} KB up, {scales.requests} requests"
    )


def measure_crowd(portal: RunningPortal, people: int) -> None:
    before = Survey.objects.get(slug=SLUG).responses.count()

    def answer(number: int) -> str:
        try:
            page = answer_all(new_browser(portal, 3000 + number))
        except OSError as error:
            return type(error).__name__
        return "received" if page.path.endswith("/received/") else str(page.status)

    begun = time.perf_counter()
    with ThreadPoolExecutor(people) as threads:
        ended = Counter(threads.map(answer, range(people)))
    taken = time.perf_counter() - begun
    more = Survey.objects.get(slug=SLUG).responses.count() - before
    others = {how: number for how, number in ended.items() if how != "received"}
    print(
        f"{people} at once: {sum(others.values())} errors {others or ''} in {taken:.0f} s;"
        f" {ended['received']} confirmations, {more} sheets more"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=200)
    people = asked.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        portal = RunningPortal(Path(folder))
        portal.environment["BEHIND_PROXY"] = "1"
        with portal:
            connection.close()
            connection.settings_dict["NAME"] = portal.database
            settings.ALLOWED_HOSTS = ["*"]
            settings.STORAGES["staticfiles"]["BACKEND"] = (
                "django.contrib.staticfiles.storage.StaticFilesStorage"
            )
            Survey.objects.filter(slug=SLUG).update(most_an_hour=100_000)
            meter = Meter(portal)
            measure_section(portal, meter)
            measure_whole(portal, meter)
            measure_crowd(portal, people)
            connection.close()


if __name__ == "__main__":
    main()
