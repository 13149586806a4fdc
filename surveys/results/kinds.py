"""How each kind of question adds up: one class a kind, and an entry in TALLIES.

A tally makes a `Scheme` of what was given – the codes that are counted, and for which of them a value
counts – and says what else may be told of the answers. The counts go through `surveys.suppression`.
A new kind is a class here, an entry in TALLIES, and where its results look different a template
`templates/surveys/results/<result>.html`.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext

from reference.models import RegionalGroup, State
from surveys.question_types import DECLINED
from surveys.results.bands import date_bands, date_in_words, in_words, number_bands
from surveys.results.counting import Given
from surveys.results.tally import Scheme, Tally, chosen, labels_of_choices, own_words, text_in
from surveys.suppression import HIDDEN, Cell, adding_up, quantile

OBSERVERS = "observers"
REGIONS = 6  # five regional groups, and Observer States
LEAST_PEOPLE_OF_A_STATE = 10
AMONG_FIRST = 3
MEANS_FROM = 20  # people


class Choices(Tally):
    def groups(self, question):
        return len(question.type.options(question)) if self.adds_up else 0

    def scheme(self, question, given, threshold):
        return Scheme([code for code, _label in question.type.options(question)], chosen)

    def labels(self, question, codes, language):
        return labels_of_choices(question, language)


class SeveralChoices(Choices):
    adds_up = False


class Region(Tally):
    """States: by regional group; those that enough people named are told by themselves."""

    def groups(self, question):
        return REGIONS if self.adds_up else 0

    def scheme(self, question, given, threshold):
        group_of = dict(State.objects.values_list("iso3", "regional_group__code"))
        groups = [*RegionalGroup.objects.values_list("code", flat=True), OBSERVERS]

        def regions(one: Given) -> list[str]:
            # Who works in two States of a group counts once.
            return list(dict.fromkeys(group_of.get(state) or OBSERVERS for state in chosen(one)))

        return Scheme(groups, regions)

    def more(self, result, given, threshold):
        people: dict[str, int] = {}
        for one in given:
            for state in chosen(one):
                people[state] = people.get(state, 0) + one.people
        named = {state: n for state, n in people.items() if n >= LEAST_PEOPLE_OF_A_STATE}
        result.states = self.without_small_rests(named, result, threshold)

    def without_small_rests(self, named: dict[str, int], result, threshold: int) -> dict[str, int]:
        """Where each person named one State, a region less its States must not leave a few people."""
        regions = result.scheme.of
        kept = {}
        for region, cell in result.cells.items():
            ours = {
                s: n for s, n in named.items() if regions(Given({"choices": [s]}, frozenset(), 0)) == [region]
            }
            ours = dict(sorted(ours.items(), key=lambda one: -one[1]))
            while ours and (cell.count is None or 0 < cell.count - sum(ours.values()) < threshold):
                ours.popitem()
            kept |= ours
        return kept

    def labels(self, question, codes, language):
        groups = {group.code: text_in(group, "name", language) for group in RegionalGroup.objects.all()}
        return groups | {OBSERVERS: own_words(gettext("Observer States"), language)}


class Regions(Region):
    adds_up = False

    def without_small_rests(self, named, result, threshold):
        return named


class Written(Tally):
    """Texts are counted, and never shown here."""

    result = "texts"
    part = "text"

    def scheme(self, question, given, threshold):
        return Scheme([self.part], lambda one: [self.part] if self.part in one.written else [])

    def labels(self, question, codes, language):
        return {self.part: own_words(gettext("Wrote an answer"), language)}


class Files(Written):
    """How many people attached something; the files themselves are no part of the results."""

    result = "files"
    part = "files"

    def labels(self, question, codes, language):
        return {self.part: own_words(gettext("Attached a file"), language)}


class Banded(Tally):
    """Answers that are put into bands, and those who prefer not to say."""

    name = ""

    def read(self, kept: Any) -> Any:
        return kept

    def bands(self, counted, threshold):
        raise NotImplementedError

    def words(self, code: str) -> str:
        raise NotImplementedError

    def counted(self, given: list[Given]) -> list[tuple[Any, int]]:
        people: dict[Any, int] = {}
        for one in given:
            if self.name in one.value:
                kept = self.read(one.value[self.name])
                people[kept] = people.get(kept, 0) + one.people
        return sorted(people.items())

    def scheme(self, question, given, threshold):
        counted = self.counted(given)
        enough = sum(people for _kept, people in counted) >= threshold
        codes, band_of = self.bands(counted, threshold) if enough else ([":"], lambda kept: ":")

        def of(one: Given) -> list[str]:
            return [band_of(self.read(one.value[self.name]))] if self.name in one.value else chosen(one)[:1]

        return Scheme(codes + ([DECLINED] if question.offers_decline else []), of)

    def labels(self, question, codes, language):
        bands = {code: own_words(self.words(code), language) for code in codes if code != DECLINED}
        return bands | {DECLINED: own_words(gettext("I prefer not to say"), language)}


class Number(Banded):
    name = "number"

    def read(self, kept):
        return float(kept)

    def bands(self, counted, threshold):
        return number_bands(counted, threshold)

    def words(self, code):
        return in_words(code)

    def more(self, result, given, threshold):
        counted = self.counted(given)
        found = {
            name: quantile(counted, share, threshold)
            for name, share in (("lower", 0.25), ("median", 0.5), ("upper", 0.75))
        }
        result.figures = {name: number for name, number in found.items() if number is not None}


class Date(Banded):
    name = "date"

    def read(self, kept):
        return date.fromisoformat(kept)

    def bands(self, counted, threshold):
        return date_bands(counted, threshold)

    def words(self, code):
        return date_in_words(code)


class Ranking(Tally):
    """Who stands first, how often among the first three, and at which place on the average."""

    result = "ranking"

    def scheme(self, question, given, threshold):
        codes = [choice.code for choice in question.choices.all()]
        return Scheme(
            codes + ([DECLINED] if question.offers_decline else []),
            lambda one: (one.value.get("ranking") or chosen(one))[:1],
        )

    def more(self, result, given, threshold):
        codes = [code for code in result.cells if code != DECLINED]
        among_first, placed, sums = (dict.fromkeys(codes, 0) for _ in range(3))
        for one in given:
            for place, code in enumerate(one.value.get("ranking", []), 1):
                if code in placed:
                    placed[code] += one.people
                    sums[code] += one.people * place
                    among_first[code] += one.people if place <= AMONG_FIRST else 0
        if len(codes) > AMONG_FIRST:
            result.among_first = self.shown_among_first(among_first, result.cells, threshold)
        rankers = sum(one.people for one in given if "ranking" in one.value)
        for code in codes:
            later = rankers - (result.cells[code].count or 0)
            is_told = result.cells[code].count is not None and (later == 0 or later >= threshold)
            if is_told and placed[code] == rankers >= MEANS_FROM:
                result.means[code] = round(sums[code] / rankers, 1)

    def shown_among_first(self, counts: dict[str, int], firsts: dict[str, Cell], threshold: int):
        """Their sum is known to who knows how many ranked; and the step from the first place to the first
        three must not be of a few people."""
        cells = adding_up(counts, threshold)
        if cells is None:
            return None
        for code, count in counts.items():
            first = firsts[code].count
            if cells[code].count is not None and (first is None or 0 < count - first < threshold):
                cells[code] = HIDDEN
        told = sorted((code for code in counts if counts[code] and cells[code].count), key=counts.get)
        if len([cell for cell in cells.values() if cell.count is None]) == 1 and told:
            cells[told[0]] = HIDDEN
        return cells

    def labels(self, question, codes, language):
        own = {choice.code: text_in(choice, "label", language) for choice in question.choices.all()}
        return own | {DECLINED: own_words(gettext("I prefer not to say"), language)}


TALLIES: dict[str, Tally] = {
    "single": Choices(),
    "multiple": SeveralChoices(),
    "scale": Choices(),
    "yes_no": Choices(),
    "state": Region(),
    "states": Regions(),
    "text": Written(),
    "short_text": Written(),
    "number": Number(),
    "date": Date(),
    "ranking": Ranking(),
    "file": Files(),
    "contact": Written(),
}
