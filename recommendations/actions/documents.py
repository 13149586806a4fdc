"""Importing what a report, a matrix or another list of recommendations says, and answers from an addendum."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from accounts.audit import record
from accounts.models import User
from recommendations.actions.answers import AnswersPlan, save_answers
from recommendations.actions.imports import LOCK
from recommendations.actions.numbered import NumberedPlan
from recommendations.actions.numbered_saving import brings_position, recommenders_of, save_document
from recommendations.documents.decided import Decided
from recommendations.models import Document, ImportBatch, PendingImport, Review
from upr_portal.states import WrongState

SYMBOLS = {
    (Document.Family.REPORT, Document.Stage.DRAFT): "draft_symbol",
    (Document.Family.REPORT, Document.Stage.FINAL): "report_symbol",
    (Document.Family.ADDENDUM, ""): "addendum_symbol",
    (Document.Family.ADDENDUM, Document.Stage.FINAL): "addendum_symbol",
}


@dataclass(frozen=True)
class DocumentAccount:
    """Where everything in a document went. States and pledges are counted as in other imports; positions are
    those that it adds to recommendations which were here before; refused is what a person left out."""

    recommendations_new: int = 0
    recommendations_here: int = 0
    recommenders_new: int = 0
    recommenders_existing: int = 0
    pledges_new: int = 0
    pledges_existing: int = 0
    repeats: int = 0
    positions_new: int = 0
    positions_existing: int = 0
    rows_refused: int = 0

    @property
    def rows_read(self) -> int:
        return (
            self.recommenders_new
            + self.recommenders_existing
            + self.pledges_new
            + self.pledges_existing
            + self.repeats
            + self.positions_new
            + self.positions_existing
            + self.rows_refused
        )

    def as_batch(self) -> dict[str, int]:
        """The fields of `ImportBatch`."""
        fields = {name: value for name, value in vars(self).items() if name != "recommendations_here"}
        return {**fields, "rows_read": self.rows_read}


def account_of_document(planned: NumberedPlan) -> DocumentAccount:
    everyone = [
        target.known is not None and iso3 in target.known.recommenders
        for target, iso3, _spelling, _row in recommenders_of(planned)
    ]
    here = [target for target in planned.targets if target.known]
    return DocumentAccount(
        recommendations_new=len(planned.targets) - len(here),
        recommendations_here=len(here),
        recommenders_new=everyone.count(False),
        recommenders_existing=everyone.count(True),
        pledges_new=len(planned.pledges),
        pledges_existing=len(planned.pledges_here),
        repeats=planned.pledges_repeated,
        positions_new=sum(brings_position(target, planned) for target in here),
        rows_refused=sum(row.is_left_out for row in planned.decided.rows),
    )


def account_of_answers(planned: AnswersPlan) -> DocumentAccount:
    return DocumentAccount(
        recommendations_here=len(planned.known),
        positions_new=len(planned.new),
        positions_existing=len(planned.here_before),
        rows_refused=len(planned.refused),
    )


@transaction.atomic
def import_document(
    planned: NumberedPlan | AnswersPlan, upload: PendingImport, *, by: User
) -> tuple[ImportBatch | None, DocumentAccount]:
    """Save what was confirmed of an upload as one batch; a document that is wholly here leaves none.

    Call it inside `importing()`, with a plan made there. Raises WrongState where something still waits for
    a person's decision.
    """
    if not planned.is_ready:
        raise WrongState("something in the document is not decided yet")
    account = (
        account_of_answers(planned) if isinstance(planned, AnswersPlan) else account_of_document(planned)
    )
    same_file = ImportBatch.objects.filter(
        document__sha256=upload.sha256, kind=upload.family, state=ImportBatch.State.IMPORTED
    )
    brings = (
        account.recommendations_new + account.recommenders_new + account.pledges_new + account.positions_new
    )
    if not brings and same_file.exists():
        return None, account
    batch = ImportBatch.objects.create(
        kind=upload.family,
        file_name=upload.file_name,
        document=document_of(planned.decided, upload),
        imported_by=by,
        **account.as_batch(),
    )
    save_answers(planned, batch) if isinstance(planned, AnswersPlan) else save_document(planned, batch)
    tell_review(planned, batch.document)
    record(by, "imported", batch, **account.as_batch())
    return batch, account


@contextmanager
def importing() -> Iterator[None]:
    """Imports go one after the other; a plan made inside is still true when it is saved."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        yield


def document_of(decided: Decided, upload: PendingImport) -> Document:
    """The source as a document: one for each file, family and language."""
    document, _ = Document.objects.get_or_create(
        family=upload.family,
        sha256=upload.sha256,
        language=decided.language,
        defaults={"title": upload.file_name},
    )
    document.stage, document.symbol = decided.stage, decided.symbol[:60]
    document.save(update_fields=["stage", "symbol"])
    return document


def tell_review(planned: NumberedPlan | AnswersPlan, document: Document) -> None:
    """A document about one review belongs to it; its symbol is noted there, if none was."""
    reviews = {review.pk: review for review in planned.here.reviews.values()}
    if len(reviews) != 1:
        return
    [review] = reviews.values()
    document.review = review
    document.save(update_fields=["review"])
    field = SYMBOLS.get((document.family, document.stage))
    if field and document.symbol:
        Review.objects.filter(pk=review.pk, **{field: ""}).update(**{field: document.symbol})
