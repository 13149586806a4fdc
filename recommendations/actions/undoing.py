"""Taking an import back: what it alone brought goes, all else stays or becomes again what it was."""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from modeltranslation.utils import build_localized_fieldname

from accounts.audit import record
from accounts.models import User
from recommendations.actions.documents import SYMBOLS
from recommendations.actions.given import take_back
from recommendations.actions.going import LIVE, WITHOUT_NUMBERS, Going
from recommendations.actions.imports import LOCK
from recommendations.actions.merging import unmerge
from recommendations.actions.numbered_saving import number_inside
from recommendations.actions.saving import AT_ONCE
from recommendations.models import (
    Appearance,
    Document,
    ImportBatch,
    Judgement,
    Pledge,
    Position,
    PositionValue,
    Recommendation,
    Recommender,
    Review,
)


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: User | None) -> int:
    """Take back what this import alone brought; returns how many entries went: recommending States, pledges,
    and positions of recommendations that stay.

    What another import brought too stays, and so do a recommendation that got a position since or was split
    by a person, and a review of which more is known than its State and session. Pairs that were merged are
    apart again where one of them goes. Terms go as `Going.terms` says.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("select set_config('recommendations.undoing', %s, true)", [str(batch.pk)])
    going = Going(batch)
    free, leaving = keys(going.free), keys(going.leaving)
    recommenders, pledges, positions = keys(going.recommenders), keys(going.pledges), keys(going.positions)
    reviews = set(Review.objects.filter(recommendations__in=going.touched).values_list("pk", flat=True))
    reviews |= set(going.pledges.values_list("review", flat=True))
    batch.move_to(ImportBatch.State.UNDONE)
    terms_removed = take_back(going.terms)
    removed = count_gone(Recommender, recommenders) + count_gone(Pledge, pledges)
    Appearance.objects.filter(batch=batch, recommendation__in=free).delete()
    apart(leaving, by=by)
    Recommendation.objects.filter(pk__in=leaving).delete()
    if batch.kind not in WITHOUT_NUMBERS:
        removed += count_gone(Position, positions)
        restore(free, batch)
    forget_document(batch, reviews)
    record(by, "undone", batch, removed=removed, terms=terms_removed)
    return removed


def keys(rows: QuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def count_gone(model: type, pks: set[int]) -> int:
    return model.objects.filter(pk__in=pks).delete()[1].get(model._meta.label, 0)


def apart(going: set[int], *, by: User | None) -> None:
    """What was merged with one that goes stands for itself again."""
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
