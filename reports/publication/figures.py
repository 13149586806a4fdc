"""Checks of figures: known ones, live ones, and none that tells of a few people."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.material import TOKEN
from reports.mistakes import left_to_right, mistakes_in
from reports.publication.check import Candidate, Check, Finding, named
from reports.publication.numbers import YEARS, Data, Said, Typed, said_in, typed_in, words_in
from surveys.results import facts_of

LEAST = 20  # smaller numbers count rooms, days and meetings: they meet a figure by chance
NEAR = 2  # percentage points


class FiguresAreKnown(Check):
    title = gettext_lazy("Every live figure is one that the survey has")

    def findings(self, candidate):
        for passage in candidate.passages:
            found = (mistakes_in(text, candidate.material) for text in passage.texts.values())
            for problem in dict.fromkeys(chain.from_iterable(found)):
                sentence = _("“%(name)s”: %(problem)s") % {"name": passage.name, "problem": problem}
                yield Finding(sentence, passage.where)


@dataclass(frozen=True)
class Live:
    """A figure that can be written about a survey: what it says today, and the words that speak of it."""

    token: str
    number: int
    words: frozenset[str]


class LiveFigures:
    """All of them in a language, shares and counts apart."""

    def __init__(self, results: dict):
        self.results = results

    @cached_property
    def shares(self) -> list[Live]:
        return list(self.of("share", "percent"))

    @cached_property
    def counts(self) -> list[Live]:
        return list(self.of("count", "count"))

    def of(self, kind: str, value: str) -> Iterator[Live]:
        for result in self.results["questions"] if not self.results["is_silent"] else ():
            for row in result["rows"]:
                token = f"[[{kind} {result['code']} {row['code']}]]"
                if row["count"] is not None and row[value] is not None and TOKEN.fullmatch(token):
                    yield Live(token, row[value], frozenset(words_in(row["label"]["text"])))


def figures_of(candidate: Candidate) -> dict[str, LiveFigures]:
    """What the survey says, in each language of a text; nothing without a survey."""
    if candidate.material.survey is None:
        return {}
    counted = candidate.material.counted
    languages = {language for passage in candidate.passages for language in passage.texts}
    return {language: LiveFigures(facts_of(counted, language)) for language in languages}


def data_of(candidate: Candidate) -> Data | None:
    """The numbers of the report as it is today, in whichever language; None where a figure is not known."""
    facts = next((facts for facts in candidate.today.values() if facts), None)
    return Data(facts, candidate.material) if facts else None


def speaking_of(typed: Typed, figures: list[Live]) -> list[Live]:
    """Those of which most words stand in the sentence; none where no word does."""
    most = max((len(typed.words & figure.words) for figure in figures), default=0)
    return [figure for figure in figures if most and len(typed.words & figure.words) == most]


class NumbersAreLive(Check):
    """Numbers that were typed: where a live figure very probably is what they mean, or where the data of the
    report has no such number (decision 0025).

    A proposal asks for numbers that are not there yet, so of those only the first is looked at.
    """

    title = gettext_lazy("Numbers in texts are those of the data, and live where they can be")

    def findings(self, candidate):
        figures, data = figures_of(candidate), data_of(candidate)
        for passage in candidate.passages:
            found = (
                problem
                for language, text in passage.texts.items()
                for problem in self.problems(
                    text, figures.get(language), None if passage.is_proposal else data
                )
            )
            for problem in dict.fromkeys(found):
                sentence = _("“%(name)s”: %(problem)s") % {"name": passage.name, "problem": problem}
                yield Finding(sentence, passage.where, is_advice=True)

    def problems(self, text: str, figures: LiveFigures | None, data: Data | None) -> Iterator[str]:
        """Where a live figure is meant, nothing else is said of the number."""
        advised = set()
        for typed in typed_in(text) if figures else ():
            if sentence := self.sentence(figures, typed):
                advised.add((typed.number, typed.is_share))
                yield sentence
        for said in said_in(text) if data else ():
            if (said.number, said.is_share) not in advised and not data.has(said):
                yield is_nowhere(said)

    def sentence(self, figures: LiveFigures, typed: Typed) -> str:
        """What is advised; "" where no figure of the survey is meant, as far as one can tell."""
        if typed.is_share:
            return self.of_share(figures.shares, typed)
        if typed.number < LEAST or typed.number in YEARS:
            return ""
        if typed.number == figures.results["responses"]:
            return is_typed(typed, "[[responses]]")
        meant = speaking_of(typed, [one for one in figures.counts if one.number == typed.number])
        return is_typed(typed, meant[0].token) if len(meant) == 1 else ""

    def of_share(self, shares: list[Live], typed: Typed) -> str:
        same = [one for one in shares if one.number == typed.number]
        meant = same if len(same) == 1 else speaking_of(typed, same)
        if len(meant) == 1:
            return is_typed(typed, meant[0].token)
        near = speaking_of(typed, [one for one in shares if 0 < abs(one.number - typed.number) <= NEAR])
        return "" if same or len(near) != 1 else is_nearly(typed, near[0])


def is_typed(typed: Typed, token: str) -> str:
    number = percent(typed.number) if typed.is_share else typed.number
    words = {"number": number, "token": left_to_right(token)}
    return _("%(number)s is typed. Write %(token)s, and it stays right.") % words


def is_nearly(typed: Typed, live: Live) -> str:
    token = left_to_right(live.token)
    words = {"number": percent(typed.number), "token": token, "today": percent(live.number)}
    return _("no figure says %(number)s today. The nearest is %(token)s, with %(today)s.") % words


def is_nowhere(said: Said) -> str:
    number = percent(said.written) if said.is_share else said.written
    return _("%(number)s stands nowhere in the data of this report. Look whether it is right.") % {
        "number": number
    }


def percent(number: int | str) -> str:
    return _("%(percent)s%%") % {"percent": number}


class SmallNumbersAreHidden(Check):
    """What files print is counted again: a figure that results would not tell today may not stay."""

    title = gettext_lazy("No figure in the files tells of a few people")

    def findings(self, candidate):
        for language, file in candidate.files.items():
            today = {chart["id"]: chart for chart in charts_in(candidate.today[language] or {})}
            for chart in charts_in(file.facts):
                if tells_of_few(chart, today.get(chart["id"])):
                    words = {"chart": chart["title"]["text"], "language": named(language)}
                    sentence = _(
                        "“%(chart)s” in %(language)s tells of too few people. Compile the file again."
                    )
                    yield Finding(sentence % words, candidate.files_page)


def charts_in(facts) -> Iterator[dict]:
    """Every chart of people among facts: those have a threshold."""
    if isinstance(facts, dict):
        if facts.get("threshold") and "rows" in facts:
            yield facts
        for value in facts.values():
            yield from charts_in(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from charts_in(value)


def tells_of_few(chart: dict, today: dict | None) -> bool:
    """Is a count below the threshold told, or one that is kept back today to protect another?"""
    kept_back = {row["code"] for row in (today or {"rows": []})["rows"] if row["count"] is None}
    told = [row for row in chart["rows"] if row["count"] is not None]
    return any(0 < row["count"] < chart["threshold"] or row["code"] in kept_back for row in told)
