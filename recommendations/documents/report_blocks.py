"""The paragraphs of a report as blocks: their numbers taken off, the furniture of pages gone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from recommendations.documents.lists import Lists
from recommendations.documents.manuscripts import Paragraph
from recommendations.documents.state_brackets import PLAIN_SIGNS, runs_of_states

DOTTED = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)[.)]?(?:\s+|(?=[^\W\d_]))")
PLAIN = re.compile(r"(\d{1,3})[.)]\s*(?=[^\d\s])")
LETTER = re.compile(r"\(([a-z]{1,4})\)\s+")
FURNITURE = re.compile(
    r"\s*(?:\b\d{1,3}\s+)?\bGE\.\s?\d\d-\d{4,6}(?:\s*\(E\))?(?:\s+\d{1,3}\b)?"
    r"|\s*\bA/HRC/\s?\d+/\s?\d+\*?\s+[Pp]age\s+\d+\b|(?<=[;.)])\s+A/HRC/\d+/\d+\*?(?=\s*$)"
)
ONLY_FURNITURE = re.compile(r"(?:A/HRC/\s?(?:WG\.6/)?[\dL./\s]+\*?|[Pp]age\s+\d+|GE\.[\s\d-]+|\d+)\s*")


LAST_WORDS = 4000  # letters in which the States stand that close a text


@dataclass
class Block:
    """A paragraph with its number taken off: `number` is "140.12", "12" or "a"."""

    number: str
    text: str
    line: int
    page: int | None = None
    footnotes: tuple[str, ...] = ()
    is_heading: bool = False
    is_lettered: bool = False

    @property
    def is_dotted(self) -> bool:
        return "." in self.number


def blocks_of(paragraphs: Iterable[Paragraph]) -> Iterable[Block]:
    """Paragraphs with their numbers told apart; a number that stands alone belongs to what follows it."""
    waiting = ""
    for line, paragraph in enumerate(paragraphs, start=1):
        text = " ".join(FURNITURE.sub(" ", " ".join(paragraph.text.split())).split())
        number, lettered = paragraph.number.strip().rstrip(".)").lstrip("("), False
        if number.isupper():  # the number of a chapter: "II"
            number = ""
        elif number:
            lettered = number.isalpha()
        elif not paragraph.is_heading:
            number, text, lettered = without_number(text)
        if waiting and not number:
            number, waiting = waiting, ""
        if number and not text:
            waiting = number
            continue
        if ONLY_FURNITURE.fullmatch(text) and not number:
            continue
        if text:
            yield Block(
                number, text, line, paragraph.page, paragraph.footnotes, paragraph.is_heading, lettered
            )


def without_number(text: str) -> tuple[str, str, bool]:
    """The number with which a text begins, the rest, and whether the number is a letter."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*\.?", text):
        return text.rstrip("."), "", False
    for pattern in (DOTTED, PLAIN, LETTER):
        found = pattern.match(text)
        if found:
            return found[1], text[found.end() :], pattern is LETTER
    return "", text, False


def ends_with_colon(text: str) -> bool:
    return text.rstrip().endswith((":", "："))


def closes_with_states(text: str, lists: Lists) -> bool:
    """Whether a text ends with States in brackets, as recommendations do."""
    plain = text.translate(PLAIN_SIGNS)
    runs = list(runs_of_states(plain[-LAST_WORDS:], lists))
    return bool(runs) and not any(sign.isalpha() for sign in plain[-LAST_WORDS:][runs[-1][-1].end :])


def names_states(text: str, lists: Lists) -> bool:
    return any(True for _run in runs_of_states(text.translate(PLAIN_SIGNS), lists))


def cut_at_colon(text: str, lists: Lists) -> tuple[str, str]:
    """A paragraph as lead-in and the recommendations behind its colon, if States follow there."""
    for colon in re.finditer(r"[:：]\s+", text):
        if names_states(text[: colon.start()], lists):
            break
        if names_states(text[colon.end() :], lists) and not re.match(r"\([a-z]\)", text[colon.end() :]):
            return text[: colon.end()].strip(), text[colon.end() :]
    return text, ""


def next_number(number: str) -> str:
    """ "140.13" after "140.12"; "" after what is no number."""
    head, _dot, last = number.rpartition(".")
    if not last.isdigit():
        return ""
    return f"{head}.{int(last) + 1}" if head else str(int(last) + 1)
