"""OHCHR's thematic list of recommendations written in its present layout, as Word and as Excel file.

Supported first, then noted, under headings by theme; a last column takes the assessment of how far each is
implemented, as the lists of the second and third cycle had it. The words of the form are English, as OHCHR
publishes it; the texts keep their own language and direction. `matrix.read_matrix` reads it back.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

import xlsxwriter

from recommendations.documents.matrix import NO_THEME
from recommendations.documents.matrix_docx import Cell, Line, Page, docx_of
from recommendations.documents.readings import ReadRow
from upr_portal.languages import direction

HEADINGS = [
    "Recommendation and recommending State",
    "Position of the State under review",
    "Human rights themes and groups of persons",
    "Relevant SDGs",
    "Assessment/comments on level of implementation",
]
TITLE = "Thematic list of recommendations"
ORDER = ["supported", "noted", "pending", "unclear"]
WIDTHS = [33, 9, 21, 19, 18]  # of a hundred
LINE, MOST_LINES = 14, 29  # points; Excel's rows are 409 points high at most
LONGEST_CELL = 32_767  # Excel's limit


@dataclass
class Matrix:
    """What one list holds: `languages` are those of the rows' texts; `goals` the Goals' names by number."""

    state: str
    cycle: int | None
    session: int | None
    rows: list[ReadRow] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    goals: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """ "UPR of Freedonia (4th Cycle - 48th Session)": so the lists of OHCHR are headed."""
        of = [f"{ordinal(self.cycle)} Cycle" if self.cycle else ""]
        of.append(f"{ordinal(self.session)} Session" if self.session else "")
        return f"UPR of {self.state} ({' - '.join(filter(None, of))})"


@dataclass
class Entry:
    """One row of the list: the texts that stand under one number."""

    rows: list[ReadRow]
    language: str

    @property
    def recommendation(self) -> str:
        """ "140.1 Ratify … (Chile) (France); accede … (Viet Nam);" """
        texts = [f"{row.text}{''.join(f' ({name})' for name in row.spellings)};" for row in self.rows]
        return " ".join(filter(None, [self.rows[0].number, *texts]))


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number % 100 < 14 else ending}"


def themed(matrix: Matrix) -> Iterator[tuple[str, list[Entry]]]:
    """The headings and the rows under them: by position, then by the first theme of each."""
    rows = list(zip(matrix.rows, matrix.languages or ["en"] * len(matrix.rows), strict=True))
    for position in ORDER:
        by_theme: dict[str, list[tuple[ReadRow, str]]] = {}
        for row, language in rows:
            if row.position == position:
                by_theme.setdefault(row.themes[0] if row.themes else NO_THEME, []).append((row, language))
        for theme, of_theme in by_theme.items():
            yield f"Theme: {theme}", [Entry(*together) for together in under_one_number(of_theme)]


def under_one_number(rows: list[tuple[ReadRow, str]]) -> Iterator[tuple[list[ReadRow], str]]:
    """Texts of one number stand in one cell, where all else of them is alike."""
    for _key, group in groupby(rows, key=lambda pair: alike(*pair)):
        together = list(group)
        yield [row for row, _language in together], together[0][1]


def alike(row: ReadRow, language: str) -> tuple:
    terms = (tuple(row.themes), tuple(row.persons), tuple(row.goals))
    alone = "" if row.number and row.part else id(row)
    return (row.number, alone, language, row.position_source, row.assessment, *terms)


def cells_of(entry: Entry, matrix: Matrix) -> list[Cell]:
    row = entry.rows[0]
    source = [Line(f"Source of Position: {row.position_source}")] if row.position_source else []
    persons = [Line("Groups of Persons:"), *listed(row.persons)] if row.persons else []
    goals = [goal_said(number, matrix.goals) for number in row.goals]
    return [
        [Line(entry.recommendation, entry.language, direction(entry.language)), *source],
        [Line(row.position.capitalize())],
        [*listed(row.themes), *persons],
        listed(goals),
        [Line(line) for line in row.assessment.split("\n")],
    ]


def listed(names: list[str]) -> list[Line]:
    return [Line(f"- {name}") for name in names]


def goal_said(number: str, names: dict[str, str]) -> str:
    """ "16 - PEACE, JUSTICE AND STRONG INSTITUTIONS", and "16.3" for a target."""
    name = names.get(number, "")
    return f"{number} - {name.upper()}" if name else number


def write_docx(matrix: Matrix) -> bytes:
    """The list as a Word document: A4 landscape, the headings repeated on every page."""
    page = Page(matrix.title, TITLE, HEADINGS, WIDTHS)
    groups = ((theme, [cells_of(entry, matrix) for entry in entries]) for theme, entries in themed(matrix))
    return docx_of(page, groups)


def write_xlsx(matrix: Matrix) -> bytes:
    """The list as an Excel file of one sheet. All cells are text, so that nothing in them is ever run."""
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as workbook:
        workbook.set_properties({"title": f"{matrix.title}: {TITLE}"})
        Sheet(workbook, matrix).write()
    return file.getvalue()


class Sheet:
    """The one sheet of the Excel file."""

    def __init__(self, workbook: xlsxwriter.Workbook, matrix: Matrix):
        self.matrix = matrix
        self.sheet = workbook.add_worksheet("Recommendations")
        wrapped = {"text_wrap": True, "valign": "top", "border": 4}
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.heading = workbook.add_format({**wrapped, "bold": True, "bg_color": "#E7EEF7"})
        self.theme = workbook.add_format({**wrapped, "bold": True, "bg_color": "#C6D9F1"})
        self.plain = workbook.add_format(wrapped)
        self.from_the_right = workbook.add_format({**wrapped, "reading_order": 2, "align": "right"})

    def write(self) -> None:
        self.set_page()
        self.sheet.write_string(0, 0, f"{self.matrix.title}: {TITLE}", self.title)
        for column, heading in enumerate(HEADINGS):
            self.sheet.write_string(1, column, heading, self.heading)
        self.sheet.set_row(1, 3 * LINE)
        line = 2
        for theme, entries in themed(self.matrix):
            self.sheet.merge_range(line, 0, line, len(HEADINGS) - 1, "", self.theme)
            self.sheet.write_string(line, 0, theme[:LONGEST_CELL], self.theme)
            line += 1
            for entry in entries:
                self.write_entry(line, entry)
                line += 1

    def set_page(self) -> None:
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width * 1.6)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(1)
        self.sheet.freeze_panes(2, 0)

    def write_entry(self, line: int, entry: Entry) -> None:
        cells = cells_of(entry, self.matrix)
        texts = ["\n".join(each.text for each in cell)[:LONGEST_CELL] for cell in cells]
        for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            from_the_right = any(each.direction == "rtl" for each in cell)
            form = self.from_the_right if from_the_right else self.plain
            self.sheet.write_string(line, column, text, form)
        self.sheet.set_row(line, LINE * min(MOST_LINES, max(map(height, texts, WIDTHS))))


def height(text: str, width: int) -> int:
    """How many lines a text takes in a column, so that the row shows all of it: not all programs find out."""
    return sum(1 + len(line) // int(width * 1.6) for line in text.split("\n"))
