"""Other people's tables of recommendations, whatever their columns are called.

A person says what each column holds; headings that were met before, and words that headings often have,
propose it. Several values in one cell stand with "||", ";" or line breaks between them. The position of a
row stays in the table's own words until a person has said what each of these words means.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from recommendations.documents.lists import Lists
from recommendations.documents.readings import DocumentReading, ReadRow
from recommendations.documents.state_brackets import names_in
from recommendations.documents.tables import OLD_EXCEL, ZIP, as_text, clean, read_table, refuse_bombs
from recommendations.documents.unreadable import Unreadable
from recommendations.models import PositionValue
from reference.models import normalise

FAMILY = "table"
MOST_ROWS, MOST_COLUMNS, HEADINGS_WITHIN = 5000, 60, 12
FEWEST_COLUMNS = 2
SAMPLE, ROWS_COMPARED = 65_536, 3
SEPARATORS = re.compile(r"\s*(?:\|\||;|\n)\s*")
NUMBER = re.compile(r"\d{1,3}\.\d{1,3}")
SESSION = re.compile(r"\d{1,3}\b")

# Words of headings, as `normalise` gives them; the first meaning that fits counts.
HEADING_WORDS = {
    "recommenders": re.compile(
        r"recommending|recomendante|recomiendan|auteurs?\b|^from$|^rs$|^pays|^pais|origin"
    ),
    "state": re.compile(r"under review|examine|examinado|^sur$|^to$|country"),
    "session": re.compile(r"session|sesion|periodo|دورة"),
    "position": re.compile(r"position|posicion|response|reponse|respuesta|status|statut|estatus|decision"),
    "number": re.compile(r"number|numero|^no$|^n$|paragraph|parrafo|code|codigo|رقم"),
    "themes": re.compile(r"theme|tema|issue|derecho|droits|موضوع"),
    "text": re.compile(r"text|recommend|recommand|recomenda|توصي|نص"),
}
# What tables write for an official position; other words are for a person.
POSITION_WORDS = {
    "supported": {"supported", "accepted", "acceptee", "accepte", "appuyee", "aceptada", "apoyada", "مقبولة"},
    "noted": {"noted", "notee", "anotada", "tomada nota", "rejected", "rejetee", "rechazada"},
    "pending": {"pending", "en attente", "en suspens", "pendiente", "under examination"},
}


@dataclass
class ForeignTable:
    """Headings and rows as they stand; `lines` are the places of the rows in the file."""

    headings: list[str]
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    language: str = ""
    family: str = FAMILY

    def as_json(self) -> dict:
        return asdict(self)

    def samples(self, column: int) -> list[str]:
        """The first three different values of a column."""
        values = dict.fromkeys(row[column] for row in self.rows if row[column])
        return list(values)[:3]


def is_table(content: bytes) -> bool:
    """Whether a file of unknown family is a spreadsheet, or text whose first rows have as many cells each."""
    if content.startswith((ZIP, OLD_EXCEL)):
        return b"xl/" in content or content.startswith(OLD_EXCEL)
    try:
        widths = {len(line.cells) for line in read_table(content[:SAMPLE])[:ROWS_COMPARED]}
    except Unreadable:
        return False
    return len(widths) == 1 and widths.pop() >= FEWEST_COLUMNS


def read_foreign_table(content: bytes, *, language: str) -> ForeignTable:
    """The sheet that has most headings we know. Raises Unreadable where there is no table."""
    sheets = [sheet for sheet in sheets_of(content) if sheet]
    tables = [table for table in map(table_of, sheets) if len(table.headings) >= FEWEST_COLUMNS]
    if not tables:
        raise Unreadable(_("No table was found in this file. Choose a csv or Excel file with headings."))
    best = max(tables, key=likelihood)
    best.language = language or "en"
    if len(best.rows) > MOST_ROWS:
        raise Unreadable(
            _("The table has more than %(limit)s rows. Split it and import the parts.") % {"limit": MOST_ROWS}
        )
    return best


def likelihood(table: ForeignTable) -> tuple[int, float, int]:
    """Headings we know, then how few are empty, then rows: lists of choices have many rows and gaps above."""
    named = sum(1 for heading in table.headings if heading) / len(table.headings)
    return len(proposed_columns(table.headings, {})), named, len(table.rows)


def sheets_of(content: bytes) -> list[list[tuple[int, list[str]]]]:
    """Rows that hold something, with their line; a csv file is one sheet."""
    if not content.startswith((ZIP, OLD_EXCEL)):
        return [[(line.number, line.cells) for line in read_table(content)]]
    refuse_bombs(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
    except CalamineError as error:
        raise Unreadable(_("The spreadsheet is damaged. Save it anew as xlsx or csv.")) from error
    cells = [[[clean(as_text(cell)) for cell in row[:MOST_COLUMNS]] for row in sheet] for sheet in sheets]
    return [[(line, row) for line, row in enumerate(sheet, start=1) if any(row)] for sheet in cells]


def table_of(sheet: Sequence[tuple[int, list[str]]]) -> ForeignTable:
    """Of the first rows the one with most headings we know holds the headings, else the first row."""
    known = [len(proposed_columns(row, {})) for _line, row in sheet[:HEADINGS_WITHIN]]
    top = known.index(max(known))
    headings = sheet[top][1][:MOST_COLUMNS]
    while headings and not headings[-1]:
        headings = headings[:-1]
    width = len(headings)
    rows = [(line, (row + [""] * width)[:width]) for line, row in sheet[top + 1 :]]
    return ForeignTable(headings, [row for _line, row in rows], [line for line, _row in rows])


def proposed_columns(headings: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Column (its place as a word) → meaning, by what a person said before and then by words."""
    columns: dict[str, str] = {}
    for place, heading in enumerate(headings):
        name = normalise(heading)
        by_words = (
            meaning for meaning, words in HEADING_WORDS.items() if len(heading) < 60 and words.search(name)
        )
        meaning = known.get(name) or next(by_words, "")
        if meaning and meaning not in columns.values():
            columns[str(place)] = meaning
    return columns


