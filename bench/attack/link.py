"""Can somebody who holds the server tell who sent which sheet? A thousand known people send, one by one.

    ./portal run python bench/attack/link.py [--people 1000]

The whole portal runs: web server, worker, clock. Each person sends a sheet of their own over HTTP. Then the
attacker (bench/attack/linking.py) takes all tables with the place and age of every row, the logs, the broker
and the cache. One line a moment: the best of all ways as a ratio to chance.

- *at once*: before the clock came, or since it last came; this is what remains for who copies the database at
  that very minute;
- *after the batch*: what the clock does every ten minutes. The promise is at most 1.5;
- *after the night*: what the clock does every night. The same promise;
- *control*: a column with the time of writing is planted, and must be found.
"""

import argparse
import os
import re
import sys
import tempfile
import urllib.request
from datetime import timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from random import Random
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from django.db import connection
from django.utils import timezone

from bench.attack.linking import Attack, all_in, attack, mark
from surveys.actions import release_envelopes, shuffle, shuffle_new_responses
from surveys.models import Survey
from surveys.questionnaires import make_sections
from surveys.tasks import shuffle_all
from upr_portal.tests.running import RunningPortal

MOST_OVER_CHANCE = 1.5
# Nothing that people write may tell the order in which they send.
DRAW = Random()
FORGERY_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
QUESTIONS = [
    {
        "title": {"en": "You"},
        "questions": [
            {
                "code": "Q1",
                "kind": "single",
                "text": {"en": "Who are you?"},
                "choices": [{"code": code, "label": {"en": code}} for code in ("ngo", "nhri", "academia")],
            },
            {"code": "Q2", "kind": "text", "text": {"en": "What should change?"}},
        ],
    },
    {
        "title": {"en": "How to reach you"},
        "questions": [{"code": "Q3", "kind": "contact", "text": {"en": "May we write to you?"}}],
    },
]


def open_a_survey(slug: str) -> Survey:
    now = timezone.now()
    survey = Survey.objects.create(
        slug=slug,
        title="Known people",
        introduction="An attack.",
        asked_by="An attacker",
        opens=now - timedelta(days=1),
        closes=now + timedelta(days=1),
        state=Survey.State.OPEN,
        most_an_hour=100_000,
    )
    make_sections(survey, QUESTIONS)
    return survey


def send(address: str, person: int) -> None:
    """One sheet, as a browser sends it: two sections, the check page, the confirmation."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    browser.addheaders = [("X-Forwarded-For", f"10.1.{person // 250}.{person % 250 + 1}")]
    page = browser.open(f"{address}1/").read().decode()

    def post(page: str, where: str, **fields: str) -> str:
        fields["csrfmiddlewaretoken"] = FORGERY_TOKEN.search(page)[1]
        return browser.open(f"{address}{where}", urlencode(fields).encode()).read().decode()

    page = post(
        page, "1/", Q1=("ngo", "nhri", "academia")[person % 3], Q2=f"It is {mark(person)} who says so."
    )
    contact = {"Q3": "yes", "Q3.email": f"person{person}@example.org"} if person % 3 == 0 else {}
    page = post(page, "2/", **contact)
    if "reference" not in post(page, "check/"):
        raise SystemExit(f"The sheet of person {person} was not received.")


def portal_of_many(folder: Path) -> RunningPortal:
    """People come from networks of their own, as behind a proxy: one client may send few sheets an hour."""
    portal = RunningPortal(folder)
    portal.environment["BEHIND_PROXY"] = "1"
    return portal


def tell(moment: str, attacks: list[Attack]) -> float:
    best = attacks[0]
    print(
        f"{moment}: best way/chance = {best.over_chance:.2f}"
        f" ({best.hits} of {best.people} people among the tenth named, by {best.way};"
        f" {len(attacks)} ways tried)",
        flush=True,
    )
    return best.over_chance


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=1000)
    people = asked.parse_args().people
    with tempfile.TemporaryDirectory() as folder, portal_of_many(Path(folder)) as portal:
        connection.close()
        connection.settings_dict["NAME"] = portal.database
        redis_url = portal.environment["REDIS_URL"]

        def attacked(order: list[int]) -> list[Attack]:
            log = "\n".join(file.read_text(errors="replace") for file in Path(folder).glob("*.log"))
            return attack(order, log, all_in(redis_url))

        survey = open_a_survey("known")
        order = DRAW.sample(range(people), people)
        for person in order:
            send(f"{portal.address}/en/surveys/known/", person)
        tell("at once", attacked(order))
        shuffle_new_responses(survey)
        release_envelopes(survey)
        mixed = tell("after the batch", attacked(order))
        shuffle_all()
        kept = tell("after the night", attacked(order))

        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE surveys_response ADD planted timestamptz NOT NULL DEFAULT clock_timestamp()"
            )
        survey = open_a_survey("planted")
        order = DRAW.sample(range(people, people + people // 5), people // 5)
        for person in order:
            send(f"{portal.address}/en/surveys/planted/", person)
        shuffle(survey)
        found = tell("control", attacked(order))
        connection.close()
    if max(mixed, kept) > MOST_OVER_CHANCE or found < 9:
        raise SystemExit("The promise is not kept, or the attack is too weak to tell.")


if __name__ == "__main__":
    main()
