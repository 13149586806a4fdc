"""Positions are added and never rewritten."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from recommendations.actions import record_position
from recommendations.models import Position, PositionValue, Recommendation
from recommendations.tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db

CHANGES = [
    lambda entry: Position.objects.filter(pk=entry.pk).update(value=PositionValue.NOTED),
    lambda entry: entry.delete(),
]


@pytest.fixture
def entry():
    return record_position(
        RecommendationFactory(),
        by=None,
        value=PositionValue.SUPPORTED,
        language="en",
        symbol="A/HRC/1/2/Add.1",
        paragraph="4",
        own_words="accepts in principle",
    )


def test_the_latest_entry_is_the_current_position(entry):
    recommendation = entry.recommendation

    record_position(recommendation, by=None, value=PositionValue.NOTED, language="en")

    recommendation.refresh_from_db()
    assert recommendation.position == PositionValue.NOTED
    assert list(recommendation.positions.values_list("value", flat=True)) == ["supported", "noted"]


@pytest.mark.parametrize("change", CHANGES, ids=["update", "delete"])
def test_an_entry_cannot_be_changed_or_deleted(entry, change):
    with pytest.raises(DatabaseError, match="kept as it is"), transaction.atomic():
        change(entry)

    assert Position.objects.get(pk=entry.pk).value == PositionValue.SUPPORTED


@pytest.mark.parametrize("change", CHANGES, ids=["update", "delete"])
def test_without_the_trigger_it_could_be(entry, change):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table recommendations_position disable trigger positions_are_append_only")

    change(entry)

    assert not Position.objects.filter(pk=entry.pk or 0, value=PositionValue.SUPPORTED).exists()


def test_there_is_no_fourth_value(entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        record_position(entry.recommendation, by=None, value="in part", language="en")

    assert Recommendation.objects.get().position == PositionValue.SUPPORTED
