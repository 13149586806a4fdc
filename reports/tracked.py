"""The recommendations that a report tells of, counted in memory and read in a constant number of queries."""

from collections.abc import Iterator
from functools import cached_property

from django.utils.translation import get_language

from recommendations.catalogue import Stretch, catalogue, places_in
from recommendations.models import Position, PositionValue, Recommendation
from recommendations.names import Name
from recommendations.rows import Row, rows_of


class Tracked:
    """What is listed of a State, of one of its reviews, or of a cycle, with names in the active language."""

    def __init__(self, report):
        self.catalogue = catalogue()
        self.language = get_language()
        self.names = self.catalogue.names_in(self.language)
        self.reviews = [one for one in self.catalogue.stretches if belongs(one, report)]
        self.bits = sum(one.bits for one in self.reviews) & self.catalogue.everything
        self.count = self.bits.bit_count()

    def counts(self, name: str) -> dict[str, int]:
        """Value of a filter → how many have it."""
        return self.catalogue.counts(name, self.bits)

    @cached_property
    def made(self) -> int:
        """How often States made them: the figure that UPR Info publishes."""
        return sum(self.counts("recommender").values())

    def by_position(self, name: str) -> dict[str, dict[str, int]]:
        """Value of a filter → position → how many."""
        found: dict[str, dict[str, int]] = {}
        for position in PositionValue.values:
            held = self.bits & self.catalogue.by_value["position"].get(position, 0)
            for value, count in self.catalogue.count(name, held).items():
                found.setdefault(value, {})[position] = count
        return found

    def label(self, name: str, value: str) -> dict:
        return self.written(self.names[name][value])

    def written(self, name: Name) -> dict:
        return {"language": name.borrowed or self.language, "text": name.text}

    def keys_of(self, review: Stretch) -> list[int]:
        """The primary keys in the order of the paragraphs."""
        return [self.catalogue.ids[place] for place in places_in(review.bits & self.bits)]

    @cached_property
    def keys(self) -> list[int]:
        return [pk for review in self.reviews for pk in self.keys_of(review)]

    def rows(self) -> Iterator[tuple[Stretch, list[Row]]]:
        """Each review that has recommendations, the latest first, with its rows; one query."""
        rows = {row.pk: row for row in rows_of(self.keys, self.names, self.language)}
        for review in self.reviews:
            if keys := self.keys_of(review):
                yield review, [rows[pk] for pk in keys]

    @cached_property
    def is_generated(self) -> bool:
        """Is one of them an example that no State ever made?"""
        generated = Recommendation.objects.filter(batch__kind="generated", pk__in=self.keys)
        return generated.exists()

    def own_words(self) -> dict[int, Position]:
        """The latest position of each, where the State's own words are known; one query."""
        latest = Position.objects.filter(recommendation__in=self.keys).order_by(
            "recommendation", "-recorded_at", "-pk"
        )
        last = latest.distinct("recommendation").select_related("document")
        return {one.recommendation_id: one for one in last if one.own_words}


def belongs(stretch: Stretch, report) -> bool:
    if report.review_id:
        return stretch.pk == report.review_id
    if report.reviewed_state_id:
        return stretch.state == report.reviewed_state.iso3
    return stretch.cycle == report.cycle.number
