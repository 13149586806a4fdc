"""What moderators read before they write: answers in people's own words, statements, rapporteurs' notes.

Answers come from closed surveys only, in an order that says nothing, and under a kind of stakeholder or a
region only where enough others stand there, too (docs/decisions/0021-excerpts.md).
"""

from consultations.models import Consultation
from reports.reading.answers import Answers
from reports.reading.groups import NEITHER, groups_of, sizes_of
from reports.reading.spoken import Spoken
from reports.reading.texts import ANSWERS, NOTES, STATEMENTS, Text, Wanted

__all__ = [
    "ANSWERS",
    "NEITHER",
    "NOTES",
    "STATEMENTS",
    "Answers",
    "Spoken",
    "Text",
    "Wanted",
    "find_text",
    "groups_of",
    "sizes_of",
    "texts_of",
]


def texts_of(consultation: Consultation, wanted: Wanted):
    """The texts that are wanted, to be counted and sliced."""
    if wanted.source == ANSWERS:
        return Answers(consultation, wanted)
    return Spoken(consultation, wanted)


def find_text(consultation: Consultation, token: str) -> Text | None:
    """The text of this name, if it may be read in this consultation."""
    source, _dash, key = token.partition("-")
    if source == ANSWERS and key:
        return next(iter(Answers(consultation, Wanted(), key=key)[:1]), None)
    if source in (STATEMENTS, NOTES) and key.isascii() and key.isdigit() and len(key) < 19:
        return next(iter(Spoken(consultation, Wanted(source), key=int(key))[:1]), None)
    return None
