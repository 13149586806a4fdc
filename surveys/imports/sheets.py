"""Rows of a table become sheets of answers; what is wrong is said with its line and column."""

from dataclasses import dataclass, field

from django.conf import settings

from recommendations.documents.tables import Line
from recommendations.exports import RUN_BY_SPREADSHEETS
from surveys.exports.columns import layout_of
from surveys.exports.words import NotReadable
from surveys.imports.mapping import Mapping
from surveys.imports.tables import AnswerTable
from surveys.models import Question

LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Problem:
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.reason}"


@dataclass
class Reading:
    """`sheets` are (language, {code: value}) of the good rows; `not_asked` counts answers that were dropped
    because the survey does not ask this question of somebody who answered so."""

    sheets: list[tuple[str, dict[str, dict]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bad_rows: int = 0
    not_asked: int = 0


def read_sheets(table: AnswerTable, mapping: Mapping, questions: list[Question], language: str) -> Reading:
    """All rows, in the order of the table. Rows without any answer are sheets, too: somebody sent nothing."""
    reading = Reading()
    of_question: dict[str, list[int]] = {}
    for place, column in mapping.columns.items():
        of_question.setdefault(column.question.code, []).append(place)
    asked = [question for question in questions if question.code in of_question]
    for line in table.lines:
        values, problems = values_of(table, line, mapping, asked, of_question)
        spoken, wrong = language_of(table, line, mapping, language)
        if problems or wrong:
            reading.problems += [*problems, *wrong]
            reading.bad_rows += 1
            continue
        shown = {question.code: values[question.code] for question in asked if is_kept(question, values)}
        reading.not_asked += len(values) - len(shown)
        reading.sheets.append((spoken, shown))
    return reading


def is_kept(question: Question, values: dict[str, dict]) -> bool:
    return question.code in values and question.is_shown(values)


def values_of(table: AnswerTable, line: Line, mapping: Mapping, asked: list[Question], places: dict):
    """({code: value}, problems) of a row."""
    values, problems, row = {}, [], table.cells(line)
    for question in asked:
        words = mapping.values.get(question.code, {})
        cells = {}
        for place in places[question.code]:
            text = as_it_was(row[place])
            cells[mapping.columns[place].part] = words.get(text, text)
        try:
            value = layout_of(question).value(question, cells)
        except NotReadable as error:
            heading = table.headings[places[question.code][0]].name
            problems.append(Problem(line.number, heading, str(error)))
        else:
            if value:
                values[question.code] = value
    return values, problems


def as_it_was(text: str) -> str:
    """Without the dot that our exports put before what a spreadsheet would run."""
    return text[1:] if text.startswith(".") and text[1:].startswith(RUN_BY_SPREADSHEETS) else text


def language_of(table: AnswerTable, line: Line, mapping: Mapping, usual: str) -> tuple[str, list[Problem]]:
    """Of the row where a column says it (our export may say "several"), else the one of the whole table."""
    said = table.cells(line)[mapping.language_place] if mapping.language_place is not None else ""
    if said in ("", "several"):
        return mapping.language or usual, []
    if said not in LANGUAGES:
        return usual, [Problem(line.number, "language", f"“{said}” is no language of the portal")]
    return said, []
