"""A checker of PDF/UA-1 (ISO 14289-1) of our own: what a machine can see of a tagged file, on pikepdf.

It proves no conformance. It finds what would lock out a reader: no tags, no language, no title, pictures
without words, tables without heads, words that cannot be copied, links that say nothing.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

HEADINGS = [f"/H{level}" for level in range(1, 7)]
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}


def faults_of(path: Path) -> list[str]:
    """What is wrong with a file, each fault as a sentence; empty where nothing was found."""
    with pikepdf.open(path) as document:
        if "/StructTreeRoot" not in document.Root:
            return ["The file has no tags."]
        nodes = list(walk(document.Root.StructTreeRoot, []))
        return [
            *about_the_file(document),
            *about_pages(document),
            *about_headings(nodes),
            *about_figures(nodes),
            *about_tables(nodes),
            *about_links(document, nodes),
            *about_fonts(document),
        ]


def walk(node, path: list[str]) -> Iterator[tuple[str, Dictionary, list[str]]]:
    """Every structure element in the order of reading: its kind, itself, the kinds around it."""
    for kid in kids_of(node):
        if isinstance(kid, Dictionary) and "/S" in kid:
            kind = str(kid.S)
            yield kind, kid, path
            yield from walk(kid, [*path, kind])


def kids_of(node) -> list:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def about_the_file(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    if not str(root.get("/Lang", "")):
        yield "The file does not name its language."
    if not bool(root.get("/MarkInfo", Dictionary()).get("/Marked", False)):
        yield "The file does not say that it is tagged."
    if not bool(root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False)):
        yield "The window would show the name of the file, not its title."
    with document.open_metadata() as metadata:
        if not metadata.get("dc:title"):
            yield "The file has no title."
    if "/Outlines" not in root or "/First" not in root.Outlines:
        yield "There are no bookmarks."


def about_pages(document: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(document.pages, 1):
        if "/StructParents" not in page:
            yield f"Page {number} is not part of the structure."
        if words_outside(page):
            yield f"Page {number} has words that are neither tagged nor marked as decoration."


def words_outside(page) -> bool:
    """Whether the page shows text outside of all marked content."""
    depth = 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth += 1
        elif name == "EMC":
            depth -= 1
        elif name in SHOWS_TEXT and depth == 0 and any(len(bytes(one)) for one in strings_in(operands)):
            return True
    return False


def strings_in(operands) -> Iterator[pikepdf.String]:
    for operand in operands:
        for one in operand if isinstance(operand, Array) else [operand]:
            if isinstance(one, pikepdf.String):
                yield one


def about_headings(nodes: list) -> Iterator[str]:
    levels = [HEADINGS.index(kind) + 1 for kind, _node, _path in nodes if kind in HEADINGS]
    if levels[:1] != [1]:
        yield "The first heading is not the title."
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"After a heading of level {before} comes one of level {level}."


def about_figures(nodes: list) -> Iterator[str]:
    for kind, node, _path in nodes:
        if kind in ("/Figure", "/Formula") and not str(node.get("/Alt", "")).strip():
            yield "A picture has no alternative text."


def about_tables(nodes: list) -> Iterator[str]:
    """Each table needs heads; each cell names its own, or its heads say how far they reach."""
    for kind, table, _path in nodes:
        if kind != "/Table":
            continue
        cells = [(name, cell) for name, cell, _around in walk(table, []) if name in ("/TH", "/TD")]
        if not any(name == "/TH" for name, _cell in cells) and len(cells) > 1:
            yield "A table has no heads."
        for name, cell in cells:
            if name == "/TD" and not names_heads(cell) and not any(map(has_scope, heads_in(cells))):
                yield "A cell of a table does not name its heads."
    for kind, _node, path in nodes:
        if kind in ("/TH", "/TD") and "/TR" not in path:
            yield "A cell lies outside of a row."
        if kind == "/LI" and "/L" not in path:
            yield "An item lies outside of a list."


def heads_in(cells: list) -> list:
    return [cell for name, cell in cells if name == "/TH"]


def attributes_of(node) -> list:
    attributes = node.get("/A", [])
    return list(attributes) if isinstance(attributes, Array) else [attributes]


def names_heads(cell) -> bool:
    return any("/Headers" in one for one in attributes_of(cell))


def has_scope(cell) -> bool:
    return any("/Scope" in one for one in attributes_of(cell))


def about_links(document: pikepdf.Pdf, nodes: list) -> Iterator[str]:
    tagged = sum(
        1
        for kind, node, _path in nodes
        if kind == "/Link"
        for kid in kids_of(node)
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name("/OBJR")
    )
    links = [
        link for page in document.pages for link in page.get("/Annots", []) if link.Subtype == Name("/Link")
    ]
    if len(links) != tagged:
        yield f"Of {len(links)} links {tagged} are tagged."
    if any("/Contents" not in link for link in links):
        yield "A link does not say where it leads."


def about_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for font in document.objects:
        if not isinstance(font, Dictionary) or font.get("/Type") != Name("/Font"):
            continue
        if font.get("/Subtype") == Name("/Type0") and "/ToUnicode" not in font:
            yield f"Words in {font.BaseFont} cannot be copied."
        for descended in font.get("/DescendantFonts", []):
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descended.FontDescriptor.keys()):
                yield f"The font {font.BaseFont} is not in the file."
