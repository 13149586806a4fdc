"""Writing a plan: a fixed number of statements, however many rows."""

from modeltranslation.utils import build_localized_fieldname

from recommendations.actions.copying import copy_rows, count_again, new_keys
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
    count_again(Review, Recommendation, Recommendation.issues.through, Position, Recommender, ImportedRow)


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
        "text": row.text,
        build_localized_fieldname("text", row.language): row.text,
        "original_language": row.language,
        "action_category": row.action_category,
        "fingerprint": row.fingerprint,
    }


def save_recommendations(planned: Plan, batch: ImportBatch) -> None:
    new = {key: alike for key, alike in planned.recommendations.items() if alike.known is None}
    rows = [
        {
            "id": key,
            "review_id": planned.reviews[review].pk,
            "position": alike.row.position,
            "is_action_confirmed": bool(alike.row.action_category) and not batch.is_generated,
            "batch_id": batch.pk,
            **in_its_language(alike.row),
        }
        for ((review, _), alike), key in zip(new.items(), new_keys(Recommendation, len(new)), strict=True)
    ]
    copy_rows(Recommendation, rows)
    for alike, row in zip(new.values(), rows, strict=True):
        alike.known = row["id"]
    save_issues(Recommendation.issues.through, "recommendation_id", new.values())
    copy_rows(
        Position,
        [
            {
                "recommendation_id": alike.known,
                "value": alike.row.position,
                "own_words": alike.row.own_words,
                "language": alike.row.language,
                "document_id": batch.document_id,
                "recorded_at": batch.imported_at,
                "recorded_by_id": batch.imported_by_id,
                "batch_id": batch.pk,
            }
            for alike in new.values()
        ],
    )


def save_issues(through, side: str, new) -> None:
    copy_rows(through, [{side: alike.known, "theme_id": theme} for alike in new for theme in alike.issues])


def save_recommenders(planned: Plan, batch: ImportBatch) -> None:
    pairs = [(alike, row) for alike in planned.recommendations.values() for row in alike.new_recommenders]
    rows = []
    for (alike, row), key in zip(pairs, new_keys(Recommender, len(pairs)), strict=True):
        alike.known_recommenders[row.recommender.pk] = key
        rows.append(
            {
                "id": key,
                "recommendation_id": alike.known,
                "state_id": row.recommender.pk,
                "spelling": row.spelling,
            }
        )
    copy_rows(Recommender, rows)
    copy_rows(
        ImportedRow,
        [
            {
                "batch_id": batch.pk,
                "line": row.line,
                "recommender_id": alike.known_recommenders[state],
            }
            for alike in planned.recommendations.values()
            for state, row in alike.recommenders.items()
        ],
    )


def save_pledges(planned: Plan, batch: ImportBatch) -> None:
    new = {key: alike for key, alike in planned.pledges.items() if alike.known is None}
    rows = [
        {"id": key, "review_id": planned.reviews[review].pk, **in_its_language(alike.row)}
        for ((review, _), alike), key in zip(new.items(), new_keys(Pledge, len(new)), strict=True)
    ]
    copy_rows(Pledge, rows)
    for alike, row in zip(new.values(), rows, strict=True):
        alike.known = row["id"]
    save_issues(Pledge.issues.through, "pledge_id", new.values())
    copy_rows(
        ImportedRow,
        [
            {"batch_id": batch.pk, "line": alike.row.line, "pledge_id": alike.known}
            for alike in planned.pledges.values()
        ],
    )
