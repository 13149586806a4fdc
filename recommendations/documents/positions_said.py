"""What a State says of recommendations in its own words: which position, and what it adds to it.

The wordings are data: `data/answers.csv` for replies, and the lead-ins of our lists. Of all that fit the
longest counts, so that "does not accept" is not read as "accept". By UPR Info's rule of 2014 what is
accepted in part or in principle is noted; a position that is denied in words we do not know is unclear.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recommendations.documents.lead_ins import POSITIONS, folded, pattern, qualifier_in
from recommendations.documents.lists import LeadInWording, Lists

WORDINGS = Path(__file__).parent.parent / "data" / "answers.csv"
NOT_SUPPORTED = ("in-part", "in-principle")
DENIALS = frozenset(
    [
        "not",
        "no",
        "never",
        "cannot",
        "nor",
        "unable",
        "without",
        "n",
        "ne",
        "pas",
        "aucune",
        "ni",
        "nunca",
        "ninguna",
        "sin",
    ]
)
# What may stand between a list and its predicate: "140.5 and 140.6 have also been partly accepted".
LINKING = set(
    re.findall(
        r"\w+",
        """is are was were be been being has have had do does did also fully entirely partially partly
        all both thus therefore in part principle not already which that hereby this these the of by paragraph
        paragraphs report est sont a ont ete etait toutes tous entierement n ne en partie du paragraphe
        es son ha han sido fue fueron todas estan esta se no parte parcialmente del parrafo informe""",
    )
)
PLACEHOLDER = "list0of0numbers"  # stands for a list of numbers while a sentence is compared word by word


@dataclass(frozen=True)
class Said:
    """A position in a sentence of folded words, from character `start` to `end`."""

    start: int
    end: int
    position: str


def positions_said(plain: str, lists: Lists, language: str) -> list[Said]:
    """All positions that folded words express, in their order; none overlaps another."""
    taken: list[Said] = []
    for wording in wordings(lists, language):
        if not all(part in plain for part in parts_of(wording.wording)):
            continue
        for found in pattern(wording.wording).finditer(plain):
            overlaps = any(found.start() < said.end and said.start < found.end() for said in taken)
            if not overlaps and PLACEHOLDER not in found.group():
                taken.append(Said(found.start(), found.end(), meaning(wording, plain, found.start())))
    return sorted(taken, key=lambda said: said.start)


@cache
def parts_of(wording: str) -> tuple[str, ...]:
    """Words that must be there: to look for them is much quicker than to match the pattern."""
    return tuple(folded(part) for part in wording.split("*"))


def meaning(wording: LeadInWording, plain: str, start: int) -> str:
    is_denied = wording.meaning == "supported" and not DENIALS.isdisjoint(plain[:start].split()[-3:])
    return "unclear" if is_denied else wording.meaning


def wordings(lists: Lists, language: str) -> list[LeadInWording]:
    """Wordings of positions in a language, the longest first."""
    known = [wording for wording in lists.wordings(language) if wording.meaning in POSITIONS]
    return sorted([*known, *of_replies(language)], key=lambda wording: len(wording.wording), reverse=True)


@cache
def of_replies(language: str) -> tuple[LeadInWording, ...]:
    with WORDINGS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == language]
    return tuple(LeadInWording(row["language"], row["wording"], row["meaning"]) for row in rows)


@dataclass(frozen=True)
class Stance:
    """A position with what is added to it; "" as position where nothing was said."""

    position: str = ""
    qualifier: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.position)


SAYS_NOTHING = Stance()


def stance(position: str, words: str) -> Stance:
    """The position by UPR Info's rule, given what stands beside it in the document."""
    qualifier = qualifier_in(words)
    if qualifier in NOT_SUPPORTED and position == "supported":
        position = "noted"
    return Stance(position, qualifier, words)


def stance_of(text: str, lists: Lists, language: str) -> Stance:
    """What a heading, a cell or a short sentence says as a whole: unclear where it says two things."""
    said = {found.position for found in positions_said(folded(text), lists, language)}
    if not said:
        return Stance(words=text)
    return stance(said.pop() if len(said) == 1 else "unclear", text)


def is_label(text: str, lists: Lists, language: str) -> bool:
    """Whether a text says a position and next to nothing else: "Accepted", "Supported in part"."""
    plain = folded(text)
    said = positions_said(plain, lists, language)
    for found in reversed(said):
        plain = plain[: found.start] + plain[found.end :]
    others = [word for word in plain.split() if word not in LINKING and not word.startswith("recom")]
    return bool(said) and len(others) <= 1
