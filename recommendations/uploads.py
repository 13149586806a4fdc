"""The job that reads an uploaded file, so that nobody waits for it behind a page.

A worker may die at any moment and a message may come several times, so a reading is claimed by
compare-and-set and each claim has a number (`attempts`): one that was given up writes nothing any more.
"""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from recommendations.documents.families import guess_family, read_document
from recommendations.documents.foreign_tables import FAMILY, ForeignTable, is_table, read_foreign_table
from recommendations.documents.lists import Lists
from recommendations.documents.readings import DocumentReading
from recommendations.documents.template import is_filled_in
from recommendations.documents.unreadable import Unreadable
from recommendations.models import Document, PendingImport
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)
State = PendingImport.State

SOFT_LIMIT, LIMIT = 240, 270  # seconds
MOST_ATTEMPTS = 3
BEGUN, OPENED, READ = 5, 20, 100  # per cent


class ClaimLost(Exception):
    """Somebody else has taken this reading up meanwhile, or the file is gone."""


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=LIMIT)
def read_upload(upload_id: int) -> None:
    """Read the file, if it waits for that; else do nothing."""
    upload = PendingImport.objects.select_related("user").filter(pk=upload_id).first()
    if upload is None:
        return
    try:
        upload.move_to(State.READING, attempts=upload.attempts + 1, seen_at=timezone.now(), progress=BEGUN)
    except WrongState:
        logger.info("upload %s is in other hands, or read", upload_id)
        return
    with translation.override(upload.user.language):
        try:
            finish(upload, **read(upload))
        except ClaimLost:
            logger.info("upload %s was taken away meanwhile", upload_id)


def read(upload: PendingImport) -> dict:
    """What the reading gives: the fields of the upload that end it. Raises ClaimLost."""
    if upload.attempts > MOST_ATTEMPTS:
        return refused(
            _("Reading this file broke off several times. Save it in another format and try again.")
        )
    try:
        tell(upload, progress=OPENED)
        reading = read_as(upload.family or found_out(upload), upload)
    except Unreadable as error:
        return refused(str(error))
    except SoftTimeLimitExceeded:
        return refused(_("Reading takes too long. Split the file, or save it in another format."))
    except MemoryError:
        return refused(_("The file is too large when unpacked. Split it, or save it in another format."))
    return {
        "state": State.READ,
        "family": reading.family,
        "language": reading.language,
        "reading": reading.as_json(),
    }


def found_out(upload: PendingImport) -> str:
    """The family that the file shows, or "". Our own form, filled in, looks like a matrix."""
    content = bytes(upload.content)
    family = guess_family(content, file_name=upload.file_name)
    if family in (None, Document.Family.MATRIX) and is_table(content):
        table = read_foreign_table(content, language=upload.language)
        return FAMILY if is_filled_in(table.headings) else family or ""
    return family or ""


def read_as(family: str, upload: PendingImport) -> DocumentReading | ForeignTable:
    """The reading as it is kept. Raises Unreadable."""
    content = bytes(upload.content)
    if family == FAMILY or (not family and is_table(content)):
        return read_foreign_table(content, language=upload.language)
    reading = read_document(
        content,
        family=family,
        language=upload.language,
        file_name=upload.file_name,
        lists=Lists.load(),
    )
    # UPR Info's rows are checked against our lists anew when they are shown and saved.
    is_export = reading.family == Document.Family.UPR_INFO
    return DocumentReading(family=reading.family, language=reading.language) if is_export else reading


def refused(problem: str) -> dict:
    return {"state": State.REFUSED, "problem": problem}


def tell(upload: PendingImport, **changes) -> None:
    """Write how far the reading is. Raises ClaimLost where it is no longer this claim's."""
    mine = PendingImport.objects.filter(pk=upload.pk, state=State.READING, attempts=upload.attempts)
    if not mine.update(seen_at=timezone.now(), **changes):
        raise ClaimLost


def finish(upload: PendingImport, *, state: str, **changes) -> None:
    tell(upload, state=state, progress=READ, **changes)
