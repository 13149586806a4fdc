"""A table of answers with one heading row or two: "Which films?" above, and a film a column below it."""

import re
from dataclasses import dataclass

from recommendations.documents.tables import Line, read_table
from recommendations.documents.unreadable import Unreadable

# What SurveyMonkey writes below a question that has one column.
ONE_COLUMN = {"response", "open-ended response"}
# LimeSurvey writes "currentEmp13[2]. In which disciplines? [Physics]".
LIMESURVEY = re.compile(r"^(?P<code>\w+)\[(?P<part>\w+)\]\.\s*(?P<text>.*?)\s*\[(?P<label>.*)\]$", re.DOTALL)
CODED = re.compile(r"^(?P<code>[A-Za-z]\w{0,19})\.\s+(?P<text>.+)$", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """Of a column, counted from 0: the question it belongs to, and what it holds of it."""

    place: int
    question: str
    label: str = ""
    code: str = ""

    @property
    def name(self) -> str:
        """As mappings name it."""
        return " – ".join(filter(None, [self.question, self.label]))


@dataclass
class AnswerTable:
    headings: list[Heading]
    lines: list[Line]

    def cells(self, line: Line) -> list[str]:
        """One a heading, also where a line is shorter."""
        return line.cells + [""] * (len(self.headings) - len(line.cells))


def read_answer_table(content: bytes, *, heading_rows: int | None = None) -> AnswerTable:
    """The headings and rows of a csv or Excel file of up to 30 MB and 100,000 rows. Raises Unreadable."""
    lines = read_table(content)
    if not lines:
        raise Unreadable("The file is empty.")
    first, rest = lines[0].cells, lines[1:]
    if heading_rows == 2 or (heading_rows is None and rest and has_two_headings(first, rest[0].cells)):
        if not rest:
            raise Unreadable("The file has no second heading row.")
        return AnswerTable(two_headings(first, rest[0].cells), rest[1:])
    return AnswerTable([one_heading(place, text) for place, text in enumerate(first)], rest)


def has_two_headings(first: list[str], second: list[str]) -> bool:
    """A column beyond the first has no heading of its own, or the second row says "Response"."""
    below = [text.casefold() for text in second]
    return any(not text for text in first[1:]) or any(text in ONE_COLUMN for text in below)


def two_headings(first: list[str], second: list[str]) -> list[Heading]:
    headings, question = [], ""
    second = second + [""] * (len(first) - len(second))
    for place, (text, label) in enumerate(zip(first, second, strict=False)):
        question = text or question
        headings.append(Heading(place, question, "" if label.casefold() in ONE_COLUMN else label))
    return headings


def one_heading(place: int, text: str) -> Heading:
    if found := LIMESURVEY.match(text):
        return Heading(place, found["text"], found["label"], found["code"])
    if found := CODED.match(text):
        return Heading(place, found["text"], "", found["code"])
    return Heading(place, text)
