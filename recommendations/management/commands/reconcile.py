"""`manage.py reconcile REPORT ADDENDUM`: recommendations with the State's answers. Saves nothing."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recommendations.documents.families import read_document
from recommendations.documents.lists import Lists
from recommendations.documents.readings import DocumentReading
from recommendations.documents.reconciliation import Reconciliation, reconcile
from recommendations.documents.unreadable import Unreadable
from recommendations.management.commands.read_document import MOST_SECONDS, at_most, content_of

SHOWN = 20


class Command(BaseCommand):
    help = "Bring a report and the State's reply together: final positions, and whether the sum comes out."

    def add_arguments(self, parser):
        parser.add_argument("report", type=Path, help="the report, or OHCHR's list of its recommendations")
        parser.add_argument("addendum", type=Path)
        parser.add_argument("--language", choices=list(dict(settings.LANGUAGES)), default="")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *, report: Path, addendum: Path, language: str, **options):
        lists = Lists.load()
        found = reconcile(
            read(report, ("", "report"), language, lists, expected=("report", "matrix")),
            read(addendum, ("addendum",), language, lists, expected=("addendum",)),
        )
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            self.show(found)

    def show(self, found: Reconciliation) -> None:
        self.stdout.write(
            f"{found.received} received = {found.supported} supported + {found.noted} noted"
            f" + {found.unanswered} unanswered"
        )
        contradictions = [contradiction.number for contradiction in found.contradictions]
        for words, numbers in (
            ("Answered twice", found.numbers_twice),
            ("Not in the report", found.numbers_unknown),
            ("Answered with two positions", contradictions),
            ("Answered in unclear words", found.unclear),
            ("Without an answer", found.numbers_unanswered),
            ("Answered otherwise in the report", found.changed),
        ):
            more = " …" if len(numbers) > SHOWN else ""
            self.stdout.write(f"{words}: {', '.join(numbers[:SHOWN]) or 'none'}{more}")


def read(
    file: Path, families: tuple[str, ...], language: str, lists: Lists, *, expected: tuple[str, ...]
) -> DocumentReading:
    """The reading of a file as the first of `families` that it can be read as ("": as what it looks like).

    Raises CommandError, which names the file.
    """
    content = content_of(file)
    family, *others = families
    try:
        with at_most(MOST_SECONDS):
            reading = read_document(
                content, family=family, language=language, file_name=file.name, lists=lists
            )
    except Unreadable as error:
        if others:
            return read(file, tuple(others), language, lists, expected=expected)
        raise CommandError(f"{file}: {error}") from error
    if reading.family not in expected:
        raise CommandError(f"{file} holds no {' or '.join(expected)}, but is of the family {reading.family}.")
    return reading
