"""`manage.py import_survey FILE`: a questionnaire of another program becomes the draft of a survey."""

import json
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recommendations.documents.unreadable import Unreadable
from recommendations.management.commands.read_document import at_most, content_of
from surveys.actions import import_survey
from surveys.definitions.families import read_definition
from surveys.definitions.slugs import free_slug
from surveys.models import Survey

MOST_SECONDS = 120
OPENS_AFTER, CLOSES_AFTER = timedelta(days=7), timedelta(days=35)


class Command(BaseCommand):
    help = "Make a draft survey of an XLSForm, or a file of LimeSurvey, Qualtrics or the portal (JSON)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", default="", help="the name in the address; else made of the title")
        parser.add_argument(
            "--language",
            choices=list(dict(settings.LANGUAGES)),
            default="en",
            help="of texts whose language the file does not name",
        )
        parser.add_argument("--asked-by", default="–", help="the organisation that asks")
        parser.add_argument("--dry-run", action="store_true", help="show what is read; save nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *, file: Path, language: str, **options):
        try:
            content = content_of(file)
            with at_most(MOST_SECONDS):
                reading = read_definition(content, language=language)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        slug = "" if options["dry_run"] else self.save(reading, options["slug"], options["asked_by"])
        if options["json"]:
            told = {"slug": slug or None, **reading, "questions": questions_of(reading)}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.show(reading, slug)

    def save(self, reading: dict, slug: str, asked_by: str) -> str:
        """The name in the address of the new draft. Opening and closing are first guesses."""
        if slug and Survey.objects.filter(slug=slug).exists():
            raise CommandError(f"There is a survey {slug} already. Choose another --slug.")
        now = timezone.now().replace(minute=0, second=0, microsecond=0)
        try:
            survey = import_survey(
                reading,
                slug=slug or free_slug(reading["title"]),
                asked_by=asked_by,
                opens=now + OPENS_AFTER,
                closes=now + CLOSES_AFTER,
                by=None,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return survey.slug

    def show(self, reading: dict, slug: str) -> None:
        questions = questions_of(reading)
        self.stdout.write(
            f"{reading['family']}: {len(questions)} questions in {len(reading['sections'])} sections, "
            f"in {', '.join(reading['languages'])}"
        )
        for asked in questions:
            self.stdout.write(f"{asked['section']:3} {asked['code']:20} {asked['kind']}")
        for note in reading["not_understood"]:
            self.stdout.write(f"! {note['where']}: {note['what']}: {note['says']}")
        self.stdout.write(f"Draft: {slug}" if slug else "Nothing was saved.")


def questions_of(reading: dict) -> list[dict]:
    """All questions in a row, each with its section's number, its languages and the codes of its choices."""
    return [
        {
            "section": number,
            "code": question["code"],
            "kind": question["kind"],
            "languages": list(question["text"]),
            "required": question.get("required", False),
            "shown_if": question.get("shown_if"),
            "choices": [choice["code"] for choice in question.get("choices", [])],
        }
        for number, section in enumerate(reading["sections"], 1)
        for question in section["questions"]
    ]
