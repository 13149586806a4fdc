"""Checks of figures: known ones, live ones, and none that tells of a few people."""

import re
from collections.abc import Iterator
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.material import TOKEN, Material, UnknownFigure, check_figures
from reports.publication.check import Check, Finding, Passage, left_to_right, named
from reports.publication.links import ADDRESS

# A number by itself: not a part of a symbol (A/HRC/48/2), a code (Q16), a date or another number (3.1).
NUMBER = re.compile(r"(?<![\w/.,:\-–])(\d{1,6})(?:[\s\u00a0\u202f]?([%٪]))?(?![\w/]|[.,:\-–]\d)")
YEARS = range(1900, 2100)
LEAST = 5  # smaller numbers are words of the text: two rooms, four meetings
NEAR = 2  # percentage points


class FiguresAreKnown(Check):
    title = gettext_lazy("Every live figure is one that the survey has")

    def findings(self, candidate):
        for passage in candidate.passages:
            for text in passage.texts.values():
                if problem := self.problem(text, candidate.material):
                    sentence = _("“%(name)s”: %(problem)s") % {"name": passage.name, "problem": problem}
                    yield Finding(sentence, passage.where)

    def problem(self, text: str, material: Material) -> str:
        try:
            check_figures(text)
            material.filled(text)
        except ValidationError as error:
            return " ".join(error.messages)
        except UnknownFigure as unknown:
            return _("the survey has no figure for %(figure)s.") % {"figure": unknown}
        return ""


class Figures:
    """All live figures that can be written about a survey, by what they say today."""

    def __init__(self, material: Material):
        self.material = material

    @cached_property
    def counts(self) -> dict[int, str]:
        """{how many: the token that gives it}."""
        found = {} if self.results["responses"] is None else {self.results["responses"]: "[[responses]]"}
        for question, row in self.rows():
            found.setdefault(row["count"], f"[[count {question} {row['code']}]]")
        return found

    @cached_property
    def shares(self) -> dict[int, str]:
        """{percent: the token that gives it}."""
        found: dict[int, str] = {}
        for question, row in self.rows():
            if row["percent"] is not None:
                found.setdefault(row["percent"], f"[[share {question} {row['code']}]]")
        return found

    @cached_property
    def results(self) -> dict:
        if self.material.survey is None:
            return {"responses": None, "is_silent": True, "questions": []}
        return self.material.results

    def rows(self) -> Iterator[tuple[str, dict]]:
        if self.results["is_silent"]:
            return
        for result in self.results["questions"]:
            for row in result["rows"]:
                if row["count"] is not None and TOKEN.fullmatch(f"[[count {result['code']} {row['code']}]]"):
                    yield result["code"], row


class NumbersAreLive(Check):
    """Numbers that were typed, where a live figure gives the same or nearly the same."""

    title = gettext_lazy("Figures of the survey are live, not typed")

    def findings(self, candidate):
        figures = Figures(candidate.material)
        for passage in candidate.passages:
            for number, is_share in sorted(typed_in(passage)):
                if sentence := self.sentence(figures, number, is_share):
                    words = {"name": passage.name, "problem": sentence}
                    sentence = _("“%(name)s”: %(problem)s") % words
                    yield Finding(sentence, passage.where, is_advice=True)

    def sentence(self, figures: Figures, number: int, is_share: bool) -> str:
        """What is advised; "" where no figure of the survey is meant, as far as one can tell."""
        known = figures.shares if is_share else figures.counts
        if number in known:
            words = {"number": f"{number}%" if is_share else number, "token": left_to_right(known[number])}
            return _("%(number)s is typed. Write %(token)s, and it stays right.") % words
        near = min(known, key=lambda figure: abs(figure - number), default=None) if is_share else None
        if near is None or abs(near - number) > NEAR:
            return ""
        token = left_to_right(known[near])
        words = {"number": f"{number}%", "token": token, "today": f"{near}%"}
        return _("no figure says %(number)s today. The nearest is %(token)s, with %(today)s.") % words


def typed_in(passage: Passage) -> set[tuple[int, bool]]:
    """(number, is it a percentage?) of all numbers in prose, in any digits."""
    found = set()
    for text in passage.texts.values():
        prose = ADDRESS.sub(" ", re.sub(r"\[\[.*?\]\]", " ", text))
        for digits, percent in NUMBER.findall(prose):
            number = int(digits)
            if percent or (number >= LEAST and number not in YEARS):
                found.add((number, bool(percent)))
    return found


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
