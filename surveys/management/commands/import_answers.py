"""`manage.py import_answers SLUG FILE`: a table of answers into a survey; see docs/answers.md."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from recommendations.documents.tables import LARGEST_FILE
from recommendations.documents.unreadable import Unreadable
from surveys.actions import AlreadyImported, create_survey_of_table, take_in_answers
from surveys.imports import (
    AnswerTable,
    BadMapping,
    Reading,
    guess_survey,
    mapping_of,
    own_mapping,
    read_answer_table,
    read_sheets,
)
from surveys.models import Survey
from surveys.results.pages import all_questions
from upr_portal.states import WrongState

SHOWN = 50


class Command(BaseCommand):
    help = "Import a table of answers (csv, xls, xlsx) into a draft or closed survey."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the survey, by the name in its address")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--mapping", type=Path, help="a JSON file that says which column is which question"
        )
        parser.add_argument(
            "--make-survey", action="store_true", help="make the survey from the columns, as a draft"
        )
        parser.add_argument("--title", default="", help="the title of the survey that is made")
        parser.add_argument(
            "--language", choices=dict(settings.LANGUAGES), default="en", help="of the answers"
        )
        parser.add_argument(
            "--headings", type=int, choices=[1, 2], help="heading rows, if they are guessed wrong"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be saved, and save nothing"
        )
        parser.add_argument("--skip-bad-rows", action="store_true", help="leave out the bad rows")
        parser.add_argument("--again", action="store_true", help="take in a table that came in before")
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *, slug: str, file: Path, dry_run: bool, **options):
        content = content_of(file)
        try:
            table = read_answer_table(content, heading_rows=options["headings"])
        except Unreadable as error:
            raise CommandError(str(error)) from error
        account = {"file": file.name, "rows": len(table.lines), "dry_run": dry_run, "guessed": []}
        try:
            with transaction.atomic():
                survey, mapping = self.prepare(slug, file, table, account, options)
                reading = read_sheets(table, mapping, all_questions(survey), options["language"])
                tell(account, reading)
                if not reading.problems or options["skip_bad_rows"]:
                    digest = hashlib.sha256(content).hexdigest()
                    again = options["again"]
                    account["imported"] = take_in_answers(
                        survey, reading.sheets, sha256=digest, by=None, again=again
                    )
                if dry_run or "imported" not in account:
                    transaction.set_rollback(True)
        except (BadMapping, WrongState, AlreadyImported) as error:
            raise CommandError(words_for(error)) from error
        self.show(account, as_json=options["json"])
        if "imported" not in account:
            raise CommandError(
                "Nothing was saved, because of the rows named above. "
                "Correct them, or leave them out with --skip-bad-rows."
            )

    def prepare(self, slug: str, file: Path, table: AnswerTable, account: dict, options) -> tuple:
        """The survey and the mapping. BadMapping, CommandError."""
        survey = Survey.objects.filter(slug=slug).first()
        if options["make_survey"]:
            if survey:
                raise CommandError(
                    f"There is a survey {slug} already. Leave --make-survey out, or choose another name."
                )
            return self.make(slug, file, table, account, options)
        if survey is None:
            raise CommandError(f"There is no survey {slug}. With --make-survey one is made from the columns.")
        questions = all_questions(survey)
        if options["mapping"]:
            return survey, mapping_of(json_of(options["mapping"]), table, questions)
        mapping = own_mapping(table, questions)
        if mapping is None:
            raise BadMapping(
                "These are not the columns of an export of this survey. Say with --mapping what they are."
            )
        return survey, mapping

    def make(self, slug: str, file: Path, table: AnswerTable, account: dict, options) -> tuple:
        guess = guess_survey(table, options["language"])
        account["guessed"] = guess.said
        if not guess.targets:
            raise CommandError("No column of this table could become a question.")
        survey = create_survey_of_table(
            guess.sections,
            slug=slug,
            title=options["title"] or file.stem,
            language=options["language"],
            by=None,
        )
        named = {f"#{place + 1}": name for place, name in guess.targets.items()}
        return survey, mapping_of({"columns": named, "ignore_others": True}, table, all_questions(survey))

    def show(self, account: dict, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(account, ensure_ascii=False, indent=1))
            return
        for sentence in account["guessed"]:
            self.stdout.write(sentence)
        for problem in account["problems"][:SHOWN]:
            self.stderr.write(problem)
        if len(account["problems"]) > SHOWN:
            self.stderr.write(f"… and {len(account['problems']) - SHOWN} more")
        self.stdout.write(
            f"{account['rows']} rows read = {account['good_rows']} good + {account['bad_rows']} bad; "
            f"{account['not_asked']} answers to questions that were not asked are left out"
        )
        if account["dry_run"]:
            self.stdout.write("This was a trial run: nothing was saved.")
        elif "imported" in account:
            self.stdout.write(f"{account['imported']} responses saved, in random order and without a date.")


def tell(account: dict, reading: Reading) -> None:
    account |= {
        "good_rows": len(reading.sheets),
        "bad_rows": reading.bad_rows,
        "not_asked": reading.not_asked,
        "problems": [str(problem) for problem in reading.problems],
    }


def words_for(error: Exception) -> str:
    if isinstance(error, WrongState):
        return (
            "The survey is open. Close it first: answers from a table come into a draft or a closed survey."
        )
    if isinstance(error, AlreadyImported):
        return "This very table was imported into this survey before. With --again it comes in once more."
    return str(error)


def json_of(file: Path) -> object:
    try:
        return json.loads(file.read_text())
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CommandError(f"{file} cannot be read as JSON: {error}") from error


def content_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise CommandError(f"{file} is larger than {LARGEST_FILE // 1024 // 1024} MB. Split it.")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
