"""OHCHR's thematic list of recommendations ("matrix") in its three layouts, known by the words of headings.

Second cycle: recommendation, recommending States, position, rights and affected persons. Second and third:
recommendation, position, themes with codes and affected persons, assessment. Fourth: recommendation and
recommending State, position, themes and groups of persons, Goals. Rows over all columns name the theme.
"""

import re
from dataclasses import dataclass, field, replace
from string import ascii_lowercase

from django.utils.translation import gettext as _

from recommendations.documents.lists import Lists
from recommendations.documents.paragraphs import Manuscript
from recommendations.documents.positions_said import stance_of
from recommendations.documents.readings import DocumentReading, ReadRow
from recommendations.documents.states_named import NamedText, named_texts
from recommendations.documents.unreadable import Unreadable

NO_THEME = "none given"
# The first column whose words stand in a heading counts; the order tells "Recommendation and recommending
# State" from "Recommending state/s".
COLUMNS = {
    "assessment": r"assessment|comments|[ée]valuation|evaluaci[óo]n",
    "goals": r"\bsdgs?\b|sustainable development|\bodd\b|\bods\b",
    "position": r"\bposition|\bposici[óo]n|\bresponse|\br[ée]ponse",
    "states": r"^recommending|^[ée]tats?\b|^estados?\b",
    "themes": r"theme|rights|affected persons|th[èe]me|tema|droits|derechos",
    "recommendation": r"recomm?[ae]nda",
}
NUMBER = re.compile(r"\s*(\d{1,3}\.\d{1,3})(?!\d)\.?\s*")
SOURCE = re.compile(r"\s*source of (?:the )?position\s*:?\s*(.*)$", re.IGNORECASE | re.DOTALL)
HEADING = re.compile(r"^(?:themes?|rights? or areas?|area|th[èe]me|tema)\s*:\s*(.*)$", re.IGNORECASE)
PERSONS = re.compile(
    r"^(?:affected persons|groups? of persons|persons affected)\s*(?::\s*(.*)|$)", re.IGNORECASE
)
BULLET = re.compile(r"^[-–•*·▪]\s*")
GOAL = re.compile(r"^(?:S\d{1,2}\s+)?(?:SDG|Goal|ODD|ODS)\s*(\d{1,2}(?:\.[0-9a-d]{1,2})?)\b", re.IGNORECASE)
NUMBERED_GOAL = re.compile(r"^(\d{1,2}(?:\.[0-9a-d]{1,2})?)\b", re.IGNORECASE)
REVIEW = re.compile(r"(?:UPR|Universal Periodic Review) of (?:the )?(.+?)\s*\(", re.IGNORECASE)
SESSION = re.compile(r"(\d{1,3})\s*(?:st|nd|rd|th)\s+session", re.IGNORECASE)
GOALS = 17


def read_matrix(manuscript: Manuscript, *, language: str = "en", lists: Lists) -> DocumentReading:
    """The rows with position, its source, themes, persons, Goals and assessment. Raises Unreadable where no
    table has columns for the recommendation and its position."""
    reader = MatrixReader(lists, language)
    for table in manuscript.tables:
        reader.read_table(table)
    if not reader.has_columns:
        raise Unreadable(
            _(
                "No table with the columns Recommendation and Position was found. Where the cells of such a "
                "table run together, nothing can be told apart: choose the Word file of the list."
            )
        )
    reading = DocumentReading(family="matrix", language=language, problems=list(manuscript.problems))
    reading.rows, reading.problems = reader.rows, reading.problems + reader.problems
    about = " ".join([manuscript.file_title, *manuscript.running_heads, *reader.above])
    about += " " + " ".join(paragraph.text for paragraph in manuscript.paragraphs[:5])
    name_review(reading, about, lists)
    reading.problems += missing_numbers(reading.rows)
    return reading


