"""Files that were attached and not sent: each in a row of its own, its key in the locked draft.

They stand in the draft's contents under "files": {field: [{"id", "key", "type", "size", "digest"}]}.
"""

import hashlib
import logging
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from surveys.answer_files import FileAnswers, archive_of
from surveys.documents import Document
from surveys.models import AnswerFile, DraftFile, Question, Response, Survey
from surveys.models.answers import KEEP_DRAFTS
from surveys.sealing import lock_file, open_file

logger = logging.getLogger(__name__)

# At five megabytes each they would fill five gigabytes: no survey of ours is near it.
MOST_DRAFT_FILES = 1_000
# The key of a draft ends with the browser window: after two days hardly anybody can open one.
SPARE_DAYS = 2


class NoRoom(Exception):
    """So many drafts or files of this survey wait that no new one is begun; nothing was kept."""


@dataclass
class FileChange:
    """What happens to the files of one field. `most` is how many there may be; `left_out` those beyond it."""

    name: str
    most: int
    new: list[Document] = field(default_factory=list)
    taken_away: str = ""
    left_out: int = 0


def change_files(survey: Survey, contents: dict, change: FileChange) -> None:
    """Take a file of the draft away and put new ones in, as far as there is room. NoRoom if the survey has
    none left. A file that is there already is not put in again: its request may have come twice."""
    kept = contents.setdefault("files", {}).setdefault(change.name, [])
    gone = [one for one in kept if one["id"] == change.taken_away]
    kept[:] = [one for one in kept if one not in gone]
    survey.draft_files.filter(pk__in=[one["id"] for one in gone]).delete()
    there = {one.get("digest") for one in kept}
    new = [one for key, one in {digest(one): one for one in change.new}.items() if key not in there]
    free = max(0, change.most - len(kept))
    change.left_out = max(0, len(new) - free)
    if new[:free]:
        make_room_for_files(survey)
    for document in new[:free]:
        kept.append(put_away(survey, document))


def digest(document: Document) -> str:
    return hashlib.sha256(document.content).hexdigest()


def make_room_for_files(survey: Survey) -> None:
    """Where too many files wait, erase those untouched for SPARE_DAYS, with their drafts; or NoRoom."""
    if survey.draft_files.count() < MOST_DRAFT_FILES:
        return
    survey.drafts.unsent().untouched_for(SPARE_DAYS).delete()
    survey.draft_files.untouched_for(SPARE_DAYS).delete()
    if survey.draft_files.count() >= MOST_DRAFT_FILES:
        raise NoRoom(f"{survey!r} has {MOST_DRAFT_FILES} files in drafts")


def put_away(survey: Survey, document: Document) -> dict:
    """The document in a row, locked; returns what the draft keeps of it."""
    key, locked = lock_file(document.content)
    row = DraftFile.objects.create(
        id=uuid.uuid4(), survey=survey, contents=locked, expires_on=timezone.localdate() + KEEP_DRAFTS
    )
    described = {"id": str(row.pk), "key": key, "type": document.type, "size": len(document.content)}
    return described | {"digest": digest(document)}


def files_in(contents: dict) -> dict[str, dict]:
    """{id: what the draft keeps of the file} of all its fields."""
    return {one["id"]: one for files in contents.get("files", {}).values() for one in files}


def renew_files(survey: Survey, contents: dict) -> None:
    """The files of a draft live as long as the draft."""
    if ids := list(files_in(contents)):
        survey.draft_files.filter(pk__in=ids).update(expires_on=timezone.localdate() + KEEP_DRAFTS)


def open_files(survey: Survey, contents: dict) -> dict[str, bytes]:
    """{id: contents} of all files of a draft."""
    described = files_in(contents)
    rows = survey.draft_files.in_bulk(described) if described else {}
    return {
        str(pk): open_file(described[str(pk)]["key"], row.contents, described[str(pk)]["size"])
        for pk, row in rows.items()
    }


def keep_files(
    response: Response, questions: list[Question], values: dict[str, dict], files: dict[str, bytes]
) -> dict[str, dict]:
    """Write the files of a sheet; returns the values that name them, under their new keys.

    The keys are new ones, so that nobody finds in a former copy of the database which draft had them.
    """
    renamed, rows = {}, []
    for question in questions:
        listed = values.get(question.code, {}).get("files", [])
        named = [one for one in listed if one["id"] in files]
        if len(named) < len(listed):
            logger.error("a file of question %s is gone: the others were kept", question.pk)
        if not named or question.is_sealed or question.is_detached:
            continue
        here = [AnswerFile(response=response, question=question, type=one["type"]) for one in named]
        for row, one in zip(here, named, strict=True):
            row.contents = files[one["id"]]
            row.size = len(row.contents)
        rows += here
        renamed[question.code] = {
            "files": [one | {"id": str(row.pk)} for row, one in zip(here, named, strict=True)]
        }
    AnswerFile.objects.bulk_create(rows)
    return renamed


def erase_files(survey: Survey, ids: Collection[str]) -> None:
    if ids:
        survey.draft_files.filter(pk__in=list(ids)).delete()


def export_files(answers: FileAnswers, *, by: User) -> Iterator[bytes]:
    """A zip archive of all files of a question, piece by piece; what was fetched is in the audit trail."""
    record(by, "exported files", answers.question, files=answers.files)
    return archive_of(answers)
