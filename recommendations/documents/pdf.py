"""PDF documents, read with PDFium, which keeps the order of the text and tells where each letter stands.

See docs/documents.md for the comparison. What is drawn and not written – a scan – cannot be read.
"""

import ctypes
from collections.abc import Iterator
from contextlib import closing
from statistics import median

import pypdfium2
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pypdfium2 import raw

from recommendations.documents.layout import MARK_BEGINS, MARK_ENDS, Line, fill
from recommendations.documents.paragraphs import Manuscript, clean
from recommendations.documents.unreadable import Unreadable

MOST_PAGES = 1000
MOST_LETTERS = 3_000_000
FEWEST_LETTERS = 40  # a page; scans carry a stamp or a page number at most
RAISED = 0.8  # the height of marks of footnotes, against the letters around them
LINE_END_HYPHEN = "\x02"  # PDFium's sign for a hyphen at the end of a line
UNKNOWN = ("\ufffd", "\0")

Letter = tuple[str, float, float, float, float]  # the letter and its left, right, bottom, top


def read_pdf(content: bytes) -> Manuscript:
    """The paragraphs of a PDF document. Raises Unreadable."""
    with closing(opened(content)) as document:
        if len(document) > MOST_PAGES:
            raise Unreadable(
                _("The document has %(pages)s pages. Choose the one document that is to be read.")
                % {"pages": len(document)}
            )
        title = clean(document.get_metadata_value("Title") or "")
        pages = list(pages_of(document))
    manuscript = Manuscript(format="pdf", file_title=title)
    empty = [place for place, page in enumerate(pages, start=1) if letters_on(page) < FEWEST_LETTERS]
    refuse_scans(pages, empty)
    if empty:
        manuscript.problems.append(
            ngettext(
                "Page %(pages)s holds no text; it may be a picture. Compare it with the document.",
                "The pages %(pages)s hold no text; they may be pictures. Compare them with the document.",
                len(empty),
            )
            % {"pages": ", ".join(map(str, empty))}
        )
    fill(manuscript, pages)
    return manuscript


def pages_of(document: pypdfium2.PdfDocument) -> Iterator[list[Line]]:
    letters = 0
    for number, page in enumerate(document, start=1):
        found = letters_of(page)
        letters += len(found)
        if letters > MOST_LETTERS:
            raise Unreadable(
                _("The document is far longer than any report. Choose the one document that is meant.")
            )
        yield lines_of(found, page.get_height(), number)


def letters_on(page: list[Line]) -> int:
    return sum(len(line.text) for line in page)


def opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise Unreadable(_("The document is protected by a password. Save it without one.")) from error
        raise Unreadable(_("The PDF document is damaged. Save or download it anew.")) from error


def refuse_scans(pages: list[list[Line]], empty: list[int]) -> None:
    if len(empty) == len(pages):
        raise Unreadable(
            _(
                "The document holds pictures of pages and no text: it is a scan. "
                "Choose the document as it was written, or have the text recognised first."
            )
        )
    text = "".join(line.text for page in pages for line in page)
    unknown = sum(text.count(letter) for letter in UNKNOWN)
    if unknown > 0.1 * len(text):
        raise Unreadable(_("The document does not say which letters it shows. Choose the Word document."))


def letters_of(page) -> list[Letter]:
    """The letters of a page in reading order with their places; a space's place says nothing."""
    textpage = page.get_textpage()
    box = raw.FS_RECTF()
    letters = []
    for place in range(min(textpage.count_chars(), MOST_LETTERS)):
        letter = chr(raw.FPDFText_GetUnicode(textpage, place))
        if letter not in "\r\n":
            raw.FPDFText_GetLooseCharBox(textpage, place, ctypes.byref(box))
            letters.append((letter, box.left, box.right, box.bottom, box.top))
    return letters


def lines_of(letters: list[Letter], height: float, page: int) -> list[Line]:
    lines: list[list[Letter]] = []
    for letter in letters:
        if letter[0].isspace():
            if lines:
                lines[-1].append(letter)
        elif lines and on_one_line(lines[-1], letter):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return [line_of(line, height, page) for line in lines]


def on_one_line(line: list[Letter], letter: Letter) -> bool:
    """Letters go on to the right at about one height; raised ones are not as high as the line above."""
    last = next(before for before in reversed(line) if not before[0].isspace())
    tallest = max(last[4] - last[3], letter[4] - letter[3])
    middle, last_middle = (letter[3] + letter[4]) / 2, (last[3] + last[4]) / 2
    return abs(middle - last_middle) < 0.6 * tallest and letter[1] > last[1] - tallest


def line_of(letters: list[Letter], height: float, page: int) -> Line:
    shown = [letter for letter in letters if not letter[0].isspace()]
    size = median(letter[4] - letter[3] for letter in shown)
    first = "".join(letter[0] for letter in letters).split(maxsplit=1)[0]
    return Line(
        text=with_marks(letters, size),
        page=page,
        left=shown[0][1],
        right=shown[-1][2],
        top=height - max(letter[4] for letter in shown),
        size=size,
        first_word=shown[min(len(first), len(shown)) - 1][2] - shown[0][1],
    )


def with_marks(letters: list[Letter], size: float) -> str:
    """The text of a line with its raised digits and stars between marks."""
    text = ""
    for letter, _left, _right, bottom, top in letters:
        letter = "-" if letter == LINE_END_HYPHEN else letter
        is_raised = (letter.isdigit() or letter == "*") and 0 < top - bottom < RAISED * size
        if is_raised and text.endswith(MARK_ENDS):
            text = text[:-1] + letter + MARK_ENDS
        elif is_raised:
            text += f"{MARK_BEGINS}{letter}{MARK_ENDS}"
        else:
            text += letter
    return text
