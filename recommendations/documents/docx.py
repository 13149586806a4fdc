"""Word documents (.docx): what a person sees who reads them, with the numbers that Word prints.

Deleted text of tracked changes, hidden text, headers and footers are not read; inserted text is.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
from django.utils.translation import gettext as _
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from recommendations.documents.paragraphs import Manuscript, Paragraph, clean, split_number
from recommendations.documents.unreadable import Unreadable
from recommendations.documents.word_numbers import WordNumbers, value_of, whole_number

LARGEST_UNPACKED = 120 * 1024 * 1024
MOST_PARTS = 5000
WIDEST_TABLE = 64
MOST_PARAGRAPHS = 30_000
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
HEADING_STYLE = re.compile(r"heading|title|_ ?h_", re.IGNORECASE)

W_P, W_TBL, W_TR, W_TC, W_R = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r"))
TEXT, TAB, BREAKS = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
HYPHEN, NOTE, BOX = qn("w:noBreakHyphen"), qn("w:footnoteReference"), qn("w:txbxContent")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted or moved away, properties (they hold no text), and the second copy of what newer Words can show.
UNREAD = {FALLBACK, *(qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr"))}


def read_docx(content: bytes) -> Manuscript:
    """The paragraphs and tables of a Word document. Raises Unreadable."""
    refuse_dangers(content)
    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError) as error:
        raise Unreadable(
            _("This is not a Word document, or one of a kind that we cannot read. Save it anew as .docx.")
        ) from error
    manuscript = Manuscript(format="docx", file_title=clean(document.core_properties.title or ""))
    WordReader(document, manuscript).read()
    return manuscript


def refuse_dangers(content: bytes) -> None:
    """A .docx is a zip archive of XML, which may unpack to anything. Nothing is written to the disk."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
            raise Unreadable(
                _("Unpacked, the document is far larger than any report. Save its text anew as .docx.")
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable(_("The document is protected by a password. Save it without one."))
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                part = archive.read(entry)
                if any(doctype in part for doctype in DOCTYPES):
                    raise Unreadable(
                        _(
                            "The document holds definitions that Word never writes and that can do harm. "
                            "It was not read. Copy its text into a new document."
                        )
                    )


class WordReader:
    """Walks through one document in reading order and fills a manuscript."""

    def __init__(self, document, manuscript: Manuscript):
        self.body = document.element.body
        self.manuscript = manuscript
        self.styles = {style.style_id: style.element for style in document.styles}
        self.default_style = next(
            (
                name
                for name, style in self.styles.items()
                if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph"
            ),
            "",
        )
        self.numbers = WordNumbers(related_roots(document.part, RELATIONSHIP_TYPE.NUMBERING))
        manuscript.running_heads = running_heads(document.part)
        self.notes = self.read_notes(related_roots(document.part, RELATIONSHIP_TYPE.FOOTNOTES))
        self.carried = ""  # text of a paragraph whose end was deleted: it goes on in the next one

    def read_notes(self, roots: list) -> dict[str, str]:
        notes = [note for root in roots for note in root.findall(qn("w:footnote"))]
        return {
            note.get(qn("w:id"), ""): clean(" ".join(words(note)))
            for note in notes
            if note.get(qn("w:type")) is None  # the others are separating lines
        }

    def read(self) -> None:
        self.read_blocks(self.body)
        if any(True for _change in self.body.iter(qn("w:del"), qn("w:ins"), qn("w:moveFrom"))):
            self.manuscript.problems.append(
                _("The document has tracked changes: inserted text was read, deleted text was not.")
            )

    def read_blocks(self, container) -> None:
        for block in blocks(container):
            if len(self.manuscript.paragraphs) > MOST_PARAGRAPHS:
                raise Unreadable(
                    _("The document is far longer than any report. Choose the one document that is meant.")
                )
            if block.tag == W_TBL:
                self.manuscript.tables.append(self.read_table(block))
            else:
                self.manuscript.paragraphs += self.read_paragraph(block)

    def read_table(self, table) -> list[list[str]]:
        """The rows; each cell's paragraphs go to the manuscript, too."""
        rows: list[list[str]] = []
        for row in descend(table, {W_TR}):
            cells = [""] * grid_before(row)
            for cell in descend(row, {W_TC}):
                merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                if merged is not None and merged.get(qn("w:val"), "continue") == "continue" and rows:
                    above = rows[-1]
                    text = above[len(cells)] if len(cells) < len(above) else ""
                else:
                    text = self.read_cell(cell)
                cells += [text] + [""] * (grid_span(cell) - 1)
            rows.append(cells)
        width = max(map(len, rows), default=0)
        return [row + [""] * (width - len(row)) for row in rows]

    def read_cell(self, cell) -> str:
        paragraphs = [
            replace(paragraph, in_table=True)
            for block in blocks(cell, into_tables=True)
            for paragraph in self.read_paragraph(block)
        ]
        self.manuscript.paragraphs += paragraphs
        return "\n".join(f"{paragraph.number} {paragraph.text}".strip() for paragraph in paragraphs)

    def read_paragraph(self, element) -> list[Paragraph]:
        """One paragraph; more where lines broken by hand begin with numbers of their own, or for boxes."""
        pieces, notes, boxes = [self.carried], [], []
        for piece in self.pieces(element):
            if isinstance(piece, str):
                pieces.append(piece)
            elif piece.tag == NOTE:
                notes.append(self.notes.get(piece.get(qn("w:id"), ""), ""))
            else:
                boxes.append(piece)
        text = "".join(pieces)
        if self.has_deleted_end(element):
            self.carried = text
            return []
        self.carried = ""
        name, place = self.list_of(element)
        number = self.numbers.next_number(name, place) if name else ""
        is_heading = self.is_heading(element)
        found = paragraphs_of(text, number.rstrip(".)") if number[:1] != "(" else number, place, is_heading)
        if found and any(notes):
            found[-1] = replace(found[-1], footnotes=tuple(note for note in notes if note))
        for box in boxes:
            found += [inner for block in blocks(box) for inner in self.read_paragraph(block)]
        return found

    def pieces(self, element) -> Iterator:
        """What a paragraph shows: pieces of text, marks of footnotes, boxes of text."""
        for child in element:
            if child.tag == W_R and self.is_hidden(child):
                continue
            if child.tag == TEXT:
                yield child.text or ""
            elif child.tag == TAB:
                yield "\t"
            elif child.tag in BREAKS:
                yield "\n"
            elif child.tag == HYPHEN:
                yield "-"
            elif child.tag in (NOTE, BOX):
                yield child
            elif child.tag not in UNREAD:
                yield from self.pieces(child)

    def is_hidden(self, run) -> bool:
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return False
        hidden = properties.find(qn("w:vanish"))
        if hidden is None:
            style = self.styles.get(value_of(properties, "w:rStyle"))
            hidden = None if style is None else style.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        return hidden is not None and hidden.get(qn("w:val"), "1") not in ("0", "false", "off")

    def has_deleted_end(self, element) -> bool:
        path = f"{qn('w:pPr')}/{qn('w:rPr')}/"
        return any(element.find(path + qn(f"w:{kind}")) is not None for kind in ("del", "moveFrom"))

    def style_of(self, element) -> str:
        properties = element.find(qn("w:pPr"))
        named = "" if properties is None else value_of(properties, "w:pStyle")
        return named or self.default_style

    def lineage(self, style: str) -> Iterator[str]:
        """A style and those on which it is based."""
        seen = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield style
            style = value_of(self.styles[style], "w:basedOn")

    def list_of(self, element) -> tuple[str, int]:
        """The list and the level of a paragraph, from itself or from its style; ("", 0) without a list."""
        style = self.style_of(element)
        name = place = ""
        for holder in (element, *(self.styles[each] for each in self.lineage(style))):
            numbering = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbering is not None:
                place = place or value_of(numbering, "w:ilvl")
                name = name or value_of(numbering, "w:numId")
            if name:
                break
        if name in ("", "0"):
            return "", 0
        level = whole_number(place, 0) if place else self.numbers.level_of_style(name, style)
        return name, level

    def is_heading(self, element) -> bool:
        for style in self.lineage(self.style_of(element)):
            found = self.styles[style]
            if HEADING_STYLE.search(value_of(found, "w:name")):
                return True
            if found.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is not None:
                return True
        return False


def paragraphs_of(text: str, number: str, level: int, is_heading: bool) -> list[Paragraph]:
    """A line broken by hand is a paragraph of its own if it begins with a number, else it goes on."""
    found: list[Paragraph] = []
    for line in text.split("\n"):
        line = clean(line)
        typed, rest = split_number(line, is_heading=is_heading)
        if not found:
            if line or number:
                typed, rest = (number, line) if number else (typed, rest)
                found.append(Paragraph(rest, number=typed, level=level, is_heading=is_heading))
        elif typed:
            found.append(Paragraph(rest, number=typed, level=level, is_heading=is_heading))
        elif line:
            found[-1] = replace(found[-1], text=clean(f"{found[-1].text} {line}"))
    return [paragraph for paragraph in found if paragraph.text]


def related_roots(part, *kinds: str) -> list:
    """The roots of the parts that a document has for numbering, notes, headers …"""
    related = [rel.target_part for rel in part.rels.values() if rel.reltype in kinds and not rel.is_external]
    return [found.element if hasattr(found, "element") else parse_xml(found.blob) for found in related]


def running_heads(part) -> list[str]:
    roots = related_roots(part, RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
    lines = (clean(line) for root in roots for line in words(root))
    return list(dict.fromkeys(line for line in lines if line))


def blocks(container, *, into_tables: bool = False) -> Iterator:
    """Paragraphs and tables in reading order, also those within controls and inserted parts."""
    wanted = {W_P} if into_tables else {W_P, W_TBL}
    yield from descend(container, wanted)


def descend(element, wanted: set[str]) -> Iterator:
    for child in element:
        if child.tag in wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in UNREAD:
            yield from descend(child, wanted)


def words(element) -> Iterator[str]:
    """The text of each paragraph of a footnote."""
    for paragraph in element.iter(W_P):
        yield "".join(text.text or "" for text in paragraph.iter(TEXT))


def grid_span(cell) -> int:
    properties = cell.find(qn("w:tcPr"))
    span = 1 if properties is None else whole_number(value_of(properties, "w:gridSpan"), 1)
    return min(max(span, 1), WIDEST_TABLE)


def grid_before(row) -> int:
    properties = row.find(qn("w:trPr"))
    before = 0 if properties is None else whole_number(value_of(properties, "w:gridBefore"), 0)
    return min(before, WIDEST_TABLE)
