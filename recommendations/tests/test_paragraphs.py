"""A recommendation is one text of a review: what its paragraph number says, and what it must not."""

import pytest
from django.db import IntegrityError, transaction

from recommendations.tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db


def test_several_texts_stand_under_one_number_as_parts():
    first = RecommendationFactory(number="121.2", part="a")

    second = RecommendationFactory(review=first.review, number="121.2", part="b")

    assert [first.name, second.name] == ["121.2 (a)", "121.2 (b)"]


@pytest.mark.parametrize("part", ["", "a"])
def test_a_number_and_part_are_given_once_in_a_review(part):
    first = RecommendationFactory(number="121.2", part=part)

    with pytest.raises(IntegrityError, match="a_number_is_given_once"), transaction.atomic():
        RecommendationFactory(review=first.review, number="121.2", part=part)

    RecommendationFactory(number="121.2", part=part)  # another review counts anew


def test_a_part_needs_a_number():
    with pytest.raises(IntegrityError, match="a_part_is_of_a_number"):
        RecommendationFactory(number="", part="a")
