"""What is counted in memory is what is committed: every change of what is listed makes it anew."""

import pytest

from recommendations.actions import record_position
from recommendations.catalogue import catalogue, places_in
from recommendations.models import Change, PositionValue, Recommendation
from recommendations.tests.factories import RecommendationFactory
from reference.models import RegionalGroup, State, Theme

LIST = "/en/recommendations/"


def counts(client, name: str) -> dict[str, int]:
    facets = client.get(LIST).context["facets"]
    return {one.value: one.count for facet in facets if facet["name"] == name for one in facet["values"]}


CHANGES = {
    "a new recommendation": lambda garden: RecommendationFactory(position=PositionValue.NOTED),
    "one that goes": lambda garden: garden["lakes"].delete(),
    "an answer": lambda garden: record_position(
        garden["rivers"], by=None, value=PositionValue.SUPPORTED, language="en"
    ),
    "one merged into another": lambda garden: Recommendation.objects.filter(pk=garden["lakes"].pk).update(
        is_listed=False
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_counted_at_once(client, garden, change):
    before = counts(client, "position")

    change(garden)

    after = counts(client, "position")
    assert after != before
    assert after == {
        value: count
        for value in PositionValue.values
        if (count := Recommendation.objects.listed().filter(position=value).count())
    }


def test_changed_themes_groups_and_names_are_counted_and_read_at_once(client, garden):
    client.get(LIST)

    garden["lakes"].issues.add(Theme.objects.get(code="environment"))
    State.objects.filter(iso3="FRA").update(regional_group=RegionalGroup.objects.get(code="AFRICA"))
    Theme.objects.filter(code="environment").update(name_en="Surroundings")

    assert counts(client, "issue")["environment"] == 2
    assert counts(client, "group")["AFRICA"] == 1
    assert "Surroundings" in client.get(LIST).content.decode()


def test_what_changes_nothing_that_is_listed_keeps_the_catalogue(garden):
    before = catalogue()
    assert catalogue() is before

    Change.objects.create(at="2026-01-01T00:00Z")

    assert catalogue() is not before


def test_texts_found_before_a_change_are_looked_for_again_after_it(client, garden):
    assert client.get(f"{LIST}?q=stars").context["found"].count == 0

    RecommendationFactory(text_en="Count the stars.")

    assert client.get(f"{LIST}?q=stars").context["found"].count == 1


def test_places_are_those_whose_bit_is_set():
    assert list(places_in(0b1000_0000_0101)) == [0, 2, 11]
    assert list(places_in(0)) == []
