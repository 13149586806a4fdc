"""The State's reply to the recommendations (addendum to the report): which it supports, which it notes.

States write as they like: headings over lists, sentences with lists in them, a table, a paragraph for each
recommendation, numbers over comments. What a sentence says of its numbers counts first; numbers that only
stand over a comment take their position from such a sentence, else from the heading or the lead-in above.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recommendations.documents.answer_tables import AnswerTable
from recommendations.documents.answers_found import Comment, Given, answers_of, rows_of
from recommendations.documents.lists import Lists
from recommendations.documents.paragraphs import Manuscript, Paragraph
from recommendations.documents.positions_said import NOT_SUPPORTED, SAYS_NOTHING, Stance, is_label, stance_of
from recommendations.documents.readings import DocumentReading
from recommendations.documents.statements import LISTED, Sentence, paragraphs_of_recommendations, sentences_of
from recommendations.documents.states_named import NamedText, named_texts
from recommendations.documents.unreadable import Unreadable

FAMILY = "addendum"
SYMBOL = re.compile(r"\bA/HRC/\s?\d{1,3}/\s?\d{1,3}\s?/\s?Add\.\s?\d+")
OF_PARAGRAPH = re.compile(r"\b(?:paragraphs?|paragraphes?|párrafos?)\s+(\d{1,3})\b(?!\.\d)", re.IGNORECASE)
RESPONSE = re.compile(
    r"^(?:response|reply|position|answer|status|réponse|position|respuesta|posición)[^:–]{0,40}[:–]\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
MARKERS = {"roman": r"[IVX]+", "letter": r"[A-Z]", "digit": r"\d+(?:\.\d+)?"}
COVER = 60
LONGEST_HEADING = 30  # words


def read_addendum(manuscript: Manuscript, *, language: str = "en", lists: Lists) -> DocumentReading:
    """The answers by groups, and a row for each number answered. Raises Unreadable where none is found."""
    reading = DocumentReading(family=FAMILY, language=language, problems=list(manuscript.problems))
    reader = AddendumReader(manuscript, lists, language)
    reader.read()
    reading.answers = answers_of(reader.given, reader.comments)
    if not reading.answers:
        raise Unreadable(
            _(
                "No answers to numbered recommendations were found in this document. "
                "Choose the State's reply (the addendum to the report), or paste its text."
            )
        )
    reading.rows = rows_of(reading.answers, reader.quoted)
    reading.problems += reader.problems
    name_document(reading, manuscript, lists)
    return reading


def name_document(reading: DocumentReading, manuscript: Manuscript, lists: Lists) -> None:
    """Symbol and State from the cover: the State's name stands there on a line of its own."""
    cover = [paragraph.text for paragraph in manuscript.paragraphs[:COVER]]
    symbol = SYMBOL.search("\n".join([*manuscript.running_heads, *cover]))
    reading.symbol = "".join(symbol.group().split()) if symbol else ""
    found = (lists.iso3(line.strip(" *.0123456789")) for line in cover)
    reading.state = next((iso3 for iso3 in found if iso3), None)
    if not reading.state:
        reading.problems.append(_("The State under review was not found in the document. Choose it."))


