"""A survey made from the columns of a table: a question a column or group, with its kind guessed and said."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.text import slugify

from surveys.exports.words import NO, YES
from surveys.imports.tables import AnswerTable, Heading

# Columns that would tell one person from another are never taken in.
PERSONAL = re.compile(
    r"\b(respondent|response|collector|record|row|user)[ _-]?id\b|^id$|\bip[ _-]?address\b|e-?mail|"
    r"^(start|end|submit)[ _-]?(date|time)|timestamp|custom data|first name|last name",
    re.IGNORECASE,
)
OTHER_TEXT = re.compile(r"^other\b.*(specify|describe)|^other$", re.IGNORECASE)
MOST_CHOICES, FEW_CHOICES = 40, 12
ON_A_PAGE = 20
TICKS = YES | NO | {"n/a"}


@dataclass
class Guess:
    """`sections` as in the file of a questionnaire; `targets` names, by place, the column of our export that
    a column of the table is; `said` what was guessed, in words."""

    sections: list[dict] = field(default_factory=list)
    targets: dict[int, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


class Guesser:
    def __init__(self, table: AnswerTable, language: str):
        self.table, self.language = table, language
        self.guess, self.questions, self.codes = Guess(), [], set()
        columns = zip(*map(table.cells, table.lines), strict=False) if table.lines else []
        self.values = {place: list(column) for place, column in enumerate(columns)}

    def made(self) -> Guess:
        for _group, headings in groupby(self.table.headings, key=lambda one: (one.code, one.question)):
            self.add_group(list(headings))
        pages = range(0, len(self.questions), ON_A_PAGE)
        self.guess.sections = [
            {"title": self.said(f"Part {number}"), "questions": self.questions[start : start + ON_A_PAGE]}
            for number, start in enumerate(pages, 1)
        ]
        return self.guess

    def said(self, text: str) -> dict[str, str]:
        return {self.language: text}

    def add_group(self, headings: list[Heading]) -> None:
        others = [one for one in headings if len(headings) > 1 and self.is_other(one)]
        plain = [one for one in headings if one not in others]
        if len(headings) > 1 and plain[0].question and self.are_ticks(plain):
            self.add_several(plain, others, "multiple")
        elif len(headings) > 1 and not others and self.are_places(plain):
            self.add_several(plain, [], "ranking")
        else:
            for one in headings:
                self.add_alone(one)

    def given(self, heading: Heading) -> Counter:
        return Counter(text for text in self.values.get(heading.place, []) if text)

    def is_other(self, heading: Heading) -> bool:
        given = self.given(heading)
        return bool(OTHER_TEXT.search(heading.label)) and any(text.casefold() not in TICKS for text in given)

    def are_ticks(self, headings: list[Heading]) -> bool:
        """Each column says yes or no, or has one word, such as its own heading, where it was chosen."""
        columns = [set(self.given(one)) for one in headings]
        words = {word.casefold() for column in columns for word in column}
        return words <= TICKS or all(len(column) <= 1 for column in columns)

    def are_places(self, headings: list[Heading]) -> bool:
        allowed = {str(place) for place in range(1, len(headings) + 1)}
        if not all(set(self.given(one)) <= allowed for one in headings):
            return False
        rows = zip(*(self.values.get(one.place, []) for one in headings), strict=False)
        return all(max(Counter(filter(None, row)).values(), default=1) == 1 for row in rows)

    def add_several(self, headings: list[Heading], others: list[Heading], kind: str) -> None:
        code, codes = self.new_code(headings[0]), set()
        choices = []
        for one in headings:
            choice = unique(slugify(one.label)[:30] or f"c{len(choices) + 1}", codes)
            choices.append({"code": choice, "label": self.said(one.label[:300] or choice)})
            self.guess.targets[one.place] = f"{code}[{choice}]"
        if others:
            self.guess.targets[others[0].place] = f"{code}.other"
        asked = {"code": code, "kind": kind, "text": self.said(headings[0].question or code)}
        self.add(asked | {"choices": choices, "offers_other": bool(others)}, [*headings, *others[:1]])
        for one in others[1:]:
            self.add_alone(one)

    def add_alone(self, heading: Heading) -> None:
        given = self.given(heading)
        if not given or tells_people_apart(heading):
            why = "it tells one person from another" if given else "it is empty"
            self.guess.said.append(f"column {heading.place + 1} “{heading.name[:60]}”: left out, {why}")
            return
        code = self.new_code(heading)
        kind = kind_of(given)
        self.guess.targets[heading.place] = code
        asked = {"code": code, "kind": kind, "text": self.said(heading.name)}
        self.add(asked | ({"choices": self.choices(given)} if kind == "single" else {}), [heading])

    def choices(self, given: Counter) -> list[dict]:
        codes: set[str] = set()
        labels = sorted(given, key=lambda text: (leading_number(text), -given[text], text))
        return [
            {"code": unique(slugify(label)[:30] or f"c{n}", codes), "label": self.said(label)}
            for n, label in enumerate(labels, 1)
        ]

    def add(self, question: dict, headings: list[Heading]) -> None:
        self.questions.append(question)
        columns = ", ".join(str(one.place + 1) for one in headings)
        self.guess.said.append(f"{question['code']}: {question['kind']}, from column {columns}")

    def new_code(self, heading: Heading) -> str:
        return unique(heading.code[:16] or f"Q{len(self.questions) + 1}", self.codes)


def tells_people_apart(heading: Heading) -> bool:
    """By what stands above the column, in either row; what has no name at all numbers people."""
    names = [part for part in (heading.question, heading.label) if part]
    return not names or any(map(PERSONAL.search, names))


def unique(code: str, taken: set[str]) -> str:
    """The code, with a number where another has it already or the portal keeps it for itself."""
    new, number = code, 2
    while new in taken or new in ("other", "declined"):
        new, number = f"{code}-{number}", number + 1
    taken.add(new)
    return new


def kind_of(given: Counter) -> str:
    """What a column holds, by what stands in it."""
    words = {text.casefold() for text in given}
    if words <= {"yes", "no"}:
        return "yes_no"
    if all(map(is_number, given)):
        return "number"
    if all(map(is_date, given)):
        return "date"
    people = sum(given.values())
    are_few = (len(given) <= FEW_CHOICES and len(given) * 2 <= people) or len(given) * 3 <= people
    is_short = max(map(len, given)) <= 300
    return "single" if len(given) <= MOST_CHOICES and are_few and is_short else "text"


def is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+([.,]\d+)?", text))


def is_date(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def leading_number(text: str) -> float:
    found = re.match(r"\d+", text)
    return float(found[0]) if found else float("inf")


def guess_survey(table: AnswerTable, language: str) -> Guess:
    """What a survey with these columns would be."""
    return Guesser(table, language).made()
