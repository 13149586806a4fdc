"""All listed recommendations in memory, one bit each, so that filters are combined and counted at once.

A recommendation has a place; in the number kept for a value – "supported", "Chile" – the bit of that place is
set. What two filters leave is one `&`, how many one `bit_count()`. Each process keeps one catalogue and makes
it anew when `Change` says that something was committed since. Why not counted in SQL:
docs/decisions/0012-a-catalogue-of-bits.md.
"""

import re
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from threading import Lock

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from recommendations.models import Change, Recommendation, Recommender, Review, ReviewDate
from recommendations.names import VOCABULARIES, Name, names_of_values
from recommendations.words import frequent_words, written_languages
from reference.models import State, StateGroupMembership

TEXTS_KEPT = 200

SET_BITS = [[place for place in range(8) if byte >> place & 1] for byte in range(256)]


def places_in(bits: int) -> Iterator[int]:
    """The places whose bit is set, in order."""
    for index, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            for place in SET_BITS[byte]:
                yield index * 8 + place


def union(numbers: Iterable[int]) -> int:
    return reduce(or_, numbers, 0)


def in_order_of_numbers(row: tuple) -> tuple:
    """ "6.9" before "6.10", what has no number last."""
    pk, number = row
    return not number, [int(digits) for digits in re.findall(r"\d+", number)], number, pk


@dataclass(frozen=True)
class Stretch:
    """The places of one review: whole bytes, so that they are counted without shifting."""

    pk: int
    state: str
    session: int
    cycle: int
    day: date | None
    start: int
    end: int

    @property
    def bits(self) -> int:
        return ((1 << (self.end - self.start) * 8) - 1) << self.start * 8


