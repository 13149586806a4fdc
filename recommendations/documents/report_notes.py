"""Footnotes that give a recommendation as it was read in the room, where the report words it otherwise."""

import re

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from recommendations.documents.lists import Lists
from recommendations.documents.manuscripts import Manuscript
from recommendations.documents.readings import DocumentReading, ReadRow
from recommendations.documents.states_named import named_texts

AS_READ = re.compile(
    r"^(?:\d{1,3}\s+)?(?:(?:the\s+|original\s+)*recommendations?,?\s+as\s+(?:it\s+was\s+)?(?:read|made|formulated|delivered|stated)\b"
    r"|(?:la\s+|les\s+)?recommandations?,?\s+telles?\s+qu[e'’]\s?\w*\s*(?:lue|formulée|faite|énoncée)"
    r"|(?:la\s+)?recomendación,?\s+tal\s+(?:y\s+)?como\s+(?:se|fue)\s+\w+)[^:：]{0,120}[:：]\s*",
    re.I,
)
CLOSE_ENOUGH = 55
CLEARLY_CLOSER = 5


class WordsInTheRoom:
    """Gives each such note to the recommendation on which it stands, or which it resembles most."""

    def __init__(self, manuscript: Manuscript, lists: Lists):
        self.lists = lists
        self.lines = {
            line: [note for note in paragraph.footnotes if AS_READ.match(note)]
            for line, paragraph in enumerate(manuscript.paragraphs, start=1)
        }
        self.loose = [
            " ".join(filter(None, [paragraph.number, paragraph.text]))
            for paragraph in manuscript.paragraphs
            if AS_READ.match(f"{paragraph.number} {paragraph.text}".strip())
        ]

    def give(self, reading: DocumentReading) -> None:
        """Notes whose mark stands in a paragraph are looked for there, the others in the whole report."""
        for line, notes in self.lines.items():
            near = [row for row in reading.rows if row.line == line]
            for note in notes:
                self.place(note, near or reading.rows, reading)
        for note in self.loose:
            self.place(note, reading.rows, reading)

    def place(self, note: str, rows: list[ReadRow], reading: DocumentReading) -> None:
        words = AS_READ.sub("", note, count=1).strip()
        named = named_texts(words, self.lists)
        text = " ".join(part.text for part in named)
        states = {state for part in named for state in part.states if state}
        likely = [row for row in rows if not states or states & set(row.states)] or rows
        scores = sorted(
            ((fuzz.token_set_ratio(text, row.text), place) for place, row in enumerate(likely)), reverse=True
        )
        is_sure = len(scores) == 1 or (scores and scores[0][0] - scores[1][0] >= CLEARLY_CLOSER)
        if scores and scores[0][0] >= CLOSE_ENOUGH and is_sure:
            row = likely[scores[0][1]]
            row.as_read = " ".join(filter(None, [row.as_read, text]))
        else:
            reading.problems.append(
                _("A note gives other words as read in the room, but for which is unclear: “%s”") % words
            )
