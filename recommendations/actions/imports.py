"""Importing what a document says – all of it or nothing – and taking an import back."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from recommendations.actions.plans import Plan, plan
from recommendations.actions.saving import save
from recommendations.documents.rows import CheckedRow, Reading
from recommendations.models import (
    Document,
    ImportBatch,
    ImportedRow,
    PendingImport,
    Pledge,
    Position,
    Recommendation,
    Recommender,
    Review,
)

LOCK = 7_202_112  # imports run one after the other; no other advisory lock of the portal has this number
UPLOADS_LIVE = timedelta(hours=24)
EXAMPLES = 10
SHOWN = 200


class FileRefused(Exception):
    """Rows of the file are bad and nobody asked to leave them out; `reading` tells which and why."""

    def __init__(self, reading: Reading):
        super().__init__(f"{len(reading.refusals)} rows refused")
        self.reading = reading


@dataclass(frozen=True)
class Account:
    """Where each row of a file went: rows read = recommending States + repeats + pledges + refused."""

    rows_read: int
    recommenders_new: int
    recommenders_existing: int
    repeats: int
    pledges_new: int
    pledges_existing: int
    rows_refused: int
    recommendations_new: int

    @property
    def brings_nothing(self) -> bool:
        return not (self.recommenders_new or self.pledges_new)


@dataclass(frozen=True)
class Preview:
    """What an import would bring: the account, the first new rows, and which lines repeat which."""

    account: Account
    examples: list[CheckedRow]
    repeats: list[tuple[int, int]]


def preview(reading: Reading) -> Preview:
    """What importing would bring; saves nothing."""
    planned = plan(reading)
    new = (row for alike in planned.recommendations.values() for row in alike.new_recommenders)
    return Preview(account_of(planned), list(islice(new, EXAMPLES)), planned.repeats[:SHOWN])


def account_of(planned: Plan) -> Account:
    recommendations = planned.recommendations.values()
    new = sum(len(alike.new_recommenders) for alike in recommendations)
    pledges_new = sum(alike.known is None for alike in planned.pledges.values())
    return Account(
        rows_read=planned.reading.rows_read,
        recommenders_new=new,
        recommenders_existing=sum(len(alike.recommenders) for alike in recommendations) - new,
        repeats=len(planned.repeats),
        pledges_new=pledges_new,
        pledges_existing=len(planned.pledges) - pledges_new,
        rows_refused=len(planned.reading.refusals),
        recommendations_new=sum(alike.known is None for alike in recommendations),
    )


@transaction.atomic
def import_reading(
    reading: Reading,
    *,
    by: User | None,
    kind: ImportBatch.Kind,
    file_name: str,
    sha256: str,
    language: str,
    skip_bad_rows: bool = False,
) -> tuple[ImportBatch | None, Account]:
    """Save what `reading` brings, as one batch; the account tells where each row went.

    A file that was imported before and brings nothing new leaves no batch. Raises FileRefused where rows are
    bad and `skip_bad_rows` was not asked for.
    """
    if reading.refusals and not skip_bad_rows:
        raise FileRefused(reading)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    planned = plan(reading)
    account = account_of(planned)
    here_before = ImportBatch.objects.filter(
        document__sha256=sha256, kind=kind, state=ImportBatch.State.IMPORTED
    )
    if account.brings_nothing and here_before.exists():
        return None, account
    document, _ = Document.objects.get_or_create(
        family=kind, sha256=sha256, language=language, defaults={"title": file_name}
    )
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=file_name,
        document=document,
        imported_by=by,
        refusals=[asdict(refusal) for refusal in reading.refusals],
        **asdict(account),
    )
    save(planned, batch)
    record(by, "imported", batch, **asdict(account))
    return batch, account


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: User | None) -> int:
    """Take back what this import alone brought; returns how many recommending States and pledges went.

    What another import brought too stays, and so do a recommendation that got a position since and a review
    of which more is known than its State and session.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("select set_config('recommendations.undoing', %s, true)", [str(batch.pk)])
    batch.move_to(ImportBatch.State.UNDONE)
    recommenders = brought_by(batch, Recommender, "recommender").exclude(
        Exists(answered_since(batch).filter(recommendation=OuterRef("recommendation")))
    )
    touched = set(recommenders.values_list("recommendation", flat=True))
    _, gone = recommenders.delete()
    pledges = brought_by(batch, Pledge, "pledge")
    reviews = set(Review.objects.filter(recommendations__in=touched).values_list("pk", flat=True))
    reviews |= set(pledges.values_list("review", flat=True))
    _, gone_pledges = pledges.delete()
    Recommendation.objects.filter(pk__in=touched, recommenders=None).exclude(
        Exists(answered_since(batch).filter(recommendation=OuterRef("pk")))
    ).delete()
    bare = Review.objects.filter(dates=None, documents=None, report_symbol="", addendum_symbol="")
    bare.filter(pk__in=reviews, recommendations=None, pledges=None).delete()
    removed = gone.get(Recommender._meta.label, 0) + gone_pledges.get(Pledge._meta.label, 0)
    record(by, "undone", batch, removed=removed)
    return removed


def brought_by(batch: ImportBatch, model: type, field: str):
    """Rows of `model` that stand in this import and in no other."""
    rows = ImportedRow.objects.filter(**{field: OuterRef("pk")})
    others = rows.exclude(batch=batch).filter(batch__state=ImportBatch.State.IMPORTED)
    return model.objects.filter(Exists(rows.filter(batch=batch)), ~Exists(others))


def answered_since(batch: ImportBatch):
    """Positions that did not come with this import."""
    return Position.objects.exclude(batch=batch)


@transaction.atomic
def keep_upload(
    *, by: User, file_name: str, content: bytes, language: str, skip_bad_rows: bool
) -> PendingImport:
    """Keep a file between its trial run and the confirmation, one for each person, for a day at most."""
    PendingImport.objects.filter(uploaded_at__lt=timezone.now() - UPLOADS_LIVE).delete()
    upload, _ = PendingImport.objects.update_or_create(
        user=by,
        defaults={
            "file_name": file_name,
            "content": content,
            "sha256": hashlib.sha256(content).hexdigest(),
            "language": language,
            "skip_bad_rows": skip_bad_rows,
            "uploaded_at": timezone.now(),
        },
    )
    return upload


def discard_upload(*, by: User) -> None:
    PendingImport.objects.filter(user=by).delete()