class Catalogue:
    """What is listed at one version of the database."""

    def __init__(self, version: tuple[int, int]):
        self.version = version
        self.stretches: list[Stretch] = []
        self.ids = array("q")
        self.numbers: dict[int, tuple] = {}
        self._arrange()
        highest = max(self.ids, default=0)
        self._place_of = array("i", [-1]) * (highest + 1)
        for place, pk in enumerate(self.ids):
            if pk:
                self._place_of[pk] = place
        self.everything = self.bits_of(pk for pk in self.ids if pk)
        self._texts: OrderedDict = OrderedDict()
        self._names: dict[str, dict] = {}

    def _arrange(self) -> None:
        """Give each recommendation its place: newest session first, then State, then number."""
        number = Coalesce(NullIf("number", Value("")), "draft_number")
        listed = Recommendation.objects.listed().order_by().values_list("review")
        rows = listed.annotate(
            pks=ArrayAgg("pk", order_by="pk"),
            numbers=ArrayAgg(Concat(number, Value(" "), "part"), order_by="pk"),
        )
        in_review = {review: (pks, numbers) for review, pks, numbers in rows}
        day = ReviewDate.objects.filter(review=OuterRef("pk"), step=ReviewDate.Step.REVIEW).values("day")
        known = Review.objects.order_by("-session__number", "state__iso3").values_list(
            "pk",
            "state__iso3",
            "session__number",
            "session__cycle__number",
            Coalesce(Subquery(day), "session__starts_on"),
        )
        for review in known:
            if review[0] in in_review:
                pks, numbers = in_review[review[0]]
                rows = zip(pks, (number.strip() for number in numbers), strict=True)
                start = len(self.ids) // 8
                if any(number != " " for number in numbers):
                    rows = sorted(rows, key=in_order_of_numbers)
                    order = ((place, in_order_of_numbers(row)) for place, row in enumerate(rows, start * 8))
                    self.numbers |= {place: key for place, key in order if not key[0]}
                self.ids.extend(pk for pk, _ in rows)
                self.ids.extend([0] * (-len(self.ids) % 8))
                self.stretches.append(Stretch(*review, start, len(self.ids) // 8))

    def bits_of(self, pks: Iterable[int]) -> int:
        """The number that has the bits of these recommendations; what is not listed here is left out."""
        flags, known, highest = bytearray(len(self.ids) // 8), self._place_of, len(self._place_of)
        for pk in pks:
            place = known[pk] if pk < highest else -1
            if place >= 0:
                flags[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(flags, "little")

    @cached_property
    def by_value(self) -> dict[str, dict[str, int]]:
        """Filter → value → bits, for what differs between the recommendations of a review."""
        listed = Recommendation.objects.listed().order_by()
        goals = Recommendation.goals.through.objects.annotate(value=Cast("goal__number", CharField()))
        held = {
            "recommender": held_by(Recommender.objects, "state__iso3"),
            "position": held_by(listed, "position", "pk"),
            "action": held_by(listed, "action_category", "pk"),
            "issue": held_by(terms(Recommendation.issues.through, "theme", "issue"), "value"),
            "persons": held_by(terms(Recommendation.persons.through, "personsgroup", "persons"), "value"),
            "goal": held_by(goals, "value"),
        }
        bits = {
            name: {value: self.bits_of(pks) for value, pks in rows if value} for name, rows in held.items()
        }
        return bits | self._groups(bits["recommender"])

    def _groups(self, made_by: dict[str, int]) -> dict[str, dict[str, int]]:
        """Regional groups and organisations of the recommending States, as they were on the review's day."""
        groups: dict[str, int] = {}
        for state, group in State.objects.values_list("iso3", "regional_group__code"):
            if group and state in made_by:
                groups[group] = groups.get(group, 0) | made_by[state]
        organisations: dict[str, int] = {}
        for state, organisation, since, until in memberships():
            if state in made_by:
                held = made_by[state]
                if since or until:
                    held &= union(one.bits for one in self.stretches if holds(one.day, since, until))
                organisations[organisation] = organisations.get(organisation, 0) | held
        return {"group": groups, "organisation": organisations}

    @cached_property
    def by_review(self) -> dict[str, dict[str, list[int]]]:
        """Filter → value → which stretches, for what all recommendations of a review share."""
        groups = dict(State.objects.values_list("iso3", "regional_group__code"))
        found: dict[str, dict[str, list[int]]] = {
            name: {} for name in ("state", "session", "cycle", "state_group", "state_organisation")
        }
        of_state: dict[str, list] = {}
        for state, organisation, since, until in memberships():
            of_state.setdefault(state, []).append((organisation, since, until))
        for index, one in enumerate(self.stretches):
            found["state"].setdefault(one.state, []).append(index)
            found["session"].setdefault(str(one.session), []).append(index)
            found["cycle"].setdefault(str(one.cycle), []).append(index)
            if groups.get(one.state):
                found["state_group"].setdefault(groups[one.state], []).append(index)
            for organisation, since, until in of_state.get(one.state, ()):
                if holds(one.day, since, until):
                    found["state_organisation"].setdefault(organisation, []).append(index)
        return found

    def holding(self, name: str, values: Iterable[str]) -> int:
        """The bits of what has any of these values of a filter."""
        if name in self.by_review:
            chosen = [index for value in values for index in self.by_review[name].get(value, ())]
            return union(self.stretches[index].bits for index in chosen) & self.everything
        return union(self.by_value[name].get(value, 0) for value in values)

    @cached_property
    def totals(self) -> dict[str, dict[str, int]]:
        return {name: self.count(name, self.everything) for name in (*self.by_review, *self.by_value)}

    def counts(self, name: str, bits: int) -> dict[str, int]:
        """How many of `bits` have each value of a filter; values that none has are left out."""
        return self.totals[name] if bits == self.everything else self.count(name, bits)

    def count(self, name: str, bits: int) -> dict[str, int]:
        if name in self.by_value:
            counted = ((value, (held & bits).bit_count()) for value, held in self.by_value[name].items())
        else:
            sizes = self.sizes(bits)
            held = self.by_review[name].items()
            counted = ((value, sum(sizes[index] for index in indexes)) for value, indexes in held)
        return {value: count for value, count in counted if count}

    def sizes(self, bits: int) -> list[int]:
        """How many of `bits` lie in each stretch."""
        flags = bits.to_bytes(len(self.ids) // 8, "little")
        parts = (flags[one.start : one.end] for one in self.stretches)
        return [int.from_bytes(part, "little").bit_count() for part in parts]

    def names_in(self, language: str) -> dict[str, dict[str, Name]]:
        """What the values of each filter are called; `language` must be the active one."""
        if language not in self._names:
            self._names[language] = names_of_values(language)
        return self._names[language]

    @cached_property
    def by_word(self) -> dict[str, dict[str, int]]:
        """Language → word, as the search has it, → bits; only of words that stand in many texts."""
        found: dict[str, dict[str, int]] = {}
        for language, word, pks in frequent_words():
            found.setdefault(language, {})[word] = self.bits_of(pks)
        return found

    @cached_property
    def languages(self) -> set[str]:
        return written_languages()

    def remembered(self, words: str, find: Callable):
        """What `find()` found for `words` in the texts, kept for the next page of the same search."""
        if words not in self._texts:
            self._texts[words] = find()
        while len(self._texts) > TEXTS_KEPT:
            self._texts.popitem(last=False)
        return self._texts[words]


def held_by(rows, value: str, recommendation: str = "recommendation"):
    """Pairs (value, keys of the recommendations that have it)."""
    return rows.order_by().values_list(value).annotate(pks=ArrayAgg(recommendation))


def terms(through: type, term: str, name: str):
    """Links to the terms of vocabularies with each term's `value` in the address."""
    vocabulary, code = f"{term}__vocabulary__code", f"{term}__code"
    usual = When(**{vocabulary: VOCABULARIES[name]}, then=F(code))
    other = Concat(vocabulary, Value("."), code, output_field=CharField())
    return through.objects.annotate(value=Case(usual, default=other, output_field=CharField()))


def memberships():
    rows = StateGroupMembership.objects.order_by()
    return rows.values_list("state__iso3", "group__code", "since", "until")


def holds(day: date | None, since: date | None, until: date | None) -> bool:
    """Whether a membership held on a day; on a day that is not known only one that still holds."""
    if day is None:
        return until is None
    return (since is None or since <= day) and (until is None or day < until)


_making = Lock()
_kept: dict[str, Catalogue] = {}


def catalogue() -> Catalogue:
    """The catalogue of what is committed now."""
    version = Change.objects.version()
    kept = _kept.get("latest")
    if kept is None or kept.version != version:
        with _making:
            kept = _kept.get("latest")
            if kept is None or kept.version != version:
                kept = Catalogue(version)
                kept.totals, kept.by_word, kept.languages  # noqa: B018 – counted before anybody else sees it
                _kept["latest"] = kept
    return kept
