"""Writing a plan: a fixed number of statements for every thousand rows."""

from modeltranslation.utils import build_localized_fieldname

from recommendations.actions.plans import Plan, ReviewKey
from recommendations.documents.rows import CheckedRow
from recommendations.models import (
    ImportBatch,
    ImportedRow,
    Pledge,
    Position,
    Recommendation,
    Recommender,
    Review,
)

AT_ONCE = 1000


def save(planned: Plan, batch: ImportBatch) -> None:
    """Write all that is new, and for every row that it stands in this file. Needs a transaction."""
    save_reviews(planned)
    save_recommendations(planned, batch)
    save_recommenders(planned, batch)
    save_pledges(planned, batch)


def save_reviews(planned: Plan) -> None:
    rows = [alike.row for group in (planned.recommendations, planned.pledges) for alike in group.values()]
    new: dict[ReviewKey, Review] = {}
    for row in rows:
        key = (row.state.pk, row.session.pk)
        if key not in planned.reviews:
            new[key] = Review(state=row.state, session=row.session)
    Review.objects.bulk_create(new.values())
    planned.reviews |= new


def in_its_language(row: CheckedRow) -> dict:
    """The text goes into the column of its own language, whatever language the person importing reads."""
    return {
        build_localized_fieldname("text", row.language): row.text,
        "original_language": row.language,
        "action_category": row.action_category,
        "fingerprint": row.fingerprint,
    }


def save_recommendations(planned: Plan, batch: ImportBatch) -> None:
    new = {key: alike for key, alike in planned.recommendations.items() if alike.known is None}
    rows = [
        Recommendation(
            review=planned.reviews[review],
            position=alike.row.position,
            is_action_confirmed=bool(alike.row.action_category) and not batch.is_generated,
            batch=batch,
            **in_its_language(alike.row),
        )
        for (review, _), alike in new.items()
    ]
    Recommendation.objects.bulk_create(rows, batch_size=AT_ONCE)
    for alike, recommendation in zip(new.values(), rows, strict=True):
        alike.known = recommendation.pk
    save_issues(Recommendation.issues.through, "recommendation_id", new.values())
    Position.objects.bulk_create(
        (
            Position(
                recommendation_id=alike.known,
                value=alike.row.position,
                own_words=alike.row.own_words,
                language=alike.row.language,
                document_id=batch.document_id,
                recorded_at=batch.imported_at,
                recorded_by=batch.imported_by,
                batch=batch,
            )
            for alike in new.values()
        ),
        batch_size=AT_ONCE,
    )


def save_issues(through, side: str, new) -> None:
    links = (through(**{side: alike.known}, theme_id=theme) for alike in new for theme in alike.issues)
    through.objects.bulk_create(links, batch_size=AT_ONCE)


def save_recommenders(planned: Plan, batch: ImportBatch) -> None:
    pairs = [
        (alike, row, Recommender(recommendation_id=alike.known, state=row.recommender, spelling=row.spelling))
        for alike in planned.recommendations.values()
        for row in alike.new_recommenders
    ]
    Recommender.objects.bulk_create([recommender for *_, recommender in pairs], batch_size=AT_ONCE)
    for alike, row, recommender in pairs:
        alike.known_recommenders[row.recommender.pk] = recommender.pk
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(batch=batch, line=row.line, recommender_id=alike.known_recommenders[state])
            for alike in planned.recommendations.values()
            for state, row in alike.recommenders.items()
        ),
        batch_size=AT_ONCE,
    )


def save_pledges(planned: Plan, batch: ImportBatch) -> None:
    new = {key: alike for key, alike in planned.pledges.items() if alike.known is None}
    rows = [
        Pledge(review=planned.reviews[review], **in_its_language(alike.row))
        for (review, _), alike in new.items()
    ]
    Pledge.objects.bulk_create(rows, batch_size=AT_ONCE)
    for alike, pledge in zip(new.values(), rows, strict=True):
        alike.known = pledge.pk
    save_issues(Pledge.issues.through, "pledge_id", new.values())
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(batch=batch, line=alike.row.line, pledge_id=alike.known)
            for alike in planned.pledges.values()
        ),
        batch_size=AT_ONCE,
    )
