"""The job that writes a file of answers: whole, or not there.

A worker may die at any moment and a message may come several times, so an export is claimed by
compare-and-set and each claim has a number (`attempts`): one that was given up writes nothing any more.
"""

import csv
import logging
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

import xlsxwriter
from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from recommendations.exports import BOM, harmless
from surveys.exports.columns import Cell
from surveys.exports.sheets import Sheets
from surveys.models import SurveyExport
from surveys.permissions import can_export_answers
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)
State, Kind = SurveyExport.State, SurveyExport.Kind

SOFT_LIMIT, LIMIT = 14 * 60, 15 * 60  # seconds
TOLD_EVERY = 2000  # rows
FOLDER = "survey-exports"


class ClaimLost(Exception):
    """Somebody else has taken this export up meanwhile, or it is gone."""


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=LIMIT)
def make_export(key: str) -> None:
    """Write the file of this export, if it waits for that; else do nothing."""
    export = SurveyExport.objects.select_related("survey", "asked_by").filter(pk=key).first()
    if export is None:
        return
    try:
        export.move_to(State.RUNNING, attempts=export.attempts + 1, seen_at=timezone.now(), rows_done=0)
    except WrongState:
        logger.info("an export is in other hands, or done")
        return
    try:
        write(export)
    except ClaimLost:
        logger.info("an export was taken away meanwhile")
    except (SoftTimeLimitExceeded, OSError, MemoryError) as error:
        logger.warning("an export failed: %s", type(error).__name__)
        mine(export).update(state=State.FAILED)


def write(export: SurveyExport) -> None:
    if not (export.asked_by.is_active and can_export_answers(export.asked_by, export.survey)):
        raise ClaimLost
    unfinished = folder() / f".{export.pk}-{export.attempts}.part"
    unfinished.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        # One picture of the answers, whatever is imported meanwhile.
        with transaction.atomic(), unfinished.open("wb") as file:
            WRITERS[export.kind](Sheets(export.survey, with_texts=export.with_texts), file, export)
        finish(export, unfinished)
    finally:
        unfinished.unlink(missing_ok=True)


def write_csv(sheets: Sheets, file: IO[bytes], export: SurveyExport) -> None:
    write_lines(file, chain([sheets.headings()], counted(sheets, export)))


def write_codebook(sheets: Sheets, file: IO[bytes], export: SurveyExport) -> None:
    write_lines(file, chain([sheets.codebook_headings()], sheets.codebook()))


def write_lines(file: IO[bytes], rows: Iterable[list[Cell]]) -> None:
    buffer = Encoded(file)
    buffer.write(BOM)
    lines = csv.writer(buffer)
    for row in rows:
        lines.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])


class Encoded:
    """A text file over an open file of bytes, which stays open."""

    def __init__(self, file: IO[bytes]):
        self.file = file

    def write(self, line: str) -> int:
        return self.file.write(line.encode())


def write_workbook(sheets: Sheets, file: IO[bytes], export: SurveyExport) -> None:
    """An Excel file that has texts and numbers only: what looks like a formula or a link is none."""
    options = {
        "constant_memory": True,
        "tmpdir": str(folder()),  # what is unfinished stays where nobody else reads
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        fill(book.add_worksheet("answers"), chain([sheets.headings()], counted(sheets, export)))
        fill(book.add_worksheet("codebook"), chain([sheets.codebook_headings()], sheets.codebook()))


def fill(sheet, rows: Iterable[list[Cell]]) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(number, column, harmless(cell))
            else:
                sheet.write_number(number, column, cell)


WRITERS = {Kind.CSV: write_csv, Kind.CODEBOOK: write_codebook, Kind.XLSX: write_workbook}


def counted(sheets: Sheets, export: SurveyExport) -> Iterator[list[Cell]]:
    """The rows, with how many are done told in the row of the export. Raises ClaimLost."""
    total = sheets.count()
    for number, row in enumerate(sheets.rows(), 1):
        yield row
        if number % TOLD_EVERY == 0:
            tell(export, rows_done=min(number, total), rows_total=total)


def mine(export: SurveyExport):
    """The row, as long as it is still this claim's."""
    return SurveyExport.objects.filter(pk=export.pk, state=State.RUNNING, attempts=export.attempts)


def tell(export: SurveyExport, **progress) -> None:
    if not mine(export).update(seen_at=timezone.now(), **progress):
        raise ClaimLost


def finish(export: SurveyExport, unfinished: Path) -> None:
    """Let the file appear under its name and the row say so. Raises ClaimLost, and then no file appears."""
    name = f"{FOLDER}/{export.pk}"
    with transaction.atomic():
        if not mine(export).select_for_update().exists():
            raise ClaimLost
        size = unfinished.stat().st_size
        unfinished.replace(Path(settings.MEDIA_ROOT) / name)
        export.move_to(State.DONE, file=name, size=size, rows_done=0, rows_total=0, seen_at=timezone.now())


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def file_of(export: SurveyExport) -> Path:
    """Where the file of this export lies, or will lie."""
    return folder() / str(export.pk)
