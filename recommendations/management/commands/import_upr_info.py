"""`manage.py import_upr_info FILE`: UPR Info's export of recommendations, as it is."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from recommendations.actions import Account, FileRefused, import_reading, preview
from recommendations.documents.rows import Reading
from recommendations.documents.tables import LARGEST_FILE, Unreadable
from recommendations.documents.upr_info import read_upr_info
from recommendations.models import ImportBatch

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Import recommendations from UPR Info's export (csv, xls or xlsx). One bad row, and nothing is saved."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--language",
            choices=dict(settings.LANGUAGES),
            default="en",
            help="the language of the texts in the file",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change and save nothing")
        parser.add_argument(
            "--skip-bad-rows", action="store_true", help="import the good rows, leave out the bad"
        )

    def handle(self, *, file: Path, language: str, dry_run: bool, skip_bad_rows: bool, **options):
        content = content_of(file)
        try:
            reading = read_upr_info(content, language=language)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        self.show_refusals(reading)
        if dry_run:
            shown = preview(reading)
            self.show(shown.account)
            for line, first in shown.repeats:
                self.stdout.write(f"line {line} repeats line {first}")
            self.stdout.write("This was a trial run: nothing was saved.")
            return
        try:
            batch, account = import_reading(
                reading,
                by=None,
                kind=ImportBatch.Kind.UPR_INFO,
                file_name=file.name,
                sha256=hashlib.sha256(content).hexdigest(),
                language=language,
                skip_bad_rows=skip_bad_rows,
            )
        except FileRefused as error:
            self.show(preview(reading).account)
            raise CommandError(
                "Nothing was saved, because of the rows named above. "
                "Correct them, or leave them out with --skip-bad-rows."
            ) from error
        self.show(account)
        self.stdout.write(
            f"Saved as import {batch.pk}." if batch else "This file was imported before: nothing is new."
        )

    def show_refusals(self, reading: Reading) -> None:
        for refusal in reading.refusals[:SHOWN]:
            self.stderr.write(f"line {refusal.line}: {' '.join(refusal.reasons)}")
        if len(reading.refusals) > SHOWN:
            self.stderr.write(f"… and {len(reading.refusals) - SHOWN} more")

    def show(self, account: Account) -> None:
        self.stdout.write(
            f"{account.rows_read} rows read = {account.recommenders_new} new and "
            f"{account.recommenders_existing} known recommending States + {account.repeats} repeats + "
            f"{account.pledges_new} new and {account.pledges_existing} known pledges + "
            f"{account.rows_refused} refused; "
            f"{account.recommendations_new} new recommendations"
        )


def content_of(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise CommandError(f"{file} is larger than {LARGEST_FILE // 1024 // 1024} MB. Split it.")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
