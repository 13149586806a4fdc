"""Files on their way in: kept for their reading and what a person decides on it, for a day at most."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from recommendations.actions.jobs import read_upload, save_upload
from recommendations.models import KnownColumn, PendingImport
from reference.models import normalise
from upr_portal.jobs import post_on_commit
from upr_portal.states import WrongState

UPLOADS_LIVE = timedelta(hours=24)
State = PendingImport.State
ANEW = {"problem": "", "progress": 0, "attempts": 0}


@transaction.atomic
def keep_upload(
    *, by: User, file_name: str, content: bytes, language: str, family: str = "", skip_bad_rows: bool = False
) -> PendingImport:
    """Keep a file, one for each person, and have it read in the background. WrongState: the one before is
    just being saved."""
    forget_old_uploads()
    discard_upload(by=by)
    upload = PendingImport.objects.create(
        user=by,
        family=family,
        file_name=file_name,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        language=language,
        skip_bad_rows=skip_bad_rows,
    )
    post_on_commit(read_upload, upload.pk)
    return upload


def discard_upload(*, by: User) -> None:
    """Remove a person's file. Raises WrongState while it is being saved."""
    PendingImport.objects.removable().filter(user=by).delete()
    if PendingImport.objects.filter(user=by).exists():
        raise WrongState("the file is being saved")


def forget_old_uploads() -> None:
    """Files that nobody confirmed within a day go."""
    old = PendingImport.objects.filter(uploaded_at__lt=timezone.now() - UPLOADS_LIVE)
    old.removable().delete()


@transaction.atomic
def read_again(upload: PendingImport, *, family: str, language: str) -> None:
    """Read the file as another family or in another language; what was decided on the old reading goes."""
    again = {"family": family, "language": language, "decisions": {}, "reading": None}
    upload.move_to(State.WAITING, seen_at=timezone.now(), **again, **ANEW)
    post_on_commit(read_upload, upload.pk)


@transaction.atomic
def save_as_shown(upload: PendingImport) -> None:
    """Have UPR Info's export saved in the background as its trial run showed it. WrongState: it is not here
    any more as it was shown, or rows are bad and nobody asked to leave them out."""
    if upload.reading["account"]["rows_refused"] and not upload.skip_bad_rows:
        raise WrongState("rows of the file are bad")
    upload.move_to(State.CONFIRMED, seen_at=timezone.now(), **ANEW)
    post_on_commit(save_upload, upload.pk)


@transaction.atomic
def take_up_again(upload: PendingImport) -> None:
    """Post work whose message was lost, or whose worker has died."""
    state, job = (State.CONFIRMED, save_upload) if upload.is_being_saved else (State.WAITING, read_upload)
    PendingImport.objects.filter(pk=upload.pk, state=upload.state).update(state=state, seen_at=timezone.now())
    post_on_commit(job, upload.pk)


@transaction.atomic
def decide(upload: PendingImport, *, by: User, **decisions: Any) -> None:
    """Keep what a person chose of the document as a whole: `state`, `session`, `stage`, `symbol`, `language`,
    `groups`, `matches`. Dictionaries are added to those that are there. Raises WrongState where the file is
    no longer the one that was shown."""
    locked = of(upload, by)
    for name, value in decisions.items():
        if isinstance(value, dict):
            locked.decisions.setdefault(name, {}).update(value)
        else:
            locked.decisions[name] = value
    locked.save(update_fields=["decisions"])
    upload.decisions = locked.decisions


@transaction.atomic
def name_columns(upload: PendingImport, columns: dict[str, str], *, by: User) -> None:
    """Say what the columns of a table hold (place → meaning), and remember it for their headings. Decisions
    on rows that the columns were read into otherwise go."""
    locked = of(upload, by)
    if locked.decisions.get("columns") != columns:
        locked.decisions = {"columns": columns}
    locked.save(update_fields=["decisions"])
    upload.decisions = locked.decisions
    headings = upload.reading["headings"]
    for place, meaning in columns.items():
        if heading := normalise(headings[int(place)])[:200]:
            KnownColumn.objects.update_or_create(heading=heading, defaults={"meaning": meaning})


@transaction.atomic
def correct_row(upload: PendingImport, key: str, *, by: User, **correction: Any) -> None:
    """Correct a row (`text`, `states` as spelled, `position`) or `leave_out`; forgets its last correction."""
    locked = of(upload, by)
    locked.decisions.setdefault("rows", {})[key] = correction
    locked.save(update_fields=["decisions"])
    upload.decisions = locked.decisions


@transaction.atomic
def correct_answer(upload: PendingImport, key: str, *, by: User, **correction: Any) -> None:
    """Correct one answer of an addendum: `numbers`, `position`, `qualifier`, or `leave_out`."""
    locked = of(upload, by)
    locked.decisions.setdefault("answers", {})[key] = correction
    locked.save(update_fields=["decisions"])
    upload.decisions = locked.decisions


def of(upload: PendingImport, by: User) -> PendingImport:
    """The upload, locked, if it still waits for this person's decisions with the same file."""
    waiting = PendingImport.objects.select_for_update().defer("content")
    locked = waiting.filter(pk=upload.pk, user=by, sha256=upload.sha256, state=State.READ).first()
    if locked is None:
        raise WrongState("the file that was shown is no longer here")
    return locked
