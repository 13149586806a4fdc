"""Lines of printed pages put together again into paragraphs, as a person would read them.

PDF files and texts made from them hold lines, not paragraphs. What tells where a paragraph begins is the
space above it, its number, its indentation; what runs at the head and foot of pages belongs to none.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median, mode

from django.utils.translation import gettext as _

from recommendations.documents.paragraphs import Manuscript, Paragraph, clean, split_number

MARK_BEGINS, MARK_ENDS = "\ue000", "\ue001"  # around raised digits: marks of footnotes, where there are notes
MARK = re.compile(f"{MARK_BEGINS}([^{MARK_ENDS}]*){MARK_ENDS}")
NOTE = re.compile(rf"\s*(?:{MARK_BEGINS}\s*(?P<raised>\w{{1,3}}|\*+)\s*{MARK_ENDS}|(?P<typed>\*+))\s*(?=\S)")

EDGE = 3  # lines at the head and at the foot of a page among which running heads are looked for
SYMBOL = r"A/(?:HRC|[A-Z]{1,4}|\d+)/[\w./ ]*\w\*?"
PAGE = r"(?:page|página|صفحة|страница|стр\.|第)\s*\d+\s*页?|\d{1,3}|-\s*\d{1,3}\s*-"
JOB = r"GE\. ?\d\d-\d{4,6}(?: ?\([A-Z]\))?"
RUNNING_HEAD = re.compile(rf"(?:(?:{SYMBOL}|{JOB}|{PAGE})\s*){{1,3}}", re.IGNORECASE)
LEADERS = re.compile(r"(?:\.\s?){6}")  # the dots of a table of contents, which lead to a page number
ONLY_NUMBERS = re.compile(r"\s*\d{1,3}\.\d{1,3}(?:[\s.,;&–-]|and|\d)*$")
OF_A_LIST = re.compile(r"^\s*\d+\.\d|[;,]\s*$")  # what may well recur at the edge of pages

ENDED = re.compile(r"[.;:!?…。；：؛؟][\"”’»)\]*\s]*$")
LAST_WORD, FIRST_WORD, OPEN_END = (
    re.compile(r"([^\W\d_]+)-$"),
    re.compile(r"[^\W\d_]+"),
    re.compile(r"\w[-/]$"),
)
LONGEST_WORD = 60
LARGER = 1.08  # headings, against the size of most lines
NEAREST_LINES = 0.6  # of a letter's height: what is nearer stands on one line
SPACE_ABOVE = 1.3  # of a paragraph, against the distance of lines
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
HEADING = re.compile(r"(?:[IVX]{1,5}|[A-Z])\.\s+\S|[^a-z]*[A-Z]{4}[^a-z]*$")
LONGEST_HEADING = 150
LONGEST_HEAD = 200  # spaces included


@dataclass(frozen=True)
class Line:
    """A printed line: `top` grows downwards, `first_word` is the width of its first word."""

    text: str
    page: int | None
    left: float
    right: float
    top: float
    size: float
    first_word: float = 0.0
    notes: tuple[str, ...] = ()


def fill(manuscript: Manuscript, pages: list[list[Line]], *, leading: float | None = None) -> None:
    """Paragraphs and running heads of a manuscript from the lines of its pages, in reading order.

    `leading` is the distance of lines within a paragraph; where it is not given, it is measured.
    """
    kept, manuscript.running_heads = without_running_heads(pages)
    body_size = mode([round(line.size, 1) for page in kept for line in page] or [1.0])
    lines: list[Line] = []
    endnotes: dict[str, str] = {}
    for page in kept:
        page, notes = without_notes(page, body_size)
        page = [with_notes(line, notes) for line in page]
        endnotes |= {mark: note for mark, note in notes.items() if not is_used(note, page)}
        lines += page
    lines = [with_notes(line, endnotes) for line in lines]
    lines = [replace(line, text=unmarked(line.text)) for line in lines if line.text.strip()]
    manuscript.problems += [
        _("There is no mark in the text for this note: “%(note)s”") % {"note": note}
        for note in endnotes.values()
        if note and not is_used(note, lines)
    ]
    manuscript.paragraphs += Puzzle(lines, body_size, leading).paragraphs()


def is_used(note: str, lines: list[Line]) -> bool:
    return any(note in line.notes for line in lines)


def without_running_heads(pages: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """The pages without what stands at the head or foot of several, and that, each text once."""
    edges = [edges_of(page) for page in pages]
    seen = Counter(place for edge in edges for place in {(rank, blurred(line)) for rank, line in edge})
    often = max(3, 0.4 * len(pages))
    heads: dict[str, str] = {}
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        drop = {
            id(line)
            for rank, line in edge
            if is_running_head(line.text)
            or (seen[rank, blurred(line)] >= often and not OF_A_LIST.search(line.text))
        }
        heads = {blurred(line): clean(line.text) for line in page if id(line) in drop} | heads
        kept.append([line for line in page if id(line) not in drop and not is_of_contents(line)])
    return kept, list(heads.values())


def is_running_head(text: str) -> bool:
    """Whether a line holds a document's symbol, its job number or a page's number, and nothing else."""
    return len(text) < LONGEST_HEAD and bool(RUNNING_HEAD.fullmatch(text.strip()))


def is_of_contents(line: Line) -> bool:
    return line.text.rstrip()[-1:].isdigit() and bool(LEADERS.search(line.text))


def edges_of(page: list[Line]) -> list[tuple[int, Line]]:
    """The lines next to the head and the foot of a page, counted from there: 0, 1, 2, -3, -2, -1."""
    by_height = sorted(page, key=lambda line: line.top)
    if len(page) <= 2 * EDGE:
        return list(enumerate(by_height))
    return [*enumerate(by_height[:EDGE]), *enumerate(by_height[-EDGE:], start=-EDGE)]


def blurred(line: Line) -> str:
    """Page numbers differ from page to page, what stands around them does not."""
    return re.sub(r"\d+", "#", clean(line.text))


def without_notes(page: list[Line], body_size: float) -> tuple[list[Line], dict[str, str]]:
    """The page without the notes at its foot, and these by their marks."""
    start = len(page)
    for place in range(len(page) - 1, -1, -1):
        line = page[place]
        if line.size > body_size * 0.97 and not NOTE.match(line.text):
            break
        if NOTE.match(line.text):
            start = place
    notes: dict[str, str] = {}
    mark = ""
    for line in page[start:]:
        found = NOTE.match(line.text)
        if found:
            mark = found["raised"] or found["typed"]
        text = line.text[found.end() :] if found else line.text
        notes[mark] = clean(f"{notes.get(mark, '')} {unmarked(text)}")
    return page[:start], notes


def unmarked(text: str) -> str:
    return MARK.sub(lambda mark: mark[1], text)


def with_notes(line: Line, notes: dict[str, str]) -> Line:
    """Marks of these notes leave the text; other raised digits stay in it as they are."""
    found = [mark for mark in MARK.findall(line.text) if mark in notes]
    text = MARK.sub(lambda mark: "" if mark[1] in notes else mark[0], line.text)
    typed = re.search(r"\*+(?=\s*$)", text)
    if typed and typed.group() in notes:
        found.append(typed.group())
        text = text[: typed.start()]
    return replace(line, text=text, notes=(*line.notes, *(notes[mark] for mark in found)))


class Puzzle:
    """Decides for each line whether it begins a paragraph."""

    def __init__(self, lines: list[Line], body_size: float, leading: float | None = None):
        self.lines = lines
        self.body_size = body_size
        self.vocabulary = {word.lower() for line in lines for word in WORD.findall(line.text)}
        steps = [
            after.top - before.top
            for before, after in pairwise(lines)
            if before.page == after.page and after.top > before.top
        ]
        self.leading = leading or leading_of(steps, body_size)
        spaced = [step for step in steps if step > self.leading * SPACE_ABOVE]
        self.has_spaces = len(spaced) > 0.04 * len(steps)
        rights = sorted(line.right for line in lines)
        self.margin = rights[int(len(rights) * 0.95)] if rights else 0.0
        self.last_number = ""
        self.left = mode([round(line.left) for line in lines] or [0])

    def paragraphs(self) -> list[Paragraph]:
        groups: list[list[Line]] = []
        for line in self.lines:
            if groups and not self.begins(groups[-1], line):
                groups[-1].append(line)
            else:
                groups.append([line])
                self.last_number = split_number(line.text.strip())[0] or self.last_number
        return [paragraph for group in groups if (paragraph := self.paragraph(group)).text]

    def begins(self, group: list[Line], line: Line) -> bool:
        before = group[-1]
        numbered = bool(split_number(line.text.strip())[0]) or self.is_heading_of_numbers(line)
        ended = has_ended(before.text)
        numbered = numbered and (ended or self.broke_early(before, line) or self.is_next_number(line))
        if before.page != line.page or line.top < before.top - self.leading:
            return self.begins_after_a_break(before, line, numbered=numbered, ended=ended)
        if max(before.size, line.size) > LARGER * min(before.size, line.size):
            return True
        step = line.top - before.top
        if self.has_spaces and step > SPACE_ABOVE * self.leading:
            return True
        if numbered:
            return True
        if self.has_spaces:
            return False
        return ended and (self.broke_early(before, line) or line.left > before.left + line.size)

    def begins_after_a_break(self, before: Line, line: Line, *, numbered: bool, ended: bool) -> bool:
        """At the head of a page or column there is no space above that could be measured."""
        if max(before.size, line.size) > LARGER * min(before.size, line.size):
            return True
        if numbered:
            return True
        return ended and (before.right < 0.85 * self.margin or line.left > before.left + 2 * line.size)

    def is_heading_of_numbers(self, line: Line) -> bool:
        """ "140.82-85, 87" on a line of its own, above what is said of these recommendations."""
        return bool(ONLY_NUMBERS.match(line.text)) and line.right < 0.7 * self.margin

    def is_next_number(self, line: Line) -> bool:
        """6.13 after 6.12, or 6.1 after 6."""
        number = split_number(line.text.strip())[0]
        before, _point, last = self.last_number.rpartition(".")
        following = f"{before}.{int(last) + 1}".lstrip(".") if last.isdigit() else ""
        return bool(number) and number in (following, f"{self.last_number}.1")

    def broke_early(self, before: Line, line: Line) -> bool:
        """The next word would have fitted: somebody ended the line on purpose."""
        return before.right + line.size + line.first_word < self.margin

    def paragraph(self, group: list[Line]) -> Paragraph:
        text = clean(joined((line.text for line in group), self.vocabulary.__contains__))
        larger = median(line.size for line in group) > LARGER * self.body_size
        short = len(text) < LONGEST_HEADING and not has_ended(text)
        is_heading = short and (larger or bool(HEADING.match(text)))
        number, text = split_number(text, is_heading=is_heading)
        notes = tuple(note for line in group for note in line.notes)
        indented = min(line.left for line in group) > self.left + 1.5 * self.body_size
        return Paragraph(
            text,
            number=number,
            page=group[0].page,
            level=int(indented),
            is_heading=is_heading,
            footnotes=notes,
        )


def leading_of(steps: list[float], body_size: float) -> float:
    """The distance of lines within paragraphs: the smallest that is not rare.

    `body_size` is the height of a font's box, which in some fonts is half as much again as its lines are
    apart.
    """
    counts = Counter(round(step, 1) for step in steps if step > NEAREST_LINES * body_size)
    return min((step for step, count in counts.items() if count >= 0.1 * len(steps)), default=body_size)


def has_ended(text: str) -> bool:
    return bool(ENDED.search(text[-20:]))


def joined(lines: Iterable[str], is_known: Callable[[str], bool]) -> str:
    """Lines as one text. A hyphen at the end of a line stays, unless the document has the word without it."""
    pieces: list[str] = []
    for line in map(str.strip, lines):
        before = pieces[-1] if pieces else ""
        head, tail = LAST_WORD.search(before[-LONGEST_WORD:]), FIRST_WORD.match(line)
        if head and tail and line[0].islower():
            whole, hyphened = head[1] + tail[0], f"{head[1]}-{tail[0]}"
            if is_known(whole.lower()) and not is_known(hyphened.lower()):
                pieces[-1] = before[:-1]
            pieces.append(line)
        elif OPEN_END.search(before[-2:]):
            pieces.append(line)
        else:
            pieces.append(f" {line}")
    return "".join(pieces).strip()
