"""Goes through the HTML of a report and writes each block into a Word file."""

import re
from io import BytesIO

from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm

from reports.exports import charts_in
from reports.paper import Document
from reports.pictures import draw, png_of
from reports.word.document import (
    GREY,
    add_field,
    begin_field,
    element,
    end_field,
    set_size,
    turn,
    turn_run,
)
from reports.word.tables import WHOLE, add_table
from upr_portal.languages import OWN_NAMES

HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
BLOCKS = {"p", "ul", "ol", "dl", "div", "section", "article", "header", "table", "nav", "figure", "dd", "dt"}
BLOCKS |= set(HEADINGS)
UNSEEN = {"svg", "style", "script", "template"}


class Writer:
    """Writes one report; `charts` are those of the section at hand that no picture shows yet."""

    def __init__(self, word, document: Document):
        self.word, self.document, self.language = word, document, document.language
        self.sections = {section["kind"]: section for section in document.facts["sections"]}
        self.charts: list[dict] = []
        self.marks = 0

    def write(self, parent) -> None:
        """All blocks below an element, in their order."""
        for node in parent:
            if not isinstance(node.tag, str) or node.tag in UNSEEN:
                continue
            kinds = node.get("class", "").split()
            if node.tag == "header" and "cover" in kinds:
                self.cover(node)
            elif node.tag == "nav":
                self.contents(node)
            else:
                self.block(node, kinds)

    def block(self, node, kinds: list[str]) -> None:
        if node.tag == "section" and node.get("id") in self.sections:
            self.charts = list(charts_in(self.sections[node.get("id")]))
        if "fresh" in kinds:
            self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if node.tag in HEADINGS:
            self.heading(node)
        elif node.tag == "table":
            add_table(self, node)
        elif node.tag in ("ul", "ol"):
            self.items(node, kinds)
        elif node.tag == "dl":
            self.pairs(node)
        elif any(child.tag in BLOCKS for child in node):
            self.write(node)
        elif node.text_content().strip():
            self.paragraph(node, small="meta" in kinds)

    # --- Blocks ---

    def heading(self, node) -> None:
        paragraph = self.paragraph(node, HEADINGS[node.tag])
        anchor = node.get("id") or node.getparent().get("id")
        if anchor:
            self.marks += 1
            paragraph._p.append(element("w:bookmarkStart", id=str(self.marks), name=bookmark(anchor)))
            paragraph._p.append(element("w:bookmarkEnd", id=str(self.marks)))

    def paragraph(self, node, style: str | None = None, *, small: bool = False):
        paragraph = self.word.add_paragraph(style=style)
        self.fill(paragraph, node)
        if small:
            for run in paragraph.runs:
                set_size(run, 8.5)
                run.font.color.rgb = GREY
        return paragraph

    def items(self, node, kinds: list[str], depth: int = 0) -> None:
        """A list; one whose items carry their own numbers is no list of Word's."""
        numbered = "plain" in kinds
        style = "Recommendation" if "proposals" in kinds else None if numbered else "List Bullet"
        if style == "List Bullet" and depth:
            style = "List Bullet 2"
        for item in node.iterchildren("li"):
            self.paragraph(item, style)
            for inner in item.iterchildren("ul", "ol"):
                self.items(inner, inner.get("class", "").split(), depth + 1)

    def pairs(self, node) -> None:
        """Terms, bold, each before what is said of it."""
        paragraph = None
        for part in node.iter("dt", "dd"):
            if part.tag == "dt" or paragraph is None:
                paragraph = self.word.add_paragraph()
                self.fill(paragraph, part, bold=True)
                continue
            self.run(paragraph, "  ", self.language)
            self.fill(paragraph, part)
            for inner in part.iter("ul", "ol"):
                paragraph.paragraph_format.keep_with_next = True
                self.items(inner, inner.get("class", "").split())

    def picture(self) -> None:
        """The next chart as a picture, with what it says as its alternative text."""
        if not self.charts:
            return
        chart = self.charts.pop(0)
        if not chart["rows"]:
            return
        # The caption stands above, the note below.
        picture = draw({**chart, "note": ""}, "", self.language, with_title=False)
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(png_of(picture)), width=Mm(150))
        shape._inline.docPr.set("descr", picture.summary)
        shape._inline.docPr.set("title", picture.title)

    # --- Cover and contents ---

    def cover(self, node) -> None:
        for child in node:
            kinds = child.get("class", "").split()
            if child.tag == "h1":
                self.heading(child)
            elif child.tag == "dl":
                self.pairs(child)
            else:
                self.paragraph(child, small="kind" not in kinds)
        self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def contents(self, node) -> None:
        """A field that Word fills from the headings; until then it shows the contents of the paper.

        Page numbers are fields of their own, so that other programs count them, too.
        """
        self.paragraph(node.find(".//h2"), "Caption")
        links = list(node.iter("a"))
        first = last = None
        for link in links:
            last = self.word.add_paragraph()
            last.paragraph_format.tab_stops.add_tab_stop(
                Mm(WHOLE), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
            if first is None:
                first = last
                begin_field(first, 'TOC \\o "1-2" \\h \\z \\u')
            self.fill(last, link)
            last.add_run("\t")
            add_field(last, f"PAGEREF {bookmark(link.get('href', '').removeprefix('#'))} \\h", "")
        if last is not None:
            end_field(last)
        self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    # --- Words ---

    def fill(self, paragraph, node, *, bold: bool = False) -> None:
        """The words of a block, without the blocks inside it."""
        language = language_of(node, self.language)
        turn(paragraph, language)
        self.words(paragraph, node, language, bold=bold)

    def words(self, paragraph, node, language: str, *, bold: bool) -> None:
        self.run(paragraph, node.text, language, bold)
        for child in node:
            if child.tag == "br":
                paragraph.add_run().add_break()
            elif isinstance(child.tag, str) and child.tag not in UNSEEN | BLOCKS:
                inner = child.get("lang", language)
                self.words(paragraph, child, inner, bold=bold or child.tag in ("b", "strong"))
            self.run(paragraph, child.tail, language, bold)

    def run(self, paragraph, text: str | None, language: str, bold: bool = False) -> None:
        """One run in one language; line ends of the HTML are blanks."""
        words = " ".join((text or "").replace("\xa0", "\0").split()).replace("\0", "\xa0")
        if text and text[:1].isspace() and paragraph.runs:
            words = f" {words}"
        if words.strip() and text[-1:].isspace():
            words = f"{words} "
        if words:
            run = paragraph.add_run(words)
            run.bold = run.font.cs_bold = bold or None
            turn_run(run, language)


def bookmark(anchor: str) -> str:
    """The name that Word takes for an anchor of the page: letters, digits and underscores, 40 at most."""
    return "_" + re.sub(r"\W", "_", anchor)[:39]


def language_of(node, otherwise: str) -> str:
    """The language that an element or the nearest around it names."""
    while node is not None:
        if node.get("lang") in OWN_NAMES:
            return node.get("lang")
        node = node.getparent()
    return otherwise
