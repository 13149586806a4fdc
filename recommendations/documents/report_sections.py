"""Where the recommendations stand in a Working Group report, and under which sentence each of them stands.

Finds the chapter of conclusions, and in it groups: a paragraph (the lead-in) with its numbered entries. Knows
four ways of numbering: "140.12", own numbers under a paragraph (1., 2. under 77), letters, and none at all.
Says nothing of positions.
"""

import re
from dataclasses import dataclass, field

from recommendations.documents.lead_ins import match_lead_in
from recommendations.documents.lists import Lists
from recommendations.documents.manuscripts import Manuscript
from recommendations.documents.report_blocks import (
    DOTTED,
    PLAIN,
    Block,
    blocks_of,
    closes_with_states,
    cut_at_colon,
    ends_with_colon,
    names_states,
    next_number,
    without_number,
)

HEADING = re.compile(
    r"(?:[IVX]+\.\s*)?(?:conclusions?\s+(?:and\s*/\s*or|and)\s+recommendations?"
    r"|conclusions?\s+(?:et\s*/\s*ou|et)\s+recommandations?"
    r"|conclusiones\s+(?:y\s*/\s*o|y)\s+recomendaciones|выводы\s+и\s*/\s*или\s+рекомендации"
    r"|结论和\s*/?\s*[（(]?\s*或\s*[)）]?\s*建议|结论和建议"
    r"|الاستنتاجات\s+و\s*/?\s*أو\s+التوصيات|الاستنتاجات\s+والتوصيات)\s*\W*",
    re.I,
)
ANNEX = re.compile(r"(?:annex|annexe|anexo|appendix|приложение|附件|المرفق|notes?)\b.{0,40}", re.I)
MOST_SKIPPED = 5  # own numbers of a list may skip a few; a larger leap is another paragraph's number


@dataclass
class Entry:
    """What stands under one number of a list. `comments` are paragraphs behind it that are no part of it."""

    number: str
    text: str
    line: int
    page: int | None = None
    footnotes: tuple[str, ...] = ()
    comments: list[str] = field(default_factory=list)


@dataclass
class Group:
    """A paragraph of the chapter and the entries under it; `comments` are other paragraphs under it."""

    number: str
    lead_in: str
    line: int
    page: int | None = None
    entries: list[Entry] = field(default_factory=list)
    comments: list[Block] = field(default_factory=list)
    heading: str = ""


@dataclass
class Chapter:
    """The groups of the chapter, and the paragraphs before it."""

    groups: list[Group] = field(default_factory=list)
    dialogue: list[Block] = field(default_factory=list)
    starts_at: int = 0  # paragraphs of the document before it


def read_chapter(manuscript: Manuscript, lists: Lists, language: str) -> Chapter:
    """The chapter of conclusions and recommendations; of a bare list without headings, all of it."""
    blocks = list(blocks_of(manuscript.paragraphs))
    start = start_of_chapter(blocks, lists, language)
    if start is None:
        return Chapter(dialogue=blocks, starts_at=len(manuscript.paragraphs))
    end = end_of_chapter(blocks, start)
    starts_at = blocks[start].line - 1 if start < len(blocks) else len(manuscript.paragraphs)
    dialogue = [block for block in blocks[:start] if not HEADING.fullmatch(block.text)]
    chapter = Chapter(dialogue=dialogue, starts_at=starts_at)
    Grouping(chapter, lists, language).take(blocks[start:end])
    return chapter


def start_of_chapter(blocks: list[Block], lists: Lists, language: str) -> int | None:
    """Behind the last heading of the chapter; else at the first lead-in or the first dotted number."""
    headings = [place for place, block in enumerate(blocks) if HEADING.fullmatch(block.text)]
    if headings:
        return headings[-1] + 1
    for place, block in enumerate(blocks):
        if block.is_dotted and not block.is_heading:
            return place - 1 if place and ends_with_colon(blocks[place - 1].text) else place
        if ends_with_colon(block.text) and match_lead_in(block.text, lists, language).meaning in (
            "supported",
            "noted",
            "pending",
        ):
            return place
    named = [place for place, block in enumerate(blocks) if closes_with_states(block.text, lists)]
    return named[0] if named else None


