"""The words of a clean document, to be counted: no layout, and nothing for pictures of pages.

Comments, and what was crossed out, are not said; notes at the foot of a page stay out, too.
"""

from collections.abc import Iterator

from lxml import etree

from surveys.documents.kinds import OPENDOCUMENT, PDF, WORD, Document

MOST_CHARACTERS = 200_000  # three hours of speech: longer texts are counted up to here
MOST_PAGES = 100
# What a reader of the page does not see, or sees once more where programs do not know a drawing.
UNSAID = {"annotation", "tracked-changes", "note", "Fallback", "del", "moveFrom"}
BLANKS = {"tab", "br", "cr", "s", "line-break", "soft-page-break"}
PARAGRAPHS = {"p", "h"}  # OpenDocument calls headings so


def text_in(document: Document) -> str:
    """Its text, a paragraph a line; "" where none can be read, as in a scanned page."""
    readers = {WORD: text_of_word, OPENDOCUMENT: text_of_opendocument, PDF: text_of_pdf}
    reader = readers.get(document.type)
    text = reader(document.content) if reader else document.content.decode()
    # The database takes no such character.
    return text.replace("\x00", "").strip()[:MOST_CHARACTERS]


def text_of_word(content: bytes) -> str:
    from surveys.documents.archives import parsed, unpack
    from surveys.documents.word import MAIN

    return tidy(spoken(parsed(unpack(content)[MAIN]), only="t"))


def text_of_opendocument(content: bytes) -> str:
    from surveys.documents.archives import parsed, unpack

    root = parsed(unpack(content)["content.xml"])
    return tidy(spoken(next(root.iter("{*}body"), root)))


def text_of_pdf(content: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        pages = range(min(len(document), MOST_PAGES))
        return "\n".join(document[number].get_textpage().get_text_bounded() for number in pages)


def tidy(pieces: Iterator[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def spoken(element: etree._Element, only: str = "") -> Iterator[str]:
    """What stands in an element, in its order; `only` names the elements that hold text, where others hold
    figures for programs (Word)."""
    name = etree.QName(element).localname
    if name in UNSAID:
        return
    if name in BLANKS:
        yield " "
    if element.text and only in ("", name):
        yield element.text
    for child in element.iterchildren(etree.Element):
        yield from spoken(child, only)
        if child.tail and not only:
            yield child.tail
    if name in PARAGRAPHS:
        yield "\n"
