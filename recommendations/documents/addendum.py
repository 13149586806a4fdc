"""The State's reply to the recommendations (addendum to the report): which it supports, which it notes.

States write as they like: headings over lists, sentences with lists in them, a table, a paragraph for each
recommendation, numbers over comments. What a sentence says of its numbers counts first; numbers that only
stand over a comment take their position from such a sentence, else from the heading or the lead-in above.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recommendations.documents.answer_tables import AnswerTable
from recommendations.documents.answers_found import Comment, Given, answers_of, doubts_of, rows_of
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
ALL_OF_THEM = re.compile(
    r"\b(?:all|other|remaining|toutes|autres|todas|demás|restantes)\b[^.]*\brecomm?[ae]nd", re.IGNORECASE
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

    `quoted` holds the texts of recommendations, where the reply repeats them, by their numbers; `mentioned`
    the sentences that name a number and say nothing of it.
    """

    manuscript: Manuscript
    lists: Lists
    language: str
    given: list[Given] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    quoted: dict[str, list[NamedText]] = field(default_factory=dict)
    mentioned: dict[str, str] = field(default_factory=dict)
    heading: Stance = SAYS_NOTHING
    heading_marker: str = ""
    labels_come_first: bool = False
    lead: Stance = SAYS_NOTHING
    paragraph: str = ""
    open: Comment | Given | None = None

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
        self.problems += doubts_of(self.given, self.comments, self.mentioned)

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
        if not text.strip():
            return
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
        said = self.says(text)
        if not paragraph.is_heading and self.is_label_of_number(text):
            self.open.own = said
            return
        marker = marker_of(paragraph.number or text)
        if said or marker == self.heading_marker:
            self.heading, self.heading_marker = said, marker
            self.labels_come_first = bool(said) and not paragraph.is_heading
        self.lead, self.open = SAYS_NOTHING, None

    def is_label_of_number(self, text: str) -> bool:
        """Whether "Accepted" on a line of its own answers the number above it, and heads nothing below."""
        below = isinstance(self.open, Comment) and not self.open.own and not self.labels_come_first
        return below and self.is_label(text)

    def read_words(self, text: str, sentences: list[Sentence]) -> None:
        """A paragraph without numbers: a lead-in, an answer to the number above, or a comment."""
        said = self.says(text)
        leads = sentences[-1].speaks_of_recommendations or self.is_label(text.rstrip(" :"))
        if said and leads and (text.rstrip().endswith(":") or LISTED.search(text.casefold())):
            self.lead, self.open = said, None
            self.labels_come_first = self.is_label(text)
        elif self.open:
            self.hear_answer(text, sentences[0])
            self.open.texts.append(text)
        for sentence in sentences:
            self.hear_of_all(sentence)

    def hear_answer(self, text: str, sentence: Sentence) -> None:
        """The position stated under a number: "Response: Accepted", "We accept this recommendation"."""
        if not isinstance(self.open, Comment) or self.open.own:
            return
        response = RESPONSE.match(sentence.text)
        said = self.says(response[1] if response else sentence.text)
        brief = len(sentence.text.split()) <= LONGEST_HEADING
        if response or self.is_label_of_number(text) or (brief and sentence.speaks_of_recommendations):
            self.open.own = said

    def hear_of_all(self, sentence: Sentence) -> None:
        """ "All other recommendations are noted" answers numbers that it does not name."""
        said = {found.position for found in sentence.said}
        if len(said) == 1 and not sentence.lists and ALL_OF_THEM.search(sentence.text):
            self.problems.append(
                _("A position is given without numbers; record it by hand: “%(text)s”")
                % {"text": sentence.text}
            )

    def read_numbers(self, text: str, sentences: list[Sentence]) -> None:
        said_before = SAYS_NOTHING
        for place, sentence in enumerate(sentences):
            self.problems += [doubt for found in sentence.lists for doubt in found.doubts]
            if said_before and not any(sentence.stances):
                sentence.stances = [said_before] * len(sentence.lists)
            if any(sentence.stances):
                self.take_statement(sentence, text, is_first=place == 0)
            elif sentence.begins_with_a_list:
                self.open_comment(sentence, text)
            else:
                self.go_on(sentence)
            said_before = SAYS_NOTHING
            if sentence.ends_with_semicolon and sentence.stances:
                said_before = sentence.stances[-1]

    def go_on(self, sentence: Sentence) -> None:
        """A sentence that begins nothing: a comment, perhaps with numbers that it only mentions."""
        self.hear_of_all(sentence)
        for found in sentence.lists:
            self.mentioned |= dict.fromkeys(found.numbers, sentence.text)
        if self.open:
            if not sentence.lists:
                self.hear_answer(sentence.text, sentence)
            self.open.texts.append(sentence.text)

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


def begins(table: list[list[str]], paragraph: Paragraph) -> bool:
    """Whether a paragraph is the first of a table's cells."""
    first = next((cell for row in table for cell in row if cell), "")
    return first.split("\n")[0].strip() == f"{paragraph.number} {paragraph.text}".strip()


def marker_of(text: str) -> str:
    """The kind of number that a heading has: "roman", "letter", "digit" or ""."""
    found = re.match(r"(\w+(?:\.\d+)?)(?:[.)]|$)", text)
    return next((kind for kind, form in MARKERS.items() if found and re.fullmatch(form, found[1])), "")
