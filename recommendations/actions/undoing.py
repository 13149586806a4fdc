"""Taking an import back: what it alone brought goes, all else stays or becomes again what it was."""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from modeltranslation.utils import build_localized_fieldname

from accounts.audit import record
from accounts.models import User
from recommendations.actions.documents import SYMBOLS
from recommendations.actions.imports import LOCK
from recommendations.actions.merging import unmerge
from recommendations.actions.numbered_saving import number_inside
from recommendations.actions.saving import AT_ONCE
from recommendations.models import (
    Appearance,
    Document,
    ImportBatch,
    ImportedRow,
    Judgement,
    Pledge,
    Position,
    PositionValue,
    Recommendation,
    Recommender,
    Review,
)

LIVE = ImportBatch.State.IMPORTED
# Of these sources each row is known by its position too, so what another file repeats keeps its position.
WITHOUT_NUMBERS = {ImportBatch.Kind.UPR_INFO, ImportBatch.Kind.GENERATED}


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: User | None) -> int:
    """Take back what this import alone brought; returns how many entries went: recommending States, pledges,
    and positions of recommendations that stay.

    What another import brought too stays, and so do a recommendation that got a position since or was split
    by a person, and a review of which more is known than its State and session. Pairs that were merged are
    apart again where one of them goes.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("select set_config('recommendations.undoing', %s, true)", [str(batch.pk)])
    batch.move_to(ImportBatch.State.UNDONE)
    touched = touched_by(batch)
    kept_back = set(answered_since(batch, touched).values_list("pk", flat=True))
    free = touched - kept_back
    recommenders = brought_by(batch, Recommender, "recommender").filter(recommendation__in=free)
    pledges = brought_by(batch, Pledge, "pledge")
    reviews = set(Review.objects.filter(recommendations__in=touched).values_list("pk", flat=True))
    reviews |= set(pledges.values_list("review", flat=True))
    removed = count_gone(recommenders, Recommender) + count_gone(pledges, Pledge)
    Appearance.objects.filter(batch=batch, recommendation__in=free).delete()
    leaving = leaving_of(free)
    apart(leaving, by=by)
    leaving.delete()
    if batch.kind not in WITHOUT_NUMBERS:
        removed += count_gone(Position.objects.filter(batch=batch, recommendation__in=free), Position)
        restore(free, batch)
    forget_document(batch, reviews)
    record(by, "undone", batch, removed=removed)
    return removed


def count_gone(rows: QuerySet, model: type) -> int:
    return rows.delete()[1].get(model._meta.label, 0)


def touched_by(batch: ImportBatch) -> set[int]:
    """Recommendations that stand in this import, or got an answer by it."""
    rows = ImportedRow.objects.filter(batch=batch, recommender__isnull=False)
    return {
        *rows.values_list("recommender__recommendation", flat=True),
        *batch.appearances.values_list("recommendation", flat=True),
        *batch.positions.values_list("recommendation", flat=True),
    }


def brought_by(batch: ImportBatch, model: type, field: str) -> QuerySet:
    """Rows of `model` that stand in this import and in no other."""
    rows = ImportedRow.objects.filter(**{field: OuterRef("pk")})
    others = rows.exclude(batch=batch).filter(batch__state=LIVE)
    return model.objects.filter(Exists(rows.filter(batch=batch)), ~Exists(others))


def answered_since(batch: ImportBatch, touched: set[int]) -> QuerySet:
    """Those that only this import brought and somebody has worked on since: they stay, with all they have."""
    positions = Position.objects.filter(recommendation=OuterRef("pk")).exclude(batch=batch)
    parts = Recommendation.objects.filter(split_from=OuterRef("pk"))
    rows = ImportedRow.objects.filter(recommender__recommendation=OuterRef("pk"))
    others = rows.filter(batch__state=LIVE).exclude(batch=batch)
    brought = Recommendation.objects.filter(Exists(rows.filter(batch=batch)), ~Exists(others), pk__in=touched)
    return brought.filter(Exists(positions) | Exists(parts))


def leaving_of(free: set[int]) -> QuerySet:
    """Those of which nothing is left: no State that made them, no document that has them."""
    return Recommendation.objects.filter(pk__in=free, recommenders=None, appearances=None)


def apart(leaving: QuerySet, *, by: User | None) -> None:
    """What was merged with one that goes stands for itself again."""
    going = list(leaving.values_list("pk", flat=True))
    pairs = Recommendation.objects.filter(
        Q(pk__in=going) | Q(merged_into__in=going), merged_into__isnull=False, split_from=None
    )
    for one in pairs.order_by("-pk"):
        unmerge(one, by=by)
    Judgement.objects.filter(Q(first__in=going) | Q(second__in=going)).delete()


def restore(touched: set[int], batch: ImportBatch) -> None:
    """Positions, numbers and texts of those that stay become what the documents that are left say."""
    rows = Recommendation.objects.filter(pk__in=touched)
    latest = Position.objects.filter(recommendation=OuterRef("pk")).order_by("-recorded_at", "-pk")
    rows.update(position=Coalesce(Subquery(latest.values("value")[:1]), Value(PositionValue.PENDING)))
    if batch.document.stage == Document.Stage.DRAFT:  # it may have taken numbers from others
        rows |= Recommendation.objects.filter(review=batch.document.review_id, number="", draft_number="")
    known = rows.filter(appearances__isnull=False, split_from=None).distinct()
    changed = [row for row in known.prefetch_related("appearances__document") if restore_from_documents(row)]
    # A number that two have until both are written would be one too many.
    numbers = ("number", "draft_number", "part")
    Recommendation.objects.filter(pk__in=[row.pk for row in changed]).update(**dict.fromkeys(numbers, ""))
    texts = [build_localized_fieldname("text", code) for code, _name in settings.LANGUAGES]
    Recommendation.objects.bulk_update(changed, [*numbers, *texts], batch_size=AT_ONCE)


def restore_from_documents(row: Recommendation) -> bool:
    """Whether the documents that are left say anything else than the row."""
    appearances = sorted(row.appearances.all(), key=lambda one: one.pk)
    before = (row.number, row.draft_number, row.part)
    drafts = [one for one in appearances if one.number and one.document.stage == Document.Stage.DRAFT]
    finals = [one for one in appearances if one.number and one.document.stage != Document.Stage.DRAFT]
    if drafts or finals:
        row.number = finals[-1].number if finals else ""
        row.part = (finals or drafts)[-1].part
        row.draft_number = number_inside(drafts[-1], row.part) if drafts else ""
    spoken = {one.language for one in appearances} | {row.original_language}
    lost = [build_localized_fieldname("text", code) for code, _ in settings.LANGUAGES if code not in spoken]
    gone = [column for column in lost if getattr(row, column)]
    for column in gone:
        setattr(row, column, None)
    return bool(gone) or before != (row.number, row.draft_number, row.part)


def forget_document(batch: ImportBatch, reviews: set[int]) -> None:
    """A document that no import stands for says nothing of its review any more; a bare review goes."""
    document = batch.document
    if not ImportBatch.objects.filter(document=document, state=LIVE).exists() and document.review_id:
        reviews.add(document.review_id)
        field = SYMBOLS.get((document.family, document.stage))
        if field:
            Review.objects.filter(pk=document.review_id, **{field: document.symbol}).update(**{field: ""})
        Document.objects.filter(pk=document.pk).update(review=None)
    bare = Review.objects.filter(
        dates=None, documents=None, draft_symbol="", report_symbol="", addendum_symbol=""
    )
    bare.filter(pk__in=reviews, recommendations=None, pledges=None).delete()
