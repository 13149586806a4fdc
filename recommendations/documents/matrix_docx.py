"""One table over many landscape pages as a Word document that screen readers and right-to-left texts can use.

The rows are built as elements: python-docx looks through the whole table for each cell that it is asked for.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

WIDTH, HEIGHT, MARGIN = 297, 210, 15  # millimetres
TWIPS = 56.7  # in a millimetre
HEADING, THEME = "E7EEF7", "C6D9F1"


@dataclass(frozen=True)
class Line:
    """A paragraph of a cell."""

    text: str
    language: str = "en"
    direction: str = "ltr"


Cell = list[Line]


@dataclass(frozen=True)
class Page:
    """What stands on every page: a title with a second one, headings with their widths."""

    title: str
    subtitle: str
    headings: list[str]
    widths: list[int]


def docx_of(page: Page, groups: Iterable[tuple[str, list[list[Cell]]]]) -> bytes:
    """A document of one table: for each group a row over all columns, then its rows."""
    document = docx.Document()
    document.core_properties.title = f"{page.title}: {page.subtitle}"
    document.core_properties.author = ""
    document.core_properties.language = "en"
    document.core_properties.comments = ""
    set_page(document, page)
    document.styles["Normal"].font.size = Pt(9)
    table = document.add_table(rows=0, cols=len(page.headings), style="Table Grid")
    describe(table._tbl, page)
    widths = [round((WIDTH - 2 * MARGIN) * TWIPS * width / sum(page.widths)) for width in page.widths]
    for column, width in zip(table._tbl.tblGrid, widths, strict=True):
        column.set(qn("w:w"), str(width))
    headings = [[Line(heading)] for heading in page.headings]
    table._tbl.append(row_of(headings, widths, shade=HEADING, is_bold=True, is_repeated=True))
    for theme, rows in groups:
        table._tbl.append(row_of([[Line(theme)]], [sum(widths)], span=len(widths), shade=THEME, is_bold=True))
        for cells in rows:
            table._tbl.append(row_of(cells, widths))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def set_page(document, page: Page) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    head = section.header.paragraphs[0]
    head.add_run(page.title).bold = True
    head.add_run(f" – {page.subtitle}")
    head.paragraph_format.space_after = Pt(6)
    foot = section.footer.paragraphs[0]
    foot.add_run("Page ")
    add_field(foot, "PAGE")
    foot.add_run(" of ")
    add_field(foot, "NUMPAGES")


def add_field(paragraph, name: str) -> None:
    """A number that Word counts."""
    field = element("w:fldSimple", {"w:instr": name})
    field.append(run("1", Line("1"), is_bold=False))
    paragraph._p.append(field)


def describe(table, page: Page) -> None:
    """The table's name for those who hear it, and widths that stay as they are."""
    properties = table.tblPr
    properties.append(element("w:tblLayout", {"w:type": "fixed"}))
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
        properties.append(look)
    properties.append(element("w:tblCaption", {"w:val": page.subtitle}))
    properties.append(element("w:tblDescription", {"w:val": page.title}))


def row_of(
    cells: list[Cell],
    widths: list[int],
    *,
    span: int = 1,
    shade: str = "",
    is_bold: bool = False,
    is_repeated: bool = False,
):
    """A row that is not parted between pages; the theme's stays with what follows it."""
    row = OxmlElement("w:tr")
    properties = element("w:trPr", {}, element("w:cantSplit", {}))
    if is_repeated:
        properties.append(element("w:tblHeader", {}))
    row.append(properties)
    for cell, width in zip(cells, widths, strict=True):
        about = element("w:tcPr", {}, element("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
        if span > 1:
            about.append(element("w:gridSpan", {"w:val": str(span)}))
        if shade:
            about.append(element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": shade}))
        column = element("w:tc", {}, about)
        for line in cell or [Line("")]:
            column.append(paragraph_of(line, is_bold=is_bold, stays=span > 1))
        row.append(column)
    return row


def paragraph_of(line: Line, *, is_bold: bool, stays: bool):
    properties = OxmlElement("w:pPr")
    if stays:
        properties.append(element("w:keepNext", {}))
    if line.direction == "rtl":
        properties.append(element("w:bidi", {}))
    properties.append(element("w:spacing", {"w:before": "20", "w:after": "20", "w:line": "240"}))
    return element("w:p", {}, properties, run(line.text, line, is_bold=is_bold))


def run(text: str, line: Line, *, is_bold: bool):
    from_the_right = line.direction == "rtl"
    properties = OxmlElement("w:rPr")
    if is_bold:
        properties.append(element("w:b", {}))
    if from_the_right:
        properties.append(element("w:rtl", {}))
    properties.append(element("w:lang", {"w:bidi" if from_the_right else "w:val": line.language}))
    words = element("w:t", {})
    words.text = printable(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element("w:r", {}, properties, words)


def printable(text: str) -> str:
    """Without signs that XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def element(tag: str, attributes: dict[str, str], *children):
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    for child in children:
        made.append(child)
    return made
