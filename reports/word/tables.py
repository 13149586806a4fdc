"""Tables of HTML as tables of Word: header rows that repeat, captions, and no column that only held a bar."""

from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.word.document import element
from upr_portal.languages import direction

WHOLE = 162  # millimetres between the margins
SHORT = 16  # rows of a table that is not torn over two pages


def grid_of(table) -> list[list]:
    """The cells of each row by column; one that spans several stands in its first, the others are None."""
    rows = []
    for row in table.iter("tr"):
        cells = []
        for cell in row:
            cells += [cell, *[None] * (int(cell.get("colspan", 1)) - 1)]
        rows.append(cells)
    width = max(map(len, rows), default=0)
    return [cells + [None] * (width - len(cells)) for cells in rows]


def told_columns(grid: list[list], heads: int) -> list[int]:
    """Columns in which some row under the head says something: bars say nothing that figures do not."""
    body = grid[heads:] or grid
    return [
        column
        for column in range(len(grid[0]))
        if any(row[column] is not None and row[column].text_content().strip() for row in body)
    ]


def add_table(writer, table) -> None:
    """Write an HTML table: its caption, the picture of its chart if it is one, and its cells."""
    caption = table.find("caption")
    if caption is not None:
        writer.paragraph(caption, "Caption")
    if "bars" in table.get("class", "").split():
        writer.picture()
    grid = grid_of(table)
    if not grid:
        return
    heads = len(table.findall("thead/tr"))
    columns = told_columns(grid, heads)
    made = writer.word.add_table(rows=len(grid), cols=len(columns))
    describe(made, caption.text_content().strip() if caption is not None else "", writer.language)
    for number, row in enumerate(grid):
        cells = [row[column] for column in columns]
        together = len(grid) <= SHORT and number < len(grid) - 1
        fill_row(writer, made.rows[number], cells, is_head=number < heads, together=together)
    set_widths(made, len(columns))
    writer.word.add_paragraph().paragraph_format.space_after = Pt(2)


def fill_row(writer, row, cells: list, *, is_head: bool, together: bool) -> None:
    """One row, not torn over two pages; `together` with the next."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if is_head:
        properties.append(element("w:tblHeader"))
    for cell, source in zip(row.cells, cells, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.keep_with_next = together
        if source is not None:
            writer.fill(paragraph, source, bold=is_head)


def describe(made, caption: str, language: str) -> None:
    """Name the table for who does not see it, say which row and column are heads, and draw its lines."""
    properties = made._tbl.tblPr
    if direction(language) == "rtl":
        properties.append(element("w:bidiVisual"))
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="B9B3A5"))
    properties.append(borders)
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    properties.append(element("w:tblLook", firstRow="1", firstColumn="1", noHBand="1", noVBand="1"))
    if caption:
        properties.append(element("w:tblCaption", val=caption))


def set_widths(made, columns: int) -> None:
    """The first column of a table of figures is wide, of three quarters the rest."""
    first = WHOLE if columns == 1 else WHOLE * (0.6 if columns <= 3 else 0.34)
    rest = (WHOLE - first) / max(1, columns - 1)
    made.autofit = False
    for number, column in enumerate(made.columns):
        column.width = Mm(first if number == 0 else rest)
        for cell in column.cells:
            cell.width = column.width
