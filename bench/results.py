"""The results page and the file of answers of a large survey against the bare database.

    ./portal run python bench/results.py [RESPONSES]     66,000 responses to 12 questions, if nothing is said

In a database of its own, dropped afterwards. One line a thing: the page, plain and by group, first and from
the cache, as a ratio to the very statements it sends; rows a second of the export, and against a bare COPY.
"""

import io
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.history import database_of_its_own
from surveys.exports import Sheets
from surveys.exports.job import write_lines
from surveys.models import Choice, Question, Section, Survey

settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
ROUNDS = 3
KINDS = ["single"] * 6 + ["yes_no"] * 2 + ["multiple"] * 2 + ["text"] * 2
VALUES = {
    "single": "jsonb_build_object('choices', jsonb_build_array('c' || (1 + floor(random() * 8))::int))",
    "yes_no": "jsonb_build_object('choices', jsonb_build_array("
    "case when random() < .6 then 'yes' else 'no' end))",
    "multiple": "jsonb_build_object('choices', jsonb_build_array('c' || (1 + floor(random() * 4))::int,"
    " 'c' || (5 + floor(random() * 4))::int))",
    "text": "jsonb_build_object('text', repeat('what somebody wrote ', 10))",
}


def make_survey(responses: int) -> Survey:
    now = timezone.now()
    survey = Survey.objects.create(
        slug="large",
        title="Large",
        opens=now - timedelta(days=2),
        closes=now - timedelta(days=1),
        state="closed",
    )
    section = Section.objects.create(survey=survey, position=1, title="All")
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute(
            "insert into surveys_response (id, survey_id, language) select gen_random_uuid(), %s, 'en'"
            " from generate_series(1, %s)",
            [survey.pk, responses],
        )
        for place, kind in enumerate(KINDS, 1):
            question = Question.objects.create(
                section=section, position=place, code=f"Q{place}", kind=kind, text=f"Question {place}"
            )
            if kind in ("single", "multiple"):
                Choice.objects.bulk_create(
                    Choice(question=question, position=n, code=f"c{n}", label=f"Choice {n}")
                    for n in range(1, 9)
                )
            cursor.execute(
                "insert into surveys_answer (id, response_id, question_id, language, value)"
                f" select gen_random_uuid(), id, %s, 'en', {VALUES[kind]} from surveys_response",
                [question.pk],
            )
        cursor.execute("vacuum analyze")
    return survey


def seconds(work, rounds: int = ROUNDS) -> float:
    """The shortest of some rounds."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def page(client: Client, query: str, *, anew: bool):
    def work():
        if anew:
            cache.clear()
        assert client.get(f"/en/surveys/large/results/{query}").status_code == 200

    return work


def bare_sql(work):
    """The statements that `work` sends, to be sent again and nothing made of them."""
    with CaptureQueriesContext(connection) as sent:
        work()
    statements = [query["sql"] for query in sent.captured_queries]

    def again():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.replace("%", "%%"), [])
                cursor.fetchall()

    return again


def measure_pages() -> None:
    client = Client()
    for name, query in (("all people", ""), ("by group", "?by=Q1")):
        first = page(client, query, anew=True)
        bare = seconds(bare_sql(first))
        whole, kept = seconds(first), seconds(page(client, query, anew=False), 20)
        print(
            f"results, {name}: page/its SQL = {whole / bare:.2f}"
            f" ({whole * 1000:.0f} ms, SQL {bare * 1000:.0f} ms); from the cache {kept * 1000:.0f} ms"
        )


def measure_export(survey: Survey, responses: int) -> None:
    sheets = Sheets(survey, with_texts=True)
    taken = seconds(lambda: write_lines(io.BytesIO(), [sheets.headings(), *sheets.rows()]), 1)

    def copy():
        with connection.cursor() as cursor:
            cursor.copy_expert("copy (select * from surveys_answer) to stdout with csv", io.StringIO())

    bare = seconds(copy, 1)
    print(
        f"export: {responses / taken:.0f} rows a second, {taken / bare:.1f} x a bare COPY of the same answers"
    )


def main() -> None:
    responses = int(sys.argv[1]) if len(sys.argv) > 1 else 66_000
    with database_of_its_own():
        survey = make_survey(responses)
        measure_pages()
        measure_export(survey, responses)


if __name__ == "__main__":
    main()
