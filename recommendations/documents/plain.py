"""Text: pasted, saved as .txt, or made from a PDF file (`pdftotext`, with its form feeds or without)."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from recommendations.documents.layout import Line, fill, has_ended, is_running_head
from recommendations.documents.paragraphs import Manuscript, Paragraph, clean, split_number
from recommendations.documents.tables import decoded
from recommendations.documents.unreadable import Unreadable

WIDEST_PAGE = 160  # letters; where lines are longer, each is a paragraph
ONLY_A_NUMBER = re.compile(
    r"\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)]|\((?:[a-z]{1,2}|[ivx]{1,5})\)|[IVXA-H]{1,5}\."
)
GOES_ON = re.compile(r"[a-zà-ÿ(]")
LINE_ENDS = re.compile(r"\r\n|\r|\n")


def read_plain(content: bytes) -> Manuscript:
    """The paragraphs of a text in UTF-8 or an older code. Raises Unreadable where it is no text."""
    text = decoded(content)
    if "\0" in text:
        raise Unreadable(_("This is not a text file. Choose a Word or PDF document, or paste its text."))
    manuscript = Manuscript(format="text")
    if "\ufffd" in text:
        manuscript.problems.append(_("Some letters of the text are damaged. Compare it with the document."))
    pages = [LINE_ENDS.split(page) for page in text.split("\f")]
    lengths = sorted(len(line.strip()) for page in pages for line in page if line.strip())
    if not lengths:
        raise Unreadable(_("The file is empty."))
    if len(pages) == 1:
        pages, manuscript.running_heads = without_symbols(pages)
    if lengths[int(len(lengths) * 0.95)] > WIDEST_PAGE:
        manuscript.paragraphs = paragraphs_of_long_lines(line for page in pages for line in page)
    else:
        numbered = enumerate(pages, start=1) if len(pages) > 1 else [(None, pages[0])]
        fill(manuscript, [lines_of(page, number) for number, page in numbered], leading=1.0)
    return manuscript


def without_symbols(pages: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Where nothing says where pages end, running heads are known by their symbol alone."""
    heads: dict[str, None] = {}
    kept = []
    for line in pages[0]:
        text = clean(line)
        if is_running_head(text) and not text.isdigit():
            heads[text] = None
        else:
            kept.append(line)
    return [kept], list(heads)


def lines_of(page: list[str], number: int | None) -> list[Line]:
    """The lines that hold text; a number on a line of its own stands before the text that follows it."""
    texts: list[tuple[int, str]] = []
    for top, text in enumerate(page):
        text = text.expandtabs().rstrip()
        before = texts[-1][1] if texts else ""
        if text and ONLY_A_NUMBER.fullmatch(before.strip()) and not ONLY_A_NUMBER.fullmatch(text.strip()):
            texts[-1] = (top, f"{before}  {text.lstrip()}")
        elif text:
            texts.append((top, text))
    return [
        Line(text, number, len(text) - len(text.lstrip()), len(text), top, 1.0, len(text.split()[0]))
        for top, text in texts
    ]


def paragraphs_of_long_lines(lines: Iterable[str]) -> list[Paragraph]:
    """Each line a paragraph, but for numbers on lines of their own and for what goes on in small letters."""
    texts: list[str] = []
    for line in map(clean, lines):
        if not line:
            continue
        goes_on = GOES_ON.match(line) and not split_number(line)[0]
        if texts and (ONLY_A_NUMBER.fullmatch(texts[-1]) or (goes_on and not has_ended(texts[-1]))):
            texts[-1] += f" {line}"
        else:
            texts.append(line)
    return [Paragraph(rest, number=number) for number, rest in map(split_number, texts) if rest]
