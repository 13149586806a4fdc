"""Which column of a table holds what of which question."""

from dataclasses import dataclass, field

from surveys.exports import Column, columns_of
from surveys.exports.sheets import LANGUAGE
from surveys.imports.tables import AnswerTable
from surveys.models import Question

NAMES = {"columns", "values", "language", "ignore_others"}


class BadMapping(Exception):
    """The mapping does not fit the table or the survey; the message says where."""


@dataclass
class Mapping:
    """`columns` by place in the table; `values` are words of the table that stand for codes."""

    columns: dict[int, Column]
    language_place: int | None = None
    language: str = ""
    values: dict[str, dict[str, str]] = field(default_factory=dict)


def columns_by_name(questions: list[Question]) -> dict[str, Column]:
    return {column.name: column for column in columns_of(questions, with_texts=True)}


def own_mapping(table: AnswerTable, questions: list[Question]) -> Mapping | None:
    """The mapping of a table with the columns of our export; None where there are others."""
    known, columns, language_place = columns_by_name(questions), {}, None
    for place, name in enumerate(raw_names(table)):
        if name == LANGUAGE:
            language_place = place
        elif name in known:
            columns[place] = known[name]
        else:
            return None
    return Mapping(columns, language_place) if columns else None


def raw_names(table: AnswerTable) -> list[str]:
    return [heading.question for heading in table.headings]


def mapping_of(data: object, table: AnswerTable, questions: list[Question]) -> Mapping:
    """A mapping as it is written in a file (docs/answers.md). Raises BadMapping."""
    if not isinstance(data, dict) or not isinstance(data.get("columns"), dict) or set(data) - NAMES:
        raise BadMapping('The mapping must be {"columns": {"heading": "Q1", …}, …}: see docs/answers.md.')
    known, places, mapping = columns_by_name(questions), places_by_name(table), Mapping({})
    for heading, name in data["columns"].items():
        if heading not in places:
            raise BadMapping(
                f"The table has no column “{heading}”, or more than one: write #2 for the second."
            )
        if name is None:
            continue
        if name not in known:
            raise BadMapping(f"The survey has no column “{name}”. It has {', '.join(known)}.")
        mapping.columns[places[heading]] = known[name]
    named = {places[heading] for heading in data["columns"]}
    others = [heading.name for heading in table.headings if heading.place not in named]
    if others and not data.get("ignore_others"):
        raise BadMapping(
            f"The mapping does not say what “{others[0]}” is ({len(others)} columns in all). "
            'Give null for what is left out, or "ignore_others": true.'
        )
    mapping.values, mapping.language = data.get("values", {}), data.get("language", "")
    return mapping


def places_by_name(table: AnswerTable) -> dict[str, int]:
    """By heading where it is the only one of its kind, and by number: "#1" is the first column."""
    names = [heading.name for heading in table.headings]
    places = {name: place for place, name in enumerate(names) if names.count(name) == 1}
    return places | {f"#{place + 1}": place for place in range(len(names))}