def name_review(reading: DocumentReading, about: str, lists: Lists) -> None:
    """State and session, from "UPR of Freedonia (4th Cycle - 48th Session)"."""
    named, session = REVIEW.search(about), SESSION.search(about)
    reading.state = lists.iso3(named[1]) if named else None
    reading.session = int(session[1]) if session and int(session[1]) in lists.sessions else None
    if not reading.state:
        reading.problems.append(_("The State under review was not found in the document. Choose it."))


def missing_numbers(rows: list[ReadRow]) -> list[str]:
    """A list is of all recommendations of a review, so their numbers should have no gaps."""
    places: dict[str, set[int]] = {}
    for row in rows:
        paragraph, _point, place = row.number.partition(".")
        if place:
            places.setdefault(paragraph, set()).add(int(place))
    gaps = [
        f"{paragraph}.{place}"
        for paragraph, found in places.items()
        for place in range(1, max(found))
        if place not in found
    ]
    if not gaps:
        return []
    return [_("Numbers missing in the list: %(numbers)s") % {"numbers": ", ".join(gaps[:50])}]


@dataclass
class MatrixReader:
    """Goes through the tables of one list; remembers the columns and the theme in force."""

    lists: Lists
    language: str
    rows: list[ReadRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    width: int = 0
    theme: str = ""

    @property
    def has_columns(self) -> bool:
        return bool(self.columns)

    def read_table(self, table: list[list[str]]) -> None:
        """A table without headings goes on with the columns of the one before, if it is as wide."""
        goes_on = bool(self.columns) and any(len(row) == self.width for row in table)
        for row in table:
            cells = [cell.strip() for cell in row]
            if found := columns_of(cells):
                self.columns, self.width, goes_on = found, len(cells), True
            elif not any(cells):
                continue
            elif not goes_on:
                self.above += cells
            else:
                self.read_row(cells)

    def read_row(self, cells: list[str]) -> None:
        told = {cell for cell in cells if cell}
        if len(told) == 1 and not NUMBER.match(text := told.pop()):
            self.read_heading(text)
            return
        row = {name: cells[place] for name, place in self.columns.items() if place < len(cells)}
        if len(cells) <= self.columns["recommendation"] or not row["recommendation"]:
            self.problems.append(
                _("A row without a recommendation: “%(text)s”") % {"text": " | ".join(cells)}
            )
            return
        self.rows += self.rows_of(row)

    def read_heading(self, text: str) -> None:
        heading = HEADING.match(text)
        theme = BULLET.sub("", heading[1] if heading else text).strip()
        if heading or self.lists.knows_theme(theme):
            self.theme = "" if theme.casefold() == NO_THEME else theme
        else:
            self.problems.append(_("A row that could not be placed: “%(text)s”") % {"text": text})

    def rows_of(self, cells: dict[str, str]) -> list[ReadRow]:
        """One row for each text of the recommendation's cell: several may stand under one number."""
        printed = cells["recommendation"]
        source = SOURCE.search(printed)
        body = printed[: source.start()] if source else printed
        number = NUMBER.match(body)
        common = self.common(cells, printed, number, source[1] if source else "")
        texts = self.texts(" ".join(body[number.end() if number else 0 :].split()), cells.get("states", ""))
        before = [row for row in self.rows if row.number and row.number == common.number]
        if before and [row.text for row in before] == [named.text for named in texts]:
            add_theme(before, common)
            return []
        found = [with_text(common, named) for named in texts]
        add_parts(before, found)
        return found

    def common(self, cells: dict[str, str], printed: str, number, source: str) -> ReadRow:
        """What all texts of one cell share."""
        said = stance_of(cells["position"], self.lists, self.language)
        row = ReadRow(
            number=number[1] if number else "",
            text="",
            position=said.position or "unclear",
            qualifier=said.qualifier,
            own_words=cells["position"],
            position_source=" ".join(source.split()),
            assessment=cells.get("assessment", ""),
            raw=printed,
            line=len(self.rows) + 1,
        )
        if not number:
            row.doubts.append(_("The recommendation has no number."))
        if row.position == "unclear":
            row.doubts.append(
                _("The position “%(words)s” is not clear. Choose one.") % {"words": cells["position"]}
            )
        self.add_terms(row, cells)
        return row

    def add_terms(self, row: ReadRow, cells: dict[str, str]) -> None:
        kind = row.themes
        for line in lines(cells.get("themes", "")):
            persons = PERSONS.match(line)
            goal = GOAL.match(line)
            if persons:
                kind = row.persons
                kind += [BULLET.sub("", name) for name in re.split(r"\s+-\s+", persons[1] or "") if name]
            elif goal:
                add_goal(row, goal[1], line)
            else:
                kind.append(line)
        for line in lines(cells.get("goals", "")):
            goal = GOAL.match(line) or NUMBERED_GOAL.match(line)
            add_goal(row, goal[1] if goal else "", line)
        if self.theme and self.theme not in row.themes:
            row.themes.insert(0, self.theme)
        for name in row.themes:
            if not self.lists.knows_theme(name):
                row.doubts.append(_("The theme “%(name)s” is in no list of ours.") % {"name": name})
        for name in row.persons:
            if not self.lists.knows_persons(name):
                row.doubts.append(
                    _("The group of persons “%(name)s” is in no list of ours.") % {"name": name}
                )

    def texts(self, text: str, states: str) -> list[NamedText]:
        if not states:
            return named_texts(text, self.lists)
        named = named_texts(f"{text.rstrip(' ;.')} ({' '.join(states.split())})", self.lists)
        for found in named:
            found.raw = text
        return named


def with_text(common: ReadRow, named: NamedText) -> ReadRow:
    row = replace(common, text=named.text, states=named.states, spellings=named.spellings)
    row.doubts = [*common.doubts, *named.doubts]
    row.themes, row.persons, row.goals = [*common.themes], [*common.persons], [*common.goals]
    return row


def add_parts(before: list[ReadRow], found: list[ReadRow]) -> None:
    """Letters for several texts under one number; a number in two places of the list is a doubt, too."""
    rows = [*before, *found]
    if not rows[0].number or len(rows) == 1:
        return
    for row, letter in zip(rows, ascii_lowercase, strict=False):
        row.part = letter
    for row in found if before else ():
        row.doubts.append(
            _("The number %(number)s stands in the list with two texts.") % {"number": row.number}
        )


def columns_of(cells: list[str]) -> dict[str, int]:
    """The columns by the words of the headings; none where the row is no row of headings."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        heading = " ".join(cell.split())
        if not heading or len(heading) > 120 or NUMBER.match(heading):
            continue
        for name, words in COLUMNS.items():
            if name not in found and re.search(words, heading, re.IGNORECASE):
                found[name] = place
                break
    return found if {"recommendation", "position"} <= found.keys() else {}


def lines(cell: str) -> list[str]:
    """The entries of a cell, one a line, without the dash before them."""
    entries = (BULLET.sub("", " ".join(line.split())) for line in cell.split("\n"))
    return [entry for entry in entries if entry and entry != "-"]


def add_goal(row: ReadRow, number: str, line: str) -> None:
    if number and 1 <= int(number.partition(".")[0]) <= GOALS:
        if number not in row.goals:
            row.goals.append(number)
    else:
        row.doubts.append(_("“%(line)s” is no Sustainable Development Goal.") % {"line": line})


def add_theme(before: list[ReadRow], again: ReadRow) -> None:
    """A recommendation that is listed under several themes is one."""
    for row in before:
        for name in ("themes", "persons", "goals"):
            known = getattr(row, name)
            known += [term for term in getattr(again, name) if term not in known]
        if row.position != again.position:
            row.doubts.append(_("It is listed twice, with two positions."))
