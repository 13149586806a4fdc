"""What a search found: how many, in which order, and how many each value of a filter would leave."""

from collections.abc import Iterator
from functools import cached_property, reduce
from itertools import islice
from operator import and_, or_
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.db.models.expressions import RawSQL

from recommendations.catalogue import Catalogue, catalogue, places_in
from recommendations.models import Recommendation, Word
from recommendations.models.search import CHINESE, Asked, anywhere, condition, excluding, named
from recommendations.names import Name
from recommendations.rows import Row, mark, rows_of
from recommendations.words import lexemes_of

# Of more than these the order of relevance says nothing and costs much: the newest come first.
RANKED_AT_MOST = 1000
SHOWN_IN_CHART = 20
LAST = (True,)  # the place of what has no number, where numbers are sorted


class Answer(NamedTuple):
    """Where words stand in texts, and the words alike that were looked for when they stood nowhere."""

    bits: int
    alike: tuple[str, ...] = ()


class Found:
    """What a search leaves; `asked` has `words`, `chosen` and `sort` (forms/filters.py)."""

    def __init__(self, asked, language: str, within: Catalogue | None = None):
        self.asked, self.language = asked, language
        self.catalogue = within or catalogue()
        self.answer = self._answer()
        self.conditions = {
            name: self.catalogue.holding(name, values) for name, values in asked.chosen.items()
        }
        if asked.words:
            self.conditions["q"] = self.answer.bits
        self.bits = reduce(and_, self.conditions.values(), self.catalogue.everything)
        self._counted: dict[str, dict[str, int]] = {}

    def _answer(self) -> Answer:
        words = self.asked.words
        if not words:
            return Answer(self.catalogue.everything)
        return self.catalogue.remembered(words, lambda: look_for(words, self.catalogue))

    @cached_property
    def count(self) -> int:
        return self.bits.bit_count()

    @cached_property
    def made_by_states(self) -> int:
        """How often States made these recommendations: the figure that UPR Info publishes."""
        if "recommender" in self.conditions:
            return sum(self.catalogue.counts("recommender", self.bits).values())
        return sum(self.counts("recommender").values())

    def counts(self, name: str) -> dict[str, int]:
        """Value → how many there would be with it, given all other filters."""
        if name not in self._counted:
            others = (bits for other, bits in self.conditions.items() if other != name)
            bits = reduce(and_, others, self.catalogue.everything) if name in self.conditions else self.bits
            self._counted[name] = self.catalogue.counts(name, bits)
        return self._counted[name]

    @property
    def is_ranked(self) -> bool:
        return self.asked.sort == "relevance" and self.count <= RANKED_AT_MOST

    def keys(self, start: int = 0, stop: int | None = None) -> Iterator[int]:
        """The primary keys in the order asked for, from `start` to `stop`."""
        if self.is_ranked:
            yield from self._ranked()[start:stop]
            return
        places = {
            "oldest": self._oldest,
            "state": self._by_state,
            "number": self._by_number,
        }.get(self.asked.sort, lambda: places_in(self.bits))
        ids = self.catalogue.ids
        yield from (ids[place] for place in islice(places(), start, stop))

    def keys_found(self) -> Iterator[int]:
        """The primary keys in no promised order."""
        return (self.catalogue.ids[place] for place in places_in(self.bits))

    def _ranked(self):
        """The primary keys, the best answers first: a query, to be asked for the part that is needed."""
        words = " or ".join(self.answer.alike) or self.asked.words
        among = RawSQL("select unnest(%s::bigint[])", [list(self.keys_found())])
        found = Recommendation.objects.filter(pk__in=among).by_relevance(words, reader=self.language)
        return found.values_list("pk", flat=True)

    def _stretches(self, order) -> Iterator[int]:
        """The places found, review by review in another order."""
        flags = self.bits.to_bytes(len(self.catalogue.ids) // 8, "little")
        for one in sorted(self.catalogue.stretches, key=order):
            part = int.from_bytes(flags[one.start : one.end], "little")
            yield from (one.start * 8 + place for place in places_in(part))

    def _oldest(self) -> Iterator[int]:
        return self._stretches(lambda one: (one.session, one.state))

    def _by_state(self) -> Iterator[int]:
        order = {state: index for index, state in enumerate(self.catalogue.names_in(self.language)["state"])}
        return self._stretches(lambda one: (order.get(one.state, len(order)), -one.session))

    def _by_number(self) -> Iterator[int]:
        return iter(sorted(places_in(self.bits), key=lambda place: self.catalogue.numbers.get(place, LAST)))

    def __getitem__(self, part: slice) -> list[Row]:
        """The rows of a page, as Django's Paginator asks for them."""
        pks = list(self.keys(part.start, part.stop))
        rows = rows_of(pks, self.catalogue.names_in(self.language), self.language)
        if self.asked.words:
            mark(rows, [*Asked.of(self.asked.words).terms, *self.answer.alike])
        return rows

    def __len__(self) -> int:
        return self.count


def look_for(words: str, within: Catalogue) -> Answer:
    """Where `words` stand; where they stand nowhere, the same with words alike in place of the unknown."""
    bits, asked = bits_of_words(words, within), Asked.of(words)
    if bits or not asked.terms or named(asked.wanted):
        return Answer(bits)
    alike, wanted = [], Q()
    for term in " ".join(asked.terms).split():
        known = anywhere(term, [term])
        if CHINESE.search(term) or Recommendation.objects.listed().filter(known).exists():
            wanted &= known
            continue
        others = Word.objects.alike(term)
        wanted &= union_of(anywhere(other, [other]) for other in others) if others else known
        alike += others
    if not alike:
        return Answer(0)
    return Answer(bits_where(wanted & excluding(asked), within), tuple(alike))


def bits_of_words(words: str, within: Catalogue) -> int:
    """Frequent words as the catalogue has them; the database is asked for the languages that leaves."""
    lexemes = lexemes_of(words) if within.by_word else {}
    held = {
        language: [within.by_word[language][one] for one in ones]
        for language, ones in lexemes.items()
        if language in within.by_word and all(one in within.by_word[language] for one in ones)
    }
    if not held:
        return bits_where(condition(words), within)
    asked, others = Asked.of(words), within.languages - held.keys()
    in_others = bits_where(anywhere(asked.wanted, asked.terms, others), within) if others else 0
    return reduce(or_, (reduce(and_, bits) for bits in held.values()), in_others)


def union_of(conditions) -> Q:
    found = Q()
    for condition_of_one in conditions:
        found |= condition_of_one
    return found


def bits_where(stands: Q, within: Catalogue) -> int:
    found = Recommendation.objects.listed().filter(stands)
    return within.bits_of(found.aggregate(pks=ArrayAgg("pk", default=[]))["pks"])


class Share(NamedTuple):
    """A row of a chart: how many, and how long its bar is, in percent."""

    name: Name
    count: int
    percent: float
    address: str


def chart(found: Found, name: str) -> list[Share]:
    """The values of a filter among what was found, the longest bar first."""
    counts = found.catalogue.counts(name, found.bits)
    most = max(counts.values(), default=1)
    return [
        Share(found.asked.names[name][value], count, 100 * count / most, found.asked.toggled(name, value))
        for value, count in sorted(counts.items(), key=lambda one: -one[1])[:SHOWN_IN_CHART]
    ]


def positions_of_cycles(found: Found) -> list[tuple[Name, int, list[tuple[str, Name, int, float]]]]:
    """(cycle, how many, [(position, its name, how many, percent of the cycle)]), the first cycle first."""
    names, kept = found.asked.names, found.catalogue
    tables = {
        position: kept.count("cycle", found.bits & bits)
        for position, bits in kept.by_value["position"].items()
    }
    return [
        (
            names["cycle"][cycle],
            total,
            [
                (
                    position,
                    label,
                    tables.get(position, {}).get(cycle, 0),
                    100 * tables.get(position, {}).get(cycle, 0) / total,
                )
                for position, label in names["position"].items()
            ],
        )
        for cycle, total in sorted(kept.counts("cycle", found.bits).items())
    ]