def reading_of_table(table: ForeignTable, columns: Mapping[str, str], lists: Lists) -> DocumentReading:
    """The rows by what the columns mean; what has no text, State or session goes to the problems."""
    places = {meaning: int(column) for column, meaning in columns.items() if meaning}
    reading = DocumentReading(family=FAMILY, language=table.language)
    if "text" not in places:
        return reading
    for line, cells in zip(table.lines, table.rows, strict=True):
        said = {meaning: cells[place] for meaning, place in places.items() if place < len(cells)}
        row = row_of(line, said, lists, reading.problems)
        if row is not None:
            reading.rows.append(row)
    return reading


def row_of(line: int, said: Mapping[str, str], lists: Lists, problems: list[str]) -> ReadRow | None:
    words = " · ".join(value for value in said.values() if value)
    if not said["text"]:
        problems.append(_("Line %(line)s has no text: %(words)s") % {"line": line, "words": words})
        return None
    state = lists.iso3(said["state"]) if "state" in said else None
    session = session_in(said["session"], lists) if "session" in said else None
    if ("state" in said and not state) or ("session" in said and not session):
        problems.append(
            _("Line %(line)s names a State under review or a session that is in no list of ours: %(words)s")
            % {"line": line, "words": words}
        )
        return None
    names = [name for cell in values_in(said.get("recommenders", "")) for name in names_in(cell, lists)]
    number = NUMBER.search(said.get("number", ""))
    return ReadRow(
        number=number.group() if number else "",
        text=said["text"],
        states=[iso3 for _spelling, iso3 in names],
        spellings=[spelling for spelling, _iso3 in names],
        position=position_in(said.get("position", "")),
        lead_in=said.get("position", ""),
        own_words=said.get("position", ""),
        doubts=doubts_about(said.get("number", ""), number),
        raw=words,
        line=line,
        themes=values_in(said.get("themes", "")),
        review_state=state,
        session=session,
    )


def values_in(cell: str) -> list[str]:
    return [value for value in SEPARATORS.split(cell) if value]


def session_in(cell: str, lists: Lists) -> int | None:
    found = SESSION.search(cell)
    return int(found.group()) if found and int(found.group()) in lists.sessions else None


def position_in(cell: str) -> str:
    """Only words that leave no doubt are understood; all others are for a person."""
    return official_words().get(normalise(cell), "unclear")


@cache
def official_words() -> dict[str, str]:
    """Words for the official positions, ours of every language among them → position."""
    known = {word: position for position, words in POSITION_WORDS.items() for word in words}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            known |= {normalise(str(one.label)): one.value for one in PositionValue}
    return known


def doubts_about(cell: str, number: re.Match | None) -> list[str]:
    if number and cell.strip() != number.group():
        return [_("The number is read from “%(cell)s”. Look whether it is right.") % {"cell": cell}]
    if cell and not number:
        return [_("“%(cell)s” is no paragraph number, so the row is kept without one.") % {"cell": cell}]
    return []
