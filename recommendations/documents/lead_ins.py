"""What the sentence above a list says of the recommendations in it, by our list of wordings.

A wording fits if its words stand in the sentence one after another; "*" stands for a few words between.
The longest that fits counts: "did not enjoy the support of" holds "enjoy the support of". Positions count
before remarks ("already implemented"). Wordings are rows that people edit (`recommendations.models.LeadIn`),
those of qualifiers stand in data/qualifiers.csv.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recommendations.documents.lists import LeadInWording, Lists
from reference.models.spellings import without_accents

QUALIFIERS = Path(__file__).parent.parent / "data" / "qualifiers.csv"
POSITIONS = ("supported", "noted", "pending")
APOSTROPHES = re.compile(r"['’‘ʼ`´]")
FEW_WORDS = r".{0,90}?"
JOINED_LETTERS = re.compile(
    r"[\u0600-\u06ff\u3400-\u9fff]"
)  # scripts whose words are not set apart by spaces


@dataclass(frozen=True)
class Matched:
    """What a sentence says: its meaning ("" where no wording fits) and the language in which it says it.

    `says_more` marks two positions in one sentence; `has_comments` that the State's comments follow it.
    """

    meaning: str
    language: str = ""
    says_more: bool = False
    has_comments: bool = False


UNKNOWN = Matched("")


def match_lead_in(sentence: str, lists: Lists, language: str) -> Matched:
    """What the sentence says, by the wordings of `language`, or else of any other; UNKNOWN if none fits.

    Where it says two positions ("… enjoy the support … the others will be examined") the meaning is
    "unclear": a person must read it.
    """
    plain = folded(sentence)
    others = sorted({lead_in.language for lead_in in lists.lead_ins} - {language})
    for tongue in [language, *others]:
        found = [(place, row) for row in lists.wordings(tongue) if (place := place_of(row.wording, plain))]
        if found:
            return judged(found, tongue)
    return UNKNOWN


def judged(found: list[tuple[tuple[int, int], LeadInWording]], language: str) -> Matched:
    """The verdict on wordings, the longest first: one that stands within a longer one does not count.

    Of two that overlap – "partially supports", "supports the following" – the one that is not support counts:
    supported is only what is clearly so.
    """
    counted: list[tuple[tuple[int, int], str]] = []
    for (start, end), row in found:
        if not any(
            other_start <= start and end <= other_end for (other_start, other_end), _meaning in counted
        ):
            counted.append(((start, end), row.meaning))
    others = [place for place, meaning in counted if meaning in ("noted", "pending")]
    meanings = [
        meaning
        for (start, end), meaning in counted
        if meaning != "supported" or not any(start < until and since < end for since, until in others)
    ]
    has_comments = "end" in meanings
    positions = {meaning for meaning in meanings if meaning in POSITIONS}
    if len(positions) > 1:
        return Matched("unclear", language, says_more=True, has_comments=has_comments)
    meaning = positions.pop() if positions else meanings[0]
    return Matched(meaning, language, has_comments=has_comments and meaning != "end")


def qualifier_in(sentence: str) -> str:
    """ "implemented", "in-part" or "in-principle" where the sentence says so, else ""."""
    plain = folded(sentence)
    return next((name for wording, name in qualifiers() if place_of(wording, plain)), "")


@cache
def qualifiers() -> list[tuple[str, str]]:
    with QUALIFIERS.open(encoding="utf-8", newline="") as file:
        return [(row["wording"], row["qualifier"]) for row in csv.DictReader(file)]


def place_of(wording: str, plain: str) -> tuple[int, int] | None:
    """Where a wording stands in words already folded."""
    found = pattern(wording).search(plain)
    return found.span() if found else None


@cache
def pattern(wording: str) -> re.Pattern[str]:
    words = FEW_WORDS.join(re.escape(folded(part)).replace(r"\ ", r"\s+") for part in wording.split("*"))
    whole = words if JOINED_LETTERS.search(wording) else rf"(?<!\w){words}(?!\w)"
    return re.compile(whole)


def folded(text: str) -> str:
    """Words only: without case, accents, apostrophes and signs, so that spellings of a wording meet."""
    return " ".join(re.findall(r"\w+", without_accents(APOSTROPHES.sub(" ", text))))


def wordings_of(rows: Iterable[dict[str, str]]) -> list[LeadInWording]:
    """Rows of data/lead_ins.csv as readers take them."""
    return [LeadInWording(row["language"], row["wording"], row["meaning"]) for row in rows]
