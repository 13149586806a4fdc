"""Two wordings of one text, so that somebody finds at a glance what only one of them says."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.forms import BoundField

# Words with what stands between them; Chinese is written without blanks, so each of its signs is a word.
WORDS = re.compile(r"\s+|[\u3400-\u9fff\uf900-\ufaff]|[^\W\u3400-\u9fff\uf900-\ufaff]+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    text: str
    is_only_here: bool


def compared(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both wordings in pieces: those in both, and those that only one of them has."""
    words, others = WORDS.findall(one), WORDS.findall(other)
    mine, theirs = [], []
    # In long texts it anchors on rare words only, so that it is done in a moment.
    matcher = SequenceMatcher(str.isspace, words, others)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        for pieces, text in (
            (mine, "".join(words[start:end])),
            (theirs, "".join(others[other_start:other_end])),
        ):
            if text:
                pieces.append(Piece(text, kind != "equal"))
    return mine, theirs


@dataclass(frozen=True)
class Conflict:
    """A text that two people wrote otherwise: its field, and both wordings in pieces."""

    field: BoundField
    language: str
    mine: list[Piece]
    theirs: list[Piece]

    @classmethod
    def of(cls, field: BoundField, language: str, mine: str, theirs: str) -> "Conflict":
        return cls(field, language, *compared(mine, theirs))
