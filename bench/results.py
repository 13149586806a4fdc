"""The results page and the file of answers of a large survey against the bare database.

    ./portal run python bench/results.py [RESPONSES]     66,000 responses to 12 questions, if nothing is said

In a database of its own, dropped afterwards. One line a thing: the page, plain and by group, first and from
the cache, as a ratio to what somebody would write by hand who wants the same counts (`by_hand`), and to the
very statements it sends; rows a second of the export, and against a bare COPY. Page and statements take
turns, and the quickest round of each counts. The counts on the page are compared with those of the
statements.
"""

import io
import os
import sys
import time
from collections import Counter
from datetime import timedelta
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.history import database_of_its_own
from surveys.exports import Sheets
from surveys.exports.job import write_lines
from surveys.models import Choice, Question, Section, Survey
from surveys.results import results_of

settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
ROUNDS = 5
KINDS = ["single"] * 6 + ["yes_no"] * 2 + ["multiple"] * 2 + ["text"] * 2
AFTER_Q1 = (6, 12)  # asked of those who gave the first choice to the first question
ASKED_AFTER_Q1 = """
    where exists (
        select from surveys_answer first join surveys_question on surveys_question.id = question_id
        where code = 'Q1' and first.response_id = surveys_response.id and value = '{"choices": ["c1"]}'
    )
"""
VALUES = {
    "single": "jsonb_build_object('choices', jsonb_build_array('c' || (1 + floor(random() * 8))::int))",
    "yes_no": "jsonb_build_object('choices', jsonb_build_array("
    "case when random() < .6 then 'yes' else 'no' end))",
    "multiple": "jsonb_build_object('choices', jsonb_build_array('c' || (1 + floor(random() * 4))::int,"
    " 'c' || (5 + floor(random() * 4))::int))",
    "text": "jsonb_build_object('text', repeat('what somebody wrote ', 10))",
}

# What is divided by nothing, and by the first question.
GROUPS = {
    "": ("NULL", ""),
    "?by=Q1": (
        "group_of.code",
        "LEFT JOIN (SELECT response_id, value -> 'choices' ->> 0 AS code FROM surveys_answer"
        " WHERE question_id = %(by)s) group_of USING (response_id)",
    ),
}


def by_hand(query: str) -> list[str]:
    """Everybody by language; people by choice; and people where one can have several choices, or wrote."""
    code, join = GROUPS[query]
    return [
        "SELECT language, count(*) FROM surveys_response WHERE survey_id = %(survey)s GROUP BY 1",
        f"SELECT question_id, chosen, {code}, count(*) FROM surveys_answer {join},"
        " jsonb_array_elements_text(value -> 'choices') chosen"
        " WHERE question_id = ANY(%(chosen)s) GROUP BY 1, 2, 3",
        f"SELECT question_id, {code}, count(*) FROM surveys_answer {join}"
        " WHERE question_id = ANY(%(people)s) GROUP BY 1, 2",
    ]


def make_survey(responses: int) -> Survey:
    now = timezone.now()
    survey = Survey.objects.create(
        slug="large",
        title="Large",
        opens=now - timedelta(days=2),
        closes=now - timedelta(days=1),
        state="closed",
        closed_on=now.date(),
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
            condition = {"question": "Q1", "equals": "c1"} if place in AFTER_Q1 else None
            question = Question.objects.create(
                section=section,
                position=place,
                code=f"Q{place}",
                kind=kind,
                text=f"Question {place}",
                shown_if=condition,
            )
            if kind in ("single", "multiple"):
                Choice.objects.bulk_create(
                    Choice(question=question, position=n, code=f"c{n}", label=f"Choice {n}")
                    for n in range(1, 9)
                )
            cursor.execute(
                "insert into surveys_answer (id, response_id, question_id, language, value)"
                f" select gen_random_uuid(), id, %s, 'en', {VALUES[kind]} from surveys_response"
                + (ASKED_AFTER_Q1 if condition else ""),
                [question.pk],
            )
        cursor.execute("vacuum analyze")
    return survey


def seconds(*works) -> list[float]:
    """The shortest round of each; they take turns, so that what else the machine does meets all alike."""
    taken = [[] for _work in works]
    for _ in range(ROUNDS):
        for work, times in zip(works, taken, strict=True):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
    return [min(times) for times in taken]


def page(client: Client, query: str, *, anew: bool):
    def work():
        if anew:
            cache.clear()
        assert client.get(f"/en/surveys/large/results/{query}").status_code == 200

    return work


def sending(statements: list[tuple[str, dict | None]]):
    def work():
        with connection.cursor() as cursor:
            return [cursor.execute(*statement) or cursor.fetchall() for statement in statements]

    return work


def own_sql(work):
    """The statements that `work` sends, to be sent again and nothing made of them."""
    with CaptureQueriesContext(connection) as sent:
        work()
    print(f"  {len(sent)} queries")
    return sending([(query["sql"], None) for query in sent.captured_queries])


def sql_by_hand(survey: Survey, query: str):
    questions = list(survey.questions.all())
    named = {
        "survey": survey.pk,
        "by": questions[0].pk,
        "chosen": [question.pk for question in questions if question.kind != "text"],
        "people": [question.pk for question in questions if question.kind in ("text", "multiple")],
    }
    return sending([(statement, named) for statement in by_hand(query)])


def compare(survey: Survey, query: str, found: list) -> None:
    """What the page tells is what was counted by hand."""
    counted, people = Counter(), Counter()
    for question, code, _group, count in found[1]:
        counted[question, code] += count
    for question, _group, count in found[2]:
        people[question] += count
    for one in results_of(survey, by=query.removeprefix("?by=")).questions:
        key = one.question.pk
        if one.question.kind != "text":
            assert all(counted[key, code] == cell.count for code, cell in one.cells.items()), one
        assert one.base == (
            people[key] or sum(one.tally.adds_up and cell.count for cell in one.cells.values())
        )


def measure_pages(survey: Survey) -> None:
    client = Client()
    for name, query in (("all people", ""), ("by group", "?by=Q1")):
        first, kept = page(client, query, anew=True), page(client, query, anew=False)
        hand_written = sql_by_hand(survey, query)
        compare(survey, query, hand_written())
        whole, cached, own, hand = seconds(first, kept, own_sql(first), hand_written)
        print(
            f"results, {name}: page/SQL by hand = {whole / hand:.2f}, page/its own SQL = {whole / own:.2f},"
            f" from the cache/SQL by hand = {cached / hand:.2f} ({whole * 1000:.0f} ms, by hand"
            f" {hand * 1000:.0f} ms, own SQL {own * 1000:.0f} ms, from the cache {cached * 1000:.0f} ms)"
        )


def measure_export(survey: Survey, responses: int) -> None:
    sheets = Sheets(survey, with_texts=True)

    def export():
        with transaction.atomic():
            write_lines(io.BytesIO(), chain([sheets.headings()], sheets.rows()))

    def copy():
        with connection.cursor() as cursor:
            cursor.copy_expert("copy (select * from surveys_answer) to stdout with csv", io.StringIO())

    taken, bare = seconds(export, copy)
    print(
        f"export: {responses / taken:.0f} rows a second, {taken / bare:.1f} x a bare COPY of the same answers"
    )


def main() -> None:
    responses = int(sys.argv[1]) if len(sys.argv) > 1 else 66_000
    with database_of_its_own():
        survey = make_survey(responses)
        measure_pages(survey)
        measure_export(survey, responses)


if __name__ == "__main__":
    main()
