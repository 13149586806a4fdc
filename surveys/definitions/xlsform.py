"""XLSForm: the workbook that Kobo, ODK, ONA and others read, as a reading.

pyxform builds the form for a telephone and refuses what a telephone cannot show; we want what is asked. So
only the workbook is opened with its help, and the rows are read here (https://xlsform.org/en/).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recommendations.documents.unreadable import Unreadable
from surveys.definitions.expressions import NotMapped, read_condition
from surveys.definitions.readings import Group, Notes, Reading, Texts, both, joined, row
from surveys.definitions.workbooks import Sheet
from surveys.definitions.xlsform_columns import Cells, cells_of
from surveys.definitions.xlsform_kinds import block_of
from surveys.definitions.xlsform_questions import QuestionRows
from surveys.definitions.xlsform_settings import read_settings

FAMILY = "xlsform"
SHEETS = {"survey", "choices", "settings", "external_choices"}
REPEATED = "repeat"


@dataclass
class Block:
    """A group or a repeat that has begun: its own title or that of the one around it."""

    name: str
    title: Texts
    shown_if: dict | None = None


def read_xlsform(book: dict[str, Sheet]) -> Reading:
    """Raises Unreadable where the workbook is none of XLSForm."""
    survey = book.get("survey")
    if survey is None:
        raise Unreadable(
            _("The workbook has no sheet “survey”, so it is no XLSForm. Its sheets are: %(sheets)s.")
            % {"sheets": ", ".join(book)}
        )
    reading = Reading(FAMILY)
    read_settings(reading, book.get("settings", []))
    for name in [name for name in book if name not in SHEETS]:
        reading.notes.add(name, _("sheet"), _("The portal does not read this sheet."))
    rows = [cells_of(number, row, is_ours=reading.is_ours) for number, row in survey]
    if rows and not any("type" in cells.plain for cells in rows):
        raise Unreadable(_("The sheet “survey” has no column “type”, so it is no XLSForm."))
    FormRows(reading, choice_lists(book, reading)).read(rows)
    return reading


def choice_lists(book: dict[str, Sheet], reading: Reading) -> dict[str, list[tuple[str, Texts]]]:
    """{list: [(name, label), …]} of the sheets "choices" and "external_choices"."""
    lists: dict[str, list] = {}
    for sheet in ("choices", "external_choices"):
        found: dict[str, list] = {}
        for number, cells in book.get(sheet, []):
            choice = cells_of(number, cells, is_ours=reading.is_ours)
            name, list_name = choice.get("name"), choice.get("list_name")
            if not name or not list_name:
                says = _("A choice without a name or a list is left out.")
                reading.notes.gather(f"{sheet}, {row(number)}", "choice", says)
                continue
            found.setdefault(list_name, []).append((name, choice.text("label")))
            for column in [one for one in choice.plain if one not in {"name", "list_name"}]:
                reading.notes.gather(list_name, column, _("This column of the choices is not used."))
        # Lists of the same name: questions ask those of "choices".
        lists = found | lists
    return lists


class FormRows:
    """Reads the rows of the sheet "survey" one after the other."""

    def __init__(self, reading: Reading, lists: dict):
        self.reading, self.notes = reading, reading.notes
        self.blocks: list[Block] = []
        self.group: Group | None = None
        self.questions = QuestionRows(reading, lists)

    def read(self, rows: list[Cells]) -> None:
        for cells in rows:
            type_ = cells.get("type")
            if not type_:
                if cells.plain or cells.texts:
                    self.notes.gather(row(cells.number), "–", _("A row without a type is left out."))
            elif block := block_of(type_):
                self.block(cells, *block)
            elif type_.lower() == "note":
                self.note(cells)
            elif asked := self.questions.read(cells, self.shown_if()):
                self.here().questions.append(asked)

    def here(self) -> Group:
        """The group that questions go into now."""
        if self.group is None:
            self.group = self.reading.group(self.blocks[-1].title if self.blocks else {})
        return self.group

    def shown_if(self) -> dict | None:
        condition = None
        for block in self.blocks:
            condition = both(condition, block.shown_if)
        return condition

    def block(self, cells: Cells, step: str, kind: str) -> None:
        self.group = None
        if step == "end":
            self.blocks = self.blocks[:-1]
            return
        around = self.blocks[-1].title if self.blocks else {}
        block = Block(cells.get("name"), cells.text("label") or around)
        where = row(cells.number, block.name)
        if kind == REPEATED:
            self.notes.add(
                where, REPEATED, _("Nothing is asked several times. Its questions are asked once.")
            )
        if cells.get("relevant"):
            block.shown_if = condition_of(cells.get("relevant"), where, self.notes)
        self.questions.note_columns(cells, block.name)
        self.blocks.append(block)

    def note(self, cells: Cells) -> None:
        """Words before the first question introduce the section, or the whole; others are only told."""
        text = joined(cells.text("label"), cells.text("hint"))
        self.questions.note_columns(cells, cells.get("name"))
        is_first = not (self.group and self.group.questions)
        if cells.get("relevant") or not is_first or not text:
            self.notes.add(
                row(cells.number, cells.get("name")),
                "note",
                _("Words between questions are left out: %(text)s")
                % {"text": next(iter(text.values()), "–")},
            )
        elif self.blocks:
            self.here().introduction = joined(self.here().introduction, text)
        elif not self.reading.groups:
            self.reading.introduction = joined(self.reading.introduction, text)
        else:
            self.here().introduction = joined(self.here().introduction, text)


def condition_of(text: str, where: str, notes: Notes) -> dict | None:
    """The tree of an expression; None where it always holds or cannot be said here, which is told."""
    try:
        tree = read_condition(text)
    except NotMapped:
        tree = None
    if isinstance(tree, dict):
        return tree
    if tree is not True:
        notes.add(where, "condition", _("The portal cannot say this condition: %(text)s") % {"text": text})
    return None
