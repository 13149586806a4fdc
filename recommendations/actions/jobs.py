"""The jobs that read an uploaded file and save what is large, so that nobody waits behind a page.

A worker may die at any moment and a message may come several times, so the work is claimed by
compare-and-set and each claim has a number (`attempts`): one that was given up writes nothing any more.
"""

import logging
from collections.abc import Callable

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from recommendations.actions.imports import FileRefused, OtherThanShown, import_reading
from recommendations.actions.trials import trial_of
from recommendations.documents.families import guess_family, read_document
from recommendations.documents.foreign_tables import FAMILY, ForeignTable, is_table, read_foreign_table
from recommendations.documents.lists import Lists
from recommendations.documents.readings import DocumentReading
from recommendations.documents.template import is_filled_in
from recommendations.documents.unreadable import Unreadable
from recommendations.documents.upr_info import read_upr_info
from recommendations.models import Document, ImportBatch, PendingImport
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)
State = PendingImport.State

SOFT_LIMIT, LIMIT = 240, 270  # seconds
MOST_ATTEMPTS = 3
BEGUN, OPENED, DONE = 5, 20, 100  # per cent


class ClaimLost(Exception):
    """Somebody else has taken this work up meanwhile, or the file is gone."""


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=LIMIT)
def read_upload(upload_id: int) -> None:
    """Read the file, if it waits for that; else do nothing."""
    work_on(upload_id, State.READING, read)


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=LIMIT)
def save_upload(upload_id: int) -> None:
    """Save what a person confirmed, if it waits for that; else do nothing."""
    work_on(upload_id, State.SAVING, save)


def work_on(upload_id: int, state: str, work: Callable[[PendingImport], None]) -> None:
    upload = PendingImport.objects.select_related("user").filter(pk=upload_id).first()
    if upload is None:
        return
    try:
        upload.move_to(state, attempts=upload.attempts + 1, seen_at=timezone.now(), progress=BEGUN)
    except WrongState:
        logger.info("upload %s is in other hands, or done", upload_id)
        return
    with translation.override(upload.user.language):
        try:
            work(upload)
        except ClaimLost:
            logger.info("upload %s was taken away meanwhile", upload_id)


def read(upload: PendingImport) -> None:
    finish(upload, **reading_of(upload))


def reading_of(upload: PendingImport) -> dict:
    """What the reading gives: the fields of the upload that end it. Raises ClaimLost."""
    if upload.attempts > MOST_ATTEMPTS:
        return refused(
            _("Reading this file broke off several times. Save it in another format and try again.")
        )
    try:
        tell(upload, progress=OPENED)
        return {"state": State.READ, **read_as(upload.family or found_out(upload), upload)}
    except Unreadable as error:
        return refused(str(error))
    except SoftTimeLimitExceeded:
        return refused(_("Reading takes too long. Split the file, or save it in another format."))
    except MemoryError:
        return refused(_("The file is too large when unpacked. Split it, or save it in another format."))


def found_out(upload: PendingImport) -> str:
    """The family that the file shows, or "". Our own form, filled in, looks like a matrix."""
    content = bytes(upload.content)
    family = guess_family(content, file_name=upload.file_name)
    if family in (None, Document.Family.MATRIX) and is_table(content):
        table = read_foreign_table(content, language=upload.language)
        return FAMILY if is_filled_in(table.headings) else family or ""
    return family or ""


def read_as(family: str, upload: PendingImport) -> dict:
    """Family, language and reading as they are kept. Raises Unreadable."""
    content = bytes(upload.content)
    if family == Document.Family.UPR_INFO:
        language = upload.language or "en"
        trial = trial_of(read_upr_info(content, language=language))
        return {"family": family, "language": language, "reading": trial}
    reading = document_in(content, family, upload)
    return {"family": reading.family, "language": reading.language, "reading": reading.as_json()}


def document_in(content: bytes, family: str, upload: PendingImport) -> DocumentReading | ForeignTable:
    if family == FAMILY or (not family and is_table(content)):
        return read_foreign_table(content, language=upload.language)
    return read_document(
        content,
        family=family,
        language=upload.language,
        file_name=upload.file_name,
        lists=Lists.load(),
    )


def refused(problem: str) -> dict:
    return {"state": State.REFUSED, "problem": problem}


def save(upload: PendingImport) -> None:
    """Import UPR Info's export as it was shown; what has changed since is shown again first."""
    try:
        if upload.attempts > MOST_ATTEMPTS:
            shown_again(upload, _("Saving broke off several times. Nothing was saved. Split the file."))
            return
        reading = read_upr_info(bytes(upload.content), language=upload.language)
        tell(upload, progress=OPENED)
        with transaction.atomic():
            batch, _account = import_reading(
                reading,
                by=upload.user,
                kind=ImportBatch.Kind.UPR_INFO,
                file_name=upload.file_name,
                sha256=upload.sha256,
                language=upload.language,
                skip_bad_rows=upload.skip_bad_rows,
                shown=upload.reading["account"],
            )
            finish(upload, state=State.SAVED, batch=batch)
    except (FileRefused, OtherThanShown):
        changed = _("Something was imported or changed since the trial run. Look again, then import.")
        shown_again(upload, changed, reading=trial_of(reading))
    except SoftTimeLimitExceeded:
        shown_again(upload, _("Saving takes too long. Nothing was saved. Split the file."))


def shown_again(upload: PendingImport, problem: str, **changes) -> None:
    """Back before the confirmation, with the reason; nothing was saved."""
    finish(upload, state=State.READ, problem=problem, **changes)


def tell(upload: PendingImport, **changes) -> None:
    """Write how far the work is. Raises ClaimLost where it is no longer this claim's."""
    mine = PendingImport.objects.filter(pk=upload.pk, state=upload.state, attempts=upload.attempts)
    if not mine.update(seen_at=timezone.now(), **changes):
        raise ClaimLost


def finish(upload: PendingImport, *, state: str, **changes) -> None:
    tell(upload, state=state, progress=DONE, **changes)
