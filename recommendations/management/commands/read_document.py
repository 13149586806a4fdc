"""`manage.py read_document FILE`: what a reader finds in a document. Saves nothing."""

import json
import signal
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recommendations.documents.families import FAMILIES, read_document
from recommendations.documents.lists import Lists
from recommendations.documents.manuscripts import LARGEST_FILE
from recommendations.documents.readings import DocumentReading
from recommendations.documents.unreadable import Unreadable

MOST_SECONDS = 180
SHOWN = 20
WIDTH = 70


class Command(BaseCommand):
    help = "Show what is read in a document (docx, pdf, text, csv, Excel or JSON). Nothing is saved."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="family", choices=list(FAMILIES), default="")
        parser.add_argument("--language", choices=list(dict(settings.LANGUAGES)), default="")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *, file: Path, family: str, language: str, **options):
        try:
            content = content_of(file)
            with at_most(MOST_SECONDS):
                reading = read_document(
                    content, family=family, language=language, file_name=file.name, lists=Lists.load()
                )
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False))
        else:
            self.show(reading)

    def show(self, reading: DocumentReading) -> None:
        positions = Counter(row.position for row in reading.rows)
        counted = ", ".join(f"{count} {position}" for position, count in positions.items())
        doubtful = sum(1 for row in reading.rows if row.doubts)
        state, symbol = reading.state or "not found", reading.symbol or "not found"
        self.stdout.write(f"{reading.family}, State: {state}, symbol: {symbol}")
        self.stdout.write(
            f"{len(reading.rows)} rows ({counted or 'none'}), {doubtful} with doubts, "
            f"{len(reading.answers)} answers, {len(reading.pledges)} pledges, "
            f"{len(reading.problems)} problems"
        )
        for row in reading.rows:
            number = row.number + row.part
            states = " ".join(state or "?" for state in row.states)
            self.stdout.write(f"{number:10} {row.position:10} {row.text[:WIDTH]:{WIDTH}} {states}")
        for problem in reading.problems[:SHOWN]:
            self.stdout.write(f"! {problem}")


def content_of(file: Path) -> bytes:
    """The file's content. Raises CommandError where it is too large or cannot be opened."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise CommandError(
                f"{file} is larger than {LARGEST_FILE // 1024 // 1024} MB. Choose the document alone."
            )
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error


@contextmanager
def at_most(seconds: int):
    """Ends what runs inside after so many seconds, with Unreadable."""

    def end(signum, frame):
        raise Unreadable(f"Reading took longer than {seconds} seconds and was ended. Split the document.")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
