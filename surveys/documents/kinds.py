"""What a document is, and why one is refused. No other library is needed here: see apart.py."""

from dataclasses import dataclass
from enum import Enum

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPENDOCUMENT = "application/vnd.oasis.opendocument.text"
PLAIN = "text/plain"


class Refusal(Enum):
    """Why a document is not taken; the sentences stand in apart.py."""

    EMPTY = "empty"
    OTHER_KIND = "other kind"
    OLD_WORD = "old word"
    ENCODING = "encoding"
    PASSWORD = "password"  # noqa: S105
    MACROS = "macros"
    EMBEDDED = "embedded"
    PICTURES = "pictures"
    TOO_LARGE_INSIDE = "too large inside"
    DAMAGED = "damaged"


class CannotBeCleaned(Exception):
    """The document is not taken; `refusal` says why."""

    def __init__(self, refusal: Refusal):
        self.refusal = refusal
        super().__init__(refusal.value)


@dataclass(frozen=True)
class Document:
    """A clean document; `text` are its words, where they were asked for and can be read."""

    type: str
    content: bytes
    text: str = ""
