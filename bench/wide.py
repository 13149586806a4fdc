"""A survey of 841 exported columns: its results, files and pages for moderators, beside one of a tenth.


    ./portal run python bench/wide.py [RESPONSES]     2,000 responses to each, if nothing is said

In a database of its own, dropped afterwards. Every word and answer is made up. (The widest survey known to us
has 836 columns.) One line a page: queries of the wide survey and of the narrow one (these must not grow with
the questions), its seconds as a ratio to the very statements it sends, and its bytes. One line a file:
seconds against a bare COPY of the same answers, rows a second, queries, how much the peak of memory grew.
"""

import io
import os
import resource
import sys
import tempfile
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
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tests.factories import UserFactory
from bench.history import database_of_its_own
from conftest import sign_in
from surveys.exports import columns_of, file_of, make_export
from surveys.models import Choice, Question, Section, Survey, SurveyExport
from surveys.results.pages import all_questions

settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# A tenth of the wide survey: kind, how many, choices of each.
KINDS = [
    ("yes_no", 6, 0),
    ("single", 17, 6),
    ("multiple", 6, 8),
    ("ranking", 1, 5),
    ("number", 4, 0),
    ("text", 4, 0),
]
TENTHS = 10
VALUES = {
    "yes_no": "jsonb_build_object('choices', jsonb_build_array("
    "case when random() < .6 then 'yes' else 'no' end))",
    "single": "jsonb_build_object('choices', jsonb_build_array('c' || (1 + floor(random() * 6))::int))",
    "multiple": "jsonb_build_object('choices', jsonb_build_array('c' || (1 + floor(random() * 4))::int,"
    " 'c' || (5 + floor(random() * 4))::int))",
    "ranking": """'{"ranking": ["c2", "c1", "c5"]}'::jsonb""",
    "number": "jsonb_build_object('number', floor(random() * 200)::int)",
    "text": "jsonb_build_object('text', repeat('what somebody wrote ', 10))",
}
PAGES = {
    "results, first part": "results/",
    "results, last part": "results/?part={last}",
    "results, first part by group": "results/?by={by}",
    "texts": "free-answers/",
    "workbench": "making/",
    "check before opening": "making/check/",
    "page of files": "exports/",
}


def make_survey(slug: str, tenths: int, responses: int) -> Survey:
    """Each tenth is three sections. Every third question with choices is asked after the one before it."""
    now = timezone.now()
    survey = Survey.objects.create(
        slug=slug,
        title=slug,
        opens=now - timedelta(days=2),
        closes=now - timedelta(days=1),
        state=Survey.State.CLOSED,
        closed_on=now.date(),
        languages=["en", "fr"],
    )
    questions, choices = [], []
    for tenth in range(tenths):
        kinds = [(kind, count) for kind, number, count in KINDS for _ in range(number)]
        for part in range(3):
            section = Section.objects.create(
                survey=survey, position=3 * tenth + part + 1, title=f"{tenth} {part}"
            )
            for place, (kind, count) in enumerate(kinds[part::3], 1):
                code, before = f"Q{len(questions) + 1}", questions[-1] if questions else None
                condition = {"question": before.code, "answered": True} if len(questions) % 3 == 2 else None
                text = f"Question {code}, of average length?"
                question = Question(
                    survey=survey, section=section, position=place, code=code, kind=kind, text=text,
                    shown_if=condition,
                )  # fmt: skip
                questions.append(question)
                choices += [
                    Choice(question=question, position=n, code=f"c{n}", label=f"Choice {n} of {code}")
                    for n in range(1, count + 1)
                ]
    Question.objects.bulk_create(questions)
    Choice.objects.bulk_create(choices)
    answer(survey, responses)
    return survey


def answer(survey: Survey, responses: int) -> None:
    """Nine of ten people answer a question."""
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute(
            "insert into surveys_response (id, survey_id, language) select gen_random_uuid(), %s,"
            " (array['en', 'fr'])[1 + (random() > 0.7)::int] from generate_series(1, %s)",
            [survey.pk, responses],
        )
        for kind, value in VALUES.items():
            cursor.execute(
                "insert into surveys_answer (id, response_id, question_id, language, value)"
                f" select gen_random_uuid(), response.id, question.id, response.language, {value}"
                " from surveys_response response join surveys_question question using (survey_id)"
                " where survey_id = %s and kind = %s and random() < 0.9",
                [survey.pk, kind],
            )
        cursor.execute("vacuum analyze")


def seconds(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def run_again(queries: list[dict]) -> None:
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(query["sql"])
            if cursor.description:
                cursor.fetchall()


def measure_page(name: str, where: str, client, wide: Survey, narrow: Survey) -> None:
    asked = {}
    for survey in (narrow, wide):
        by = survey.questions.filter(kind="yes_no").first().code
        last = 3 * TENTHS if survey == wide else 1
        address = f"/en/surveys/{survey.slug}/{where.format(by=by, last=last)}"
        cache.clear()
        client.get(address)
        with CaptureQueriesContext(connection) as sent:
            cache.clear()
            begun = time.perf_counter()
            answer = client.get(address)
            taken = time.perf_counter() - begun
        assert answer.status_code == 200, (address, answer.status_code)
        asked[survey.slug] = len(sent)
    bare = seconds(
        lambda: run_again([one for one in sent.captured_queries if one["sql"].startswith("SELECT")])
    )
    print(
        f"{name}: {asked['wide']} queries ({asked['narrow']} of the narrow one),"
        f" page/its SQL = {taken / bare:.2f} ({taken * 1000:.0f} ms), {len(answer.content) / 1024:.0f} KiB",
        flush=True,
    )


def measure_file(survey: Survey, kind: str, by) -> None:
    now = timezone.now()
    export = SurveyExport.objects.create(
        survey=survey,
        kind=kind,
        with_texts=True,
        asked_by=by,
        seen_at=now,
        expires_at=now + timedelta(days=1),
    )

    def copy():
        with connection.cursor() as cursor:
            cursor.copy_expert(
                "copy (select answer.* from surveys_answer answer join surveys_response response"
                f" on response.id = response_id where survey_id = {survey.pk}) to stdout with csv",
                io.StringIO(),
            )

    bare, before = seconds(copy), peak()
    with CaptureQueriesContext(connection) as sent:
        taken = seconds(lambda: make_export(str(export.pk)))
    export.refresh_from_db()
    assert export.state == SurveyExport.State.DONE, export.state
    print(
        f"file {kind}: {taken / bare:.1f} x a bare COPY ({taken:.1f} s),"
        f" {survey.responses.count() / taken:.0f} rows a second, {len(sent)} queries,"
        f" {file_of(export).stat().st_size / 2**20:.1f} MiB, peak of memory +{peak() - before:.0f} MiB",
        flush=True,
    )


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    responses = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with database_of_its_own(), tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        wide, narrow = make_survey("wide", TENTHS, responses), make_survey("narrow", 1, responses)
        columns = len(columns_of(all_questions(wide), with_texts=True)) + 1
        print(f"{wide.questions.count()} questions, {columns} columns, {responses} responses", flush=True)
        moderator = UserFactory(moderator=True)
        client = sign_in(moderator)
        for kind in ("codebook", "csv", "xlsx"):
            measure_file(wide, kind, moderator)
        for name, where in PAGES.items():
            measure_page(name, where, client, wide, narrow)


if __name__ == "__main__":
    main()
