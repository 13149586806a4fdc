"""Replies in tables: a column of numbers beside one of answers, or a column for each position."""

import re
from dataclasses import dataclass, field

from recommendations.documents.answers_found import Comment, Given
from recommendations.documents.lists import Lists
from recommendations.documents.number_lists import FoundList, expand_numbers, find_number_lists
from recommendations.documents.positions_said import SAYS_NOTHING, Stance, is_label, stance_of
from recommendations.documents.states_named import NamedText, named_texts

NUMBER_COLUMN = re.compile(
    r"^(?:no\b|n[°º]|nr|number|num|#|paragraph|para|párrafo|recomm?[ae]nd)", re.IGNORECASE
)
ANSWER_COLUMN = re.compile(
    r"position|response|reply|answer|status|réponse|respuesta|posición|accept|support", re.IGNORECASE
)
SPEAKS_OF_IT = re.compile(r"\b(?:this|these|the|cette|ces|la|esta|estas) recomm?[ae]nd", re.IGNORECASE)
MARK = 3  # signs
ANSWER_BEGINS = re.compile(r"^[^.;:–—\n]{0,90}")


@dataclass
class AnswerTable:
    """Reads one table; `paragraphs` are those whose numbers count."""

    lists: Lists
    language: str
    paragraphs: set[str]
    bare_paragraph: str | None
    given: list[Given] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    quoted: dict[str, list[NamedText]] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    in_force: Stance = SAYS_NOTHING

    def read(self, table: list[list[str]], in_force: Stance) -> None:
        """`in_force` is the position of the heading above; rows over all columns may say another."""
        self.in_force = in_force
        for row in table:
            cells = [cell.strip() for cell in row]
            told = [cell for cell in cells if cell]
            if not told:
                continue
            numbers = [self.numbers_of(cell) for cell in cells]
            if not any(found.numbers for found in numbers):
                self.read_heading(cells, told)
            elif self.positions_in_headings() and self.are_lists(cells, numbers):
                self.read_columns(cells, numbers)
            else:
                self.read_row(cells, numbers)

    def numbers_of(self, cell: str) -> FoundList:
        """The list with which a cell begins: "140.5-7", "140.5 Ratify …"; "5" where numbers stand bare."""
        found = find_number_lists(cell, self.paragraphs, bare_paragraph=self.bare_paragraph)
        if found and len(cell[: found[0].start].split()) <= 2:
            return found[0]
        if self.bare_paragraph is not None and re.fullmatch(r"[\d\s,;.()a-z–-]{1,60}", cell):
            expanded = expand_numbers(cell, paragraph=self.bare_paragraph)
            if not expanded.doubts:
                return FoundList(expanded.numbers, [], 0, len(cell))
        return FoundList()

    def read_heading(self, cells: list[str], told: list[str]) -> None:
        said = self.stance(told[0]) if len(set(told)) == 1 else Stance()
        if said:
            self.in_force = said
        elif len(told) > 1 or not self.headings:
            self.headings = cells
        elif self.comments:
            self.comments[-1].texts += told  # a cell that goes on over the page

    def stance(self, text: str) -> Stance:
        return stance_of(text, self.lists, self.language)

    def label(self, text: str) -> Stance:
        """The position of a text that says nothing else."""
        return self.stance(text) if is_label(text, self.lists, self.language) else SAYS_NOTHING

    def positions_in_headings(self) -> list[Stance]:
        """The positions that columns are headed with, where at least two are: "Supported | Noted"."""
        said = [self.label(heading) for heading in self.headings]
        clear = {stance.position for stance in said if stance.position in ("supported", "noted")}
        return said if len(clear) > 1 else []

    def are_lists(self, cells: list[str], numbers: list[FoundList]) -> bool:
        return all(found.numbers for cell, found in zip(cells, numbers, strict=True) if cell)

    def read_columns(self, cells: list[str], numbers: list[FoundList]) -> None:
        for said, cell, found in zip(self.positions_in_headings(), cells, numbers, strict=False):
            if said and found.numbers:
                self.given.append(Given(found.numbers, said, said.words, cell))
            self.problems += found.doubts

    def read_row(self, cells: list[str], numbers: list[FoundList]) -> None:
        place = next(index for index, found in enumerate(numbers) if found.numbers)
        found = numbers[place]
        self.problems += found.doubts
        own = self.marked(cells) or self.answered(cells, place)
        texts = []
        for index, cell in enumerate(cells):
            rest = cell[found.end :].strip(" .,:\n") if index == place else cell
            is_mark = len(rest) <= MARK
            if rest and not is_mark and not self.quote(found.numbers, rest):
                texts.append(rest)
        comment = Comment(found.numbers, self.in_force, own, label=" | ".join(cells), texts=texts)
        self.comments.append(comment)

    def marked(self, cells: list[str]) -> Stance:
        """The position in whose column stands a mark: "x"."""
        columns = zip(self.positions_in_headings(), cells, strict=False)
        marked = [said for said, cell in columns if said and 0 < len(cell) <= MARK]
        return marked[0] if len(marked) == 1 else SAYS_NOTHING

    def answered(self, cells: list[str], place: int) -> Stance:
        """What the cells beside the number say; unclear where two of them say two things."""
        answers = [self.answer_in(index, cell) for index, cell in enumerate(cells) if index != place]
        said = [answer for answer in answers if answer]
        if len({answer.position for answer in said}) > 1:
            return Stance("unclear", "", " | ".join(cells))
        return said[0] if said else SAYS_NOTHING

    def answer_in(self, index: int, cell: str) -> Stance:
        """The position of a cell that says nothing else, or in a column of answers that of its beginning."""
        if label := self.label(cell):
            return label
        heading = self.headings[index] if index < len(self.headings) else ""
        beginning = ANSWER_BEGINS.match(cell).group()
        is_answer = ANSWER_COLUMN.search(heading) and not NUMBER_COLUMN.match(heading)
        if is_answer or SPEAKS_OF_IT.search(beginning):
            return self.stance(beginning)
        return self.label(beginning)

    def quote(self, numbers: list[str], text: str) -> bool:
        """Whether a cell holds the recommendation itself: then it ends with States of ours."""
        named = named_texts(" ".join(text.split()), self.lists)
        if len(numbers) != 1 or not all(state for each in named for state in each.states):
            return False
        self.quoted[numbers[0]] = named
        return True
