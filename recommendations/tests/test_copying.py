"""Rows by COPY are what they would be by INSERT."""

import pytest
from django.db import IntegrityError, connection, transaction

from recommendations.actions.copying import copy_rows, count_again, new_keys
from recommendations.models import Recommendation
from recommendations.tests.factories import RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db

HARD = "A tab\there, a line\nand another\r, \\N and \\. and \\t, «l’été», ماء"


def row(review, **facts) -> dict:
    (key,) = new_keys(Recommendation, 1)
    return {"id": key, "review_id": review.pk, "text_en": HARD, "original_language": "en"} | facts


def test_a_text_is_kept_letter_by_letter():
    one = row(ReviewFactory())

    copy_rows(Recommendation, [one, row(ReviewFactory(), text_en=None, text_fr="Eau.")])

    kept = Recommendation.objects.get(pk=one["id"])
    assert (kept.text_en, kept.position, kept.is_listed) == (HARD, "pending", True)
    assert Recommendation.objects.filter(search_en="tab").count() == 1
    assert Recommendation.objects.get(text_fr="Eau.").text_en is None


def test_what_the_constraints_forbid_is_refused():
    review = ReviewFactory()
    copy_rows(Recommendation, [row(review, fingerprint="a"), row(review, fingerprint="b")])

    with pytest.raises(IntegrityError, match="alike_rows_are_one_recommendation"), transaction.atomic():
        copy_rows(Recommendation, [row(review, fingerprint="a")])


def test_keys_are_given_once():
    keys = new_keys(Recommendation, 3)

    assert RecommendationFactory().pk > max(keys)
    assert len(set(keys)) == 3


def rows_planned_for() -> int:
    """As many rows PostgreSQL expects of one review when it plans a statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "explain (format json) select from recommendations_recommendation where review_id = %s",
            [Recommendation.objects.first().review_id],
        )
        return cursor.fetchone()[0][0]["Plan"]["Plan Rows"]


def test_postgresql_plans_with_the_rows_that_have_come():
    count_again(Recommendation)
    review = ReviewFactory()
    copy_rows(Recommendation, [row(review, fingerprint=str(number)) for number in range(300)])
    assert rows_planned_for() < 30, "the positive control: it has not counted yet"

    count_again(Recommendation)

    assert rows_planned_for() == 300