@dataclass
class AddendumReader:
    """Goes through the document and remembers what is in force: heading, lead-in, paragraph, open comment.

    `quoted` holds the texts of recommendations, where the reply repeats them, by their numbers.
    """

    manuscript: Manuscript
    lists: Lists
    language: str
    given: list[Given] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    quoted: dict[str, list[NamedText]] = field(default_factory=dict)
    heading: Stance = SAYS_NOTHING
    heading_marker: str = ""
    lead: Stance = SAYS_NOTHING
    paragraph: str = ""
    open: Comment | Given | None = None
    counted: list[tuple[str, int]] = field(default_factory=list)

    def read(self) -> None:
        texts = [self.whole(paragraph) for paragraph in self.manuscript.paragraphs]
        texts += [cell for table in self.manuscript.tables for row in table for cell in row]
        self.numbers_of = paragraphs_of_recommendations(texts)
        self.bare_paragraph = None if self.numbers_of else self.paragraph_meant(" ".join(texts))
        tables = list(self.manuscript.tables)
        for paragraph in self.manuscript.paragraphs:
            if not paragraph.in_table:
                self.read_paragraph(paragraph)
            elif tables and begins(tables[0], paragraph):
                self.read_table(tables.pop(0))
        for table in tables:
            self.read_table(table)
        self.tell_of_doubts()

    def paragraph_meant(self, text: str) -> str:
        """The one paragraph of the report that is named, where numbers stand without theirs, else ""."""
        named = set(OF_PARAGRAPH.findall(text))
        return named.pop() if len(named) == 1 else ""

    def whole(self, paragraph: Paragraph) -> str:
        """The text with the number of a recommendation before it; other numbers are the document's own."""
        return f"{paragraph.number} {paragraph.text}" if "." in paragraph.number else paragraph.text

    def read_table(self, table: list[list[str]]) -> None:
        self.open = None
        reader = AnswerTable(self.lists, self.language, self.numbers_of, self.bare_paragraph)
        reader.read(table, self.in_force)
        self.given += reader.given
        self.comments += reader.comments
        self.problems += reader.problems
        self.quoted |= reader.quoted

    def says(self, text: str) -> Stance:
        return stance_of(text, self.lists, self.language)

    def is_label(self, text: str) -> bool:
        return is_label(text, self.lists, self.language)

    @property
    def in_force(self) -> Stance:
        return self.lead or self.heading

    def read_paragraph(self, paragraph: Paragraph) -> None:
        text = self.whole(paragraph)
        if "." not in paragraph.number and paragraph.number.isdigit():
            self.paragraph = paragraph.number
            self.open = self.open if isinstance(self.open, Comment) else None
        sentences = list(
            sentences_of(text, self.lists, self.language, self.numbers_of, bare_paragraph=self.bare_paragraph)
        )
        numbered = any(sentence.lists for sentence in sentences)
        if not numbered and self.is_heading(paragraph, text):
            self.read_heading(paragraph, text)
        elif not numbered:
            self.read_words(text, sentences)
        else:
            self.read_numbers(text, sentences)

    def is_heading(self, paragraph: Paragraph, text: str) -> bool:
        """A heading, or a short line that says a position and ends like one."""
        short = len(text.split()) <= LONGEST_HEADING
        ends = not text.rstrip().endswith((".", ";", ",", ":"))
        looks_so = short and ends and text[:1].isupper() and not RESPONSE.match(text)
        return paragraph.is_heading or (looks_so and bool(self.says(text)))

    def read_heading(self, paragraph: Paragraph, text: str) -> None:
        """A position lasts until a heading of the same rank says another, or none."""
        label = (
            isinstance(self.open, Comment)
            and not paragraph.is_heading
            and is_label(text, self.lists, self.language)
        )
        said = self.says(text)
        if label and said:
            self.open.own = said  # "Accepted", on a line under the number
            return
        marker = marker_of(paragraph.number or text)
        if said or marker == self.heading_marker:
            self.heading, self.heading_marker = said, marker
        self.lead, self.open = SAYS_NOTHING, None

    def read_words(self, text: str, sentences: list[Sentence]) -> None:
        """A paragraph without numbers: a lead-in, an answer to the number above, or a comment."""
        response = RESPONSE.match(text)
        said = self.says(text)
        if isinstance(self.open, Comment):
            first = self.says(response[1] if response else sentences[0].text)
            brief = len(sentences[0].text.split()) <= LONGEST_HEADING
            speaks = brief and sentences[0].speaks_of_recommendations
            told = response or speaks or self.is_label(text)
            if first and told and not self.open.own:
                self.open.own = first
        if said and sentences[-1].speaks_of_recommendations and self.is_lead_in(text):
            self.lead, self.open = said, None
        elif self.open:
            self.open.texts.append(text)

    def is_lead_in(self, text: str) -> bool:
        return text.rstrip().endswith(":") or bool(LISTED.search(text.casefold()))

    def read_numbers(self, text: str, sentences: list[Sentence]) -> None:
        said_before = SAYS_NOTHING
        for place, sentence in enumerate(sentences):
            self.problems += [doubt for found in sentence.lists for doubt in found.doubts]
            if not sentence.lists:
                if self.open:
                    self.open.texts.append(sentence.text)
                continue
            if said_before and not any(sentence.stances):
                sentence.stances = [said_before] * len(sentence.lists)
            if any(sentence.stances):
                self.take_statement(sentence, text, is_first=place == 0)
            elif sentence.begins_with_a_list:
                self.open_comment(sentence, text)
            elif self.open:
                self.open.texts.append(sentence.text)  # a number is mentioned, nothing is said of it
            said_before = sentence.stances[-1] if sentence.ends_with_semicolon else SAYS_NOTHING

    def take_statement(self, sentence: Sentence, text: str, *, is_first: bool) -> None:
        if is_first and sentence.begins_with_a_list and len(sentence.lists) == 1:
            self.open_comment(sentence, text, own=sentence.stances[0])
            return
        for found, said in zip(sentence.lists, sentence.stances, strict=True):
            said = self.with_heading(said)
            if not said:
                continue
            given = Given(found.numbers, said, sentence.without_numbers, text, self.paragraph)
            self.given.append(given)
            self.open = given
        self.lead = SAYS_NOTHING

    def with_heading(self, said: Stance) -> Stance:
        """What the heading adds to a statement below it: "accepted in part", "already implemented"."""
        if not said.qualifier and self.heading.qualifier:
            in_part = self.heading.qualifier in NOT_SUPPORTED and said.position == "supported"
            if in_part or said.position == self.heading.position:
                return Stance(self.heading.position, self.heading.qualifier, said.words)
        return said

    def open_comment(self, sentence: Sentence, text: str, *, own: Stance = SAYS_NOTHING) -> None:
        numbers = [number for found in sentence.lists for number in found.numbers]
        rest = sentence.after_the_list
        comment = Comment(numbers, self.in_force, own, label=text, paragraph=self.paragraph)
        if rest and len(numbers) == 1 and self.quote(numbers[0], rest):
            rest = ""
        comment.texts += [rest] if rest else []
        self.comments.append(comment)
        self.open = comment

    def quote(self, number: str, rest: str) -> bool:
        """Whether the recommendation itself stands behind its number: then it ends with States of ours."""
        named = named_texts(rest, self.lists)
        if not all(state for each in named for state in each.states):
            return False
        self.quoted[number] = named
        return True

    def tell_of_doubts(self) -> None:
        stated = {number: given.said.position for given in self.given for number in given.numbers}
        for comment in self.comments:
            others = [
                number
                for number in comment.numbers
                if not comment.own
                and comment.in_force
                and stated.get(number, comment.in_force.position) != comment.in_force.position
            ]
            if others:
                self.problems.append(
                    _("The comment on %(numbers)s stands in another group than their answer.")
                    % {"numbers": ", ".join(others)}
                )


def begins(table: list[list[str]], paragraph: Paragraph) -> bool:
    """Whether a paragraph is the first of a table's cells."""
    first = next((cell for row in table for cell in row if cell), "")
    return first.split("\n")[0].strip() == f"{paragraph.number} {paragraph.text}".strip()


def marker_of(text: str) -> str:
    """The kind of number that a heading has: "roman", "letter", "digit" or ""."""
    found = re.match(r"(\w+(?:\.\d+)?)(?:[.)]|$)", text)
    return next((kind for kind, form in MARKERS.items() if found and re.fullmatch(form, found[1])), "")
