"""Working Group reports, drafts and final ones: recommendations with their States and proposed positions.

The position is what the document's own sentence above the list says (`lead_ins`), and what other paragraphs
say of numbers in it (`report_answers`). Values follow UPR Info's "Methodology: Responses to recommendations"
(October 2014): supported only where the State clearly says so; in part or in principle is noted. Nothing is
guessed: what no wording tells is "unclear".
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.documents.lead_ins import POSITIONS, Matched, match_lead_in, qualifier_in
from recommendations.documents.lists import UNNAMED, Lists
from recommendations.documents.manuscripts import Manuscript, Unreadable
from recommendations.documents.readings import DocumentReading, ReadPledge, ReadRow
from recommendations.documents.report_answers import Reply, doubt_of, replies_in, spoken
from recommendations.documents.report_blocks import closes_with_states
from recommendations.documents.report_cover import deadline_in, read_cover
from recommendations.documents.report_notes import WordsInTheRoom
from recommendations.documents.report_numbers import number_problems, tell_parts_apart
from recommendations.documents.report_sections import Chapter, Entry, Group, read_chapter
from recommendations.documents.states_named import NamedText, named_texts

FAMILY = "report"
LONGEST_QUOTE = 300


def read_report(manuscript: Manuscript, *, language: str = "en", lists: Lists) -> DocumentReading:
    """The recommendations of a report. Raises Unreadable where no list of recommendations is found."""
    chapter = read_chapter(manuscript, lists, language)
    reading = DocumentReading(family=FAMILY, language=language, problems=list(manuscript.problems))
    read_cover(reading, manuscript, chapter, lists)
    ReportReader(reading, chapter, lists).read()
    WordsInTheRoom(manuscript, lists).give(reading)
    if not reading.rows:
        raise Unreadable(
            _(
                "No list of recommendations was found in this document. "
                "Choose the report of the Working Group, or paste its chapter of recommendations."
            )
        )
    return reading


class ReportReader:
    """Turns the groups of the chapter into rows, one after another."""

    def __init__(self, reading: DocumentReading, chapter: Chapter, lists: Lists):
        self.reading = reading
        self.chapter = chapter
        self.lists = lists
        self.listed = {entry.number for group in chapter.groups for entry in group.entries}
        self.languages: list[str] = []

    def read(self) -> None:
        for group in self.chapter.groups:
            self.take(group)
        if self.languages:
            self.reading.language = max(set(self.languages), key=self.languages.count)
        tell_parts_apart(self.reading.rows)
        self.tell_of_lead_ins()
        for group in self.chapter.groups:
            self.reading.problems += number_problems([entry.number for entry in group.entries])

    def match(self, sentence: str) -> Matched:
        matched = match_lead_in(sentence, self.lists, self.reading.language)
        if matched.language:
            self.languages.append(matched.language)
        return matched

    def take(self, group: Group) -> None:
        matched = self.match(group.lead_in)
        if not matched.meaning or matched.meaning == "end":
            heading = self.match(group.heading).meaning if group.heading else ""
            if heading == "pledges" and matched.meaning != "end":
                matched = Matched("pledges")
        if matched.meaning == "pledges":
            self.take_pledges(group)
        elif matched.meaning == "end":
            self.put_aside(group)
        else:
            self.take_recommendations(group, matched)

    def take_recommendations(self, group: Group, matched: Matched) -> None:
        replies = replies_in(group, self.lists, self.reading.language, self.listed)
        answers_only = bool(replies) or matched.has_comments
        for reply in replies:
            self.answer(reply)
        comments = []
        rows: list[ReadRow] = []
        for entry in group.entries:
            if answers_only and not closes_with_states(entry.text, self.lists):
                comments.append(entry)
            else:
                rows += self.rows_of(entry, group, matched)
        self.reading.rows += rows
        if not rows and not replies and matched.meaning == "pending":
            self.answer_later(group)
        elif not rows and not replies and group.lead_in:
            self.problem(_("A paragraph without recommendations: “%(text)s”"), group.lead_in)
        if rows and matched.meaning == "pending" and not self.reading.deadline:
            self.reading.deadline = deadline_in(group.lead_in)
        self.place_comments(group, comments)

    def rows_of(self, entry: Entry, group: Group, matched: Matched) -> list[ReadRow]:
        found = named_texts(entry.text, self.lists)
        position = matched.meaning if matched.meaning in POSITIONS else "unclear"
        qualifier = qualifier_in(group.lead_in)
        doubts = []
        if position == "supported" and qualifier in ("in-part", "in-principle"):
            position = "noted"
            doubts.append(_("The State supports it in part or in principle only, which counts as noted."))
        rows = []
        for named in found:
            rows.append(
                ReadRow(
                    number=entry.number,
                    text=named.text,
                    states=named.states,
                    spellings=named.spellings,
                    position=position,
                    lead_in=group.lead_in,
                    doubts=[*doubts, *named.doubts, *self.doubts_of(named)],
                    raw=named.raw,
                    page=entry.page,
                    line=entry.line,
                    qualifier=qualifier,
                )
            )
        rows[-1].own_words = "\n".join(entry.comments)
        if entry.comments:
            rows[-1].doubts.append(_("A paragraph follows it without a number. Check whose words they are."))
        return rows

    def doubts_of(self, named: NamedText) -> list[str]:
        if self.reading.state and self.reading.state in named.states:
            return [_("The State under review stands among the recommending States.")]
        return []

    def answer(self, reply: Reply) -> None:
        """A sentence that names numbers: of rows that stand in a list, or of the account of the dialogue."""
        for doubt in reply.doubts:
            self.problem(doubt.replace("%", "%%"))
        for number in reply.numbers:
            rows = [
                row
                for row in self.reading.rows
                if row.number == number or f"{row.number} ({row.part})" == number
            ]
            for row in rows:
                self.answer_row(row, reply)
            if not rows:
                self.add_spoken(number, reply)

    def answer_row(self, row: ReadRow, reply: Reply) -> None:
        row.own_words = "\n".join(filter(None, [row.own_words, reply.sentence]))
        row.qualifier = reply.qualifier or row.qualifier
        row.position_source = reply.paragraph
        if reply.matched.meaning not in POSITIONS:
            if not reply.qualifier:
                row.doubts.append(
                    _("Paragraph %(number)s says more of it. Read it.") % {"number": reply.paragraph}
                )
        elif row.position in ("unclear", reply.matched.meaning):
            row.position = reply.matched.meaning
        else:
            row.position = "unclear"
            row.doubts.append(
                _("The list and paragraph %(number)s say different things of it.")
                % {"number": reply.paragraph}
            )

    def add_spoken(self, number: str, reply: Reply) -> None:
        found = spoken(number, self.chapter.dialogue, self.lists, self.reading.state)
        if found is None:
            self.problem(
                _("Paragraph %(paragraph)s speaks of recommendation %(number)s, not found: “%(text)s”"),
                reply.sentence,
                paragraph=reply.paragraph,
                number=number,
            )
            return
        self.reading.rows.append(
            ReadRow(
                number=number,
                text=found.text,
                states=[self.lists.iso3(found.spelling) if found.spelling else None],
                spellings=[found.spelling or UNNAMED],
                position=reply.matched.meaning if reply.matched.meaning in POSITIONS else "unclear",
                lead_in=reply.sentence,
                doubts=[doubt_of(found, reply.paragraph)],
                raw=found.raw,
                page=found.page,
                line=found.line,
                position_source=reply.paragraph,
                qualifier=reply.qualifier,
            )
        )

    def answer_later(self, group: Group) -> None:
        """ "The response of X to these recommendations will be included …" stands behind the list itself."""
        for row in self.reading.rows:
            if row.position == "unclear" and row.lead_in:
                row.position, row.position_source = "pending", group.number
        self.reading.deadline = self.reading.deadline or deadline_in(group.lead_in)

    def take_pledges(self, group: Group) -> None:
        """Each entry is a pledge; a paragraph without entries is one itself."""
        for entry in group.entries:
            text = " ".join([entry.text, *entry.comments])
            self.reading.pledges.append(ReadPledge(entry.number, text.rstrip(" ;"), text, entry.line))
        if group.number and not group.entries:
            text = " ".join([group.lead_in, *(block.text for block in group.comments)])
            self.reading.pledges.append(ReadPledge(group.number, text, text, group.line))
        else:
            self.reading.pledges += [
                ReadPledge("", block.text, block.text, block.line) for block in group.comments
            ]

    def put_aside(self, group: Group) -> None:
        """Comments of the State, and what stands behind the end of the lists, are shown to a person."""
        for entry in group.entries:
            if closes_with_states(entry.text, self.lists):
                rows = self.rows_of(entry, Group(group.number, "", group.line), Matched(""))
                for row in rows:
                    row.doubts.append(
                        _("It stands behind the end of the lists. Find the list to which it belongs.")
                    )
                self.reading.rows += rows
            else:
                self.problem(
                    _("Words of the State on several recommendations, not read: “%(text)s”"), entry.text
                )
        for block in group.comments:
            self.problem(_("Not read: “%(text)s”"), block.text)

    def place_comments(self, group: Group, comments: list[Entry]) -> None:
        """Comments go to the rows whose numbers they name; the others are shown to a person."""
        for entry in comments:
            comment = Group(group.number, entry.text, entry.line)
            numbers = {
                number
                for reply in replies_in(comment, self.lists, self.reading.language, self.listed)
                for number in reply.numbers
            }
            rows = [row for row in self.reading.rows if row.number in numbers]
            for row in rows:
                row.own_words = "\n".join(filter(None, [row.own_words, entry.text]))
            if not rows:
                self.problem(
                    _("Words of the State on several recommendations, not read: “%(text)s”"), entry.text
                )
        for block in group.comments:
            self.problem(_("Not read: “%(text)s”"), block.text)

    def tell_of_lead_ins(self) -> None:
        """One problem for each list whose sentence above it says no position."""
        sentences = [row.lead_in for row in self.reading.rows if row.position == "unclear"]
        for sentence in dict.fromkeys(sentences):
            count = sentences.count(sentence)
            if not sentence:
                message = ngettext(
                    "%(count)s recommendation stands under no sentence that says a position.",
                    "%(count)s recommendations stand under no sentence that says a position.",
                    count,
                )
            else:
                message = ngettext(
                    "The sentence above %(count)s recommendation says no clear position: “%(text)s”",
                    "The sentence above %(count)s recommendations says no clear position: “%(text)s”",
                    count,
                )
            self.problem(message, sentence, count=count)

    def problem(self, message: str, text: str = "", **facts) -> None:
        quote = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]} …"
        sentence = message % {"text": quote, **facts}
        if sentence not in self.reading.problems:
            self.reading.problems.append(sentence)
