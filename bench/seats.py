"""A thousand people ask for six seats in the same moment, over HTTP: who has one, and how long it takes.

    ./portal run python bench/seats.py [--rounds 50] [--people 1000] [--control]

The whole portal runs with the demo, its web server as `./portal up` starts it. Everybody is registered and
has opened their own page. In each round a new sub-topic opens and all send the form at once, each over a
connection of their own; letters are written and sent meanwhile. After each round the database is looked at:
six seats, one each, and waiting places from one without a gap. The last line has the rounds that were wrong,
answers that failed, and p99 as a ratio to the same crowd at a bare Django view that writes one row.

With `--control` the same crowd meets a portal without lock and constraints; that it oversells shows that the
bench would see it.
"""

import argparse
import asyncio
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")
os.environ.setdefault("JOBS_GIVE_WAY", "10")  # as everywhere but in tests

import django

django.setup()


from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from bench.pages import gunicorn
from bench.surveys import settings_of
from consultations.models import Event, Registration, SubTopic
from consultations.tests.factories import RegistrationFactory, SubTopicFactory
from consultations.tests.test_seats_race import without_constraints
from consultations.views.access import SESSION
from reports.models import Rendering
from upr_portal.tests.running import RunningPortal

SEATS = 6
# As `./portal up` starts the web server.
SERVER = ("-w", "2", "--threads", "16")
PATIENCE = 300  # seconds


class Answer(NamedTuple):
    status: int
    seconds: float


class Person(NamedTuple):
    """Somebody who is registered, with the cookies of a browser in which their page is open."""

    registration: Registration
    cookies: str
    token: str


def crowd(event: Event, size: int) -> list[Person]:
    """Registered people, each with a session that a letter's link has opened."""
    found = []
    for registration in RegistrationFactory.create_batch(size, event=event):
        session = SessionStore()
        session[SESSION] = {str(event.pk): registration.pk}
        session.create()
        token = secrets.token_hex(16)
        cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={token}"
        found.append(Person(registration, cookies, token))
    return found


def request_of(person: Person, site: str, path: str, is_first: bool) -> bytes:
    """The form that is sent; with the first request somebody says how they are named."""
    said = {"language": "en", "csrfmiddlewaretoken": person.token}
    said |= {"public_name": "full"} if is_first else {}
    body = urlencode(said).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {urlsplit(site).netloc}\r\nCookie: {person.cookies}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body


def forms_of(people: list[Person], site: str, path: str, is_first: bool) -> list[bytes]:
    return [request_of(one, site, path, is_first) for one in people]


async def send(site: str, request: bytes, start: asyncio.Event) -> Answer:
    await start.wait()
    begun = time.perf_counter()
    split = urlsplit(site)
    try:
        reader, writer = await asyncio.open_connection(split.hostname, split.port)
        writer.write(request)
        await writer.drain()
        line = await asyncio.wait_for(reader.readline(), PATIENCE)
        await reader.read()
        writer.close()
        status = int(line.split()[1])
    except (OSError, IndexError, TimeoutError):
        status = 0  # nobody answered
    return Answer(status, time.perf_counter() - begun)


async def all_at_once(site: str, requests: list[bytes]) -> list[Answer]:
    start = asyncio.Event()
    waiting = [asyncio.create_task(send(site, request, start)) for request in requests]
    await asyncio.sleep(0)
    start.set()
    return await asyncio.gather(*waiting)


def is_right(sub_topic: SubTopic, people: int) -> bool:
    """Six seats, one each, and places from one to the last without a gap."""
    seats = list(sub_topic.requests.seated().values_list("seat__number", flat=True))
    places = list(sub_topic.requests.waiting().values_list("waiting_place", flat=True))
    return seats == list(range(1, SEATS + 1)) and places == list(range(1, people - SEATS + 1))


def p99(answers: list[Answer]) -> float:
    return statistics.quantiles([answer.seconds for answer in answers], n=100)[98]


def play(site: str, bare: str, event: Event, people: list[Person], rounds: int) -> None:
    wrong, seated, answers, compared = 0, [], [], []
    for number in range(1, rounds + 1):
        sub_topic = SubTopicFactory(event=event, seat_count=SEATS, title=f"Round {number}")
        path = event.address_of("ask", sub_topic.pk)
        found = asyncio.run(all_at_once(site, forms_of(people, site, path, number == 1)))
        right = is_right(sub_topic, len(people))
        wrong, seated = wrong + (not right), [*seated, sub_topic.requests.seated().count()]
        answers += found
        compared += asyncio.run(all_at_once(bare, forms_of(people, bare, "/", number == 1)))
        print(
            f"round {number}: {'right' if right else 'WRONG'}, {seated[-1]} seated, p99 {p99(found):.1f} s,"
            f" answers {dict(Counter(answer.status for answer in found))}",
            flush=True,
        )
    failed = sum(answer.status >= 500 or answer.status == 0 for answer in answers)
    print(
        f"{rounds} rounds of {len(people)} at once for {SEATS} seats: {wrong} wrong,"
        f" most seated {max(seated)}, {failed} answers of 5xx or none;"
        f" p99/bare POST of one row = {p99(answers) / p99(compared):.1f}"
        f" ({p99(answers):.2f} s, bare {p99(compared):.2f} s,"
        f" median {statistics.median(answer.seconds for answer in answers):.2f} s)"
    )


def prepare() -> Event:
    """The event of the demo, open for a while longer."""
    event = Event.objects.select_related("consultation").get(
        consultation__slug="from-recommendations-to-change"
    )
    event.registration_closes = timezone.now() + timedelta(days=14)
    event.save(update_fields=["registration_closes"])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_row (id serial PRIMARY KEY, typed text NOT NULL)")
    return event


def wait_for_the_files_of_the_demo() -> None:
    """The worker makes them at the first start: a quarter of an hour before anybody asks for seats."""
    while Rendering.objects.under_way().exists():
        time.sleep(1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=50)
    asked.add_argument("--people", type=int, default=1000)
    asked.add_argument("--control", action="store_true", help="without lock and constraints")
    asked = asked.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        RunningPortal(Path(folder)) as portal,
        ExitStack() as ending,
    ):
        connection.close()
        connection.settings_dict["NAME"] = portal.database
        settings.CACHES["default"]["LOCATION"] = portal.environment["REDIS_URL"]
        wait_for_the_files_of_the_demo()
        event = prepare()
        people = crowd(event, asked.people)
        ending.enter_context(settings_of(portal))
        ending.enter_context(without_constraints() if asked.control else nullcontext())
        application = "bench.careless_portal" if asked.control else "upr_portal.wsgi"
        site, _worker = ending.enter_context(gunicorn(application, *SERVER))
        bare, _worker = ending.enter_context(gunicorn("bench.bare_row", *SERVER))
        # Django knows the portal by its own name alone.
        play(site.replace("127.0.0.1", "localhost"), bare, event, people, asked.rounds)
        ending.close()
        connection.close()


if __name__ == "__main__":
    main()