def end_of_chapter(blocks: list[Block], start: int) -> int:
    """Where the annex begins."""
    for place in range(start, len(blocks)):
        if not blocks[place].number and ANNEX.fullmatch(blocks[place].text):
            return place
    return len(blocks)


class Grouping:
    """Goes through the blocks of the chapter once and files each into a group or an entry."""

    def __init__(self, chapter: Chapter, lists: Lists, language: str):
        self.chapter = chapter
        self.lists = lists
        self.language = language
        self.group: Group | None = None
        self.entry: Entry | None = None
        self.last = 0
        self.heading = ""

    def take(self, blocks: list[Block]) -> None:
        for block in blocks:
            self.file(block)

    def file(self, block: Block) -> None:
        if block.is_dotted:
            self.add_dotted(block)
        elif block.is_lettered:
            self.add_lettered(block)
        elif block.number.isdigit():
            self.add_numbered(block)
        else:
            self.add_unnumbered(block)

    def open_group(self, number: str, block: Block | None, lead_in: str = "") -> Group:
        line, page = (block.line, block.page) if block else (0, None)
        self.group = Group(number, lead_in, line, page, heading=self.heading)
        self.entry, self.last = None, 0
        self.chapter.groups.append(self.group)
        return self.group

    def add_entry(self, number: str, block: Block, text: str | None = None) -> None:
        group = self.group or self.open_group("", block)
        self.entry = Entry(
            number, block.text if text is None else text, block.line, block.page, block.footnotes
        )
        group.entries.append(self.entry)
        self.split_running()

    def add_dotted(self, block: Block) -> None:
        """140.12 stands under paragraph 140, also where that paragraph is not in the extract."""
        paragraph = block.number.split(".")[0]
        if self.group is None or self.group.number != paragraph:
            if self.group is not None and not self.group.number and not self.group.entries:
                self.group.number = paragraph
            else:
                self.open_group(paragraph, block)
        self.add_entry(block.number, block)

    def add_numbered(self, block: Block) -> None:
        """A plain number: the next of the list's own numbers, or the next paragraph of the chapter."""
        number = int(block.number)
        if self.group is not None and self.is_own_number(number, block):
            self.last = number
            self.add_entry(self.own(str(number)), block)
        else:
            self.begin_paragraph(block)

    def is_own_number(self, number: int, block: Block) -> bool:
        group = self.group
        if group is None or (group.entries and "." in group.entries[0].number and not self.last):
            return False
        is_next_paragraph = group.number.isdigit() and number == int(group.number) + 1
        if is_next_paragraph and (
            number != self.last + 1 or match_lead_in(block.text, self.lists, self.language).meaning
        ):
            return False
        return number == self.last + 1 or (
            bool(self.last) and self.last <= number <= self.last + MOST_SKIPPED
        )

    def own(self, number: str) -> str:
        """The list's own number with its paragraph's before it: "77.5"."""
        return f"{self.group.number}.{number}" if self.group and self.group.number else number

    def add_lettered(self, block: Block) -> None:
        """(a), (b) are entries of the paragraph, or belong to the numbered entry above them."""
        is_list = self.entry is None or " (" in self.entry.number
        if self.group is not None and is_list:
            self.add_entry(f"{self.group.number} ({block.number})".strip(), block)
        else:
            block.text = f"({block.number}) {block.text}"
            self.add_unnumbered(block)

    def begin_paragraph(self, block: Block) -> None:
        """A paragraph of the chapter; what stands behind its colon may be the recommendations themselves."""
        lead_in, texts = cut_at_colon(block.text, self.lists)
        self.open_group(block.number, block, lead_in)
        if texts:
            self.add_running(texts, block)

    def add_running(self, texts: str, block: Block) -> None:
        """Recommendations inside the paragraph: with own numbers "1. … 2. …", or one after another."""
        numbered = PLAIN.match(texts) or DOTTED.match(texts)
        if numbered:
            number, text, _lettered = without_number(texts)
            self.last = int(number) if number.isdigit() else 0
            self.add_entry(number if "." in number else self.own(number), block, text)
        else:
            self.add_entry(self.group.number if self.group else "", block, texts)

    def split_running(self) -> None:
        """Cuts the entry where the next number of the list follows in the same paragraph."""
        while self.entry is not None:
            following = next_number(self.entry.number)
            if not following or following.rpartition(".")[2] not in self.entry.text:
                return
            shown = re.escape(
                following if self.entry.number.count(".") and not self.last else following.split(".")[-1]
            )
            stop = r"\.?\s+" if "." in shown else r"\.\s+"
            found = re.search(rf"(?<=[;.)])\s+{shown}{stop}(?=[^\W\d_])", self.entry.text)
            if not found:
                return
            rest = self.entry.text[found.end() :]
            self.entry.text = self.entry.text[: found.start()]
            self.last += bool(self.last)
            self.entry = Entry(following, rest, self.entry.line, self.entry.page, self.entry.footnotes)
            self.group.entries.append(self.entry)

    def add_unnumbered(self, block: Block) -> None:
        """A paragraph without a number: it goes on with the entry, comments on it, or heads what follows."""
        if self.goes_on_with_lead_in(block):
            self.group.lead_in = f"{self.group.lead_in} {block.text}"
        elif self.heads_a_group(block):
            self.heading = block.text
            lead_in, texts = cut_at_colon(block.text, self.lists)
            self.open_group("", block, lead_in)
            if texts:
                self.add_running(texts, block)
        elif block.is_heading:
            self.heading = block.text
        elif self.group is None:
            self.open_group("", block)
            self.add_entry("", block)
        elif self.entry is None:
            self.first_unnumbered(block)
        else:
            self.goes_on(block)

    def goes_on_with_lead_in(self, block: Block) -> bool:
        """Whether the lead-in above was broken in the middle of its sentence."""
        group = self.group
        if group is None or group.entries or not group.number or not group.lead_in or block.is_heading:
            return False
        return group.lead_in[-1].isalnum() or group.lead_in[-1] == ","

    def heads_a_group(self, block: Block) -> bool:
        """A lead-in that has no number, as in texts that people paste, or the heading of the pledges."""
        meaning = match_lead_in(block.text, self.lists, self.language).meaning
        if meaning == "pledges":
            return block.is_heading or len(block.text) < 120
        if not meaning or names_states(block.text.split(":")[0], self.lists):
            return False
        if meaning == "end":
            return True
        return ends_with_colon(block.text) or (
            ":" in block.text and closes_with_states(block.text, self.lists)
        )

    def first_unnumbered(self, block: Block) -> None:
        """Under a lead-in: the one recommendation there, or words of the State."""
        if closes_with_states(block.text, self.lists) or names_states(block.text, self.lists):
            self.add_entry(self.group.number if self.group else "", block)
        elif self.group:
            self.group.comments.append(block)

    def goes_on(self, block: Block) -> None:
        entry = self.entry
        if entry is None:
            return
        if not closes_with_states(entry.text, self.lists):
            entry.text = f"{entry.text} {block.text}"
        elif names_states(block.text, self.lists):
            if not entry.number or (self.group and entry.number == self.group.number):
                self.add_entry(entry.number, block)
                return
            entry.text = (
                f"{entry.text.rstrip()}{'' if entry.text.rstrip()[-1:] in ';.' else ';'} {block.text}"
            )
        else:
            entry.comments.append(block.text)
        entry.footnotes = (*entry.footnotes, *block.footnotes)
        self.split_running()
