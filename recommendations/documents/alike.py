"""Which texts are the same recommendation: by their words and by the States that made them, never by number.

Between a draft and the final report numbers change (6.17 becomes 140.17), editors smooth the wording, and a
few States join. Two texts are surely one where the words are alike to 90 % and at least half of the States
are the same, or alike to 80 % and all States are the same. Where less speaks for it a person decides:
alike to 60 % with a State in common, or to 95 % whoever made them ("Ratify the Optional Protocol" is asked
by several States in several paragraphs). The rest is not the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz, process

from reference.models import NOT_RECORDED

SURE_WORDS, SURE_STATES = 90, 0.5
SURE_WORDS_OF_THE_SAME_STATES = 80
UNSURE_WORDS, UNSURE_WORDS_OF_OTHERS = 60, 95
# Of two that are both surely the same the nearer counts, unless it is nearer by less than this.
CLEARLY_NEARER = 3

WORDS = re.compile(r"\w+")


class Said(Protocol):
    """A text with the States that made it, as ISO codes."""

    text: str
    states: frozenset[str]


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are: words in percent, and the share of States in common."""

    words: float
    states: float

    @property
    def is_sure(self) -> bool:
        if self.states == 1 and self.words >= SURE_WORDS_OF_THE_SAME_STATES:
            return True
        return self.words >= SURE_WORDS and self.states >= SURE_STATES

    @property
    def is_possible(self) -> bool:
        return self.words >= UNSURE_WORDS_OF_OTHERS or (self.words >= UNSURE_WORDS and self.states > 0)

    @property
    def rank(self) -> tuple[bool, float]:
        return self.is_sure, self.words + 20 * self.states


def plain(text: str) -> str:
    """The words alone: case, punctuation and spaces differ from one edition to the next."""
    return " ".join(WORDS.findall(text.casefold()))


def in_common(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of States that two sets have in common; a State that was not recorded is no State."""
    one, other = one - {NOT_RECORDED}, other - {NOT_RECORDED}
    return len(one & other) / len(one | other) if one | other else 0.0


def likeness(one: Said, other: Said) -> Likeness:
    return Likeness(fuzz.ratio(plain(one.text), plain(other.text)), in_common(one.states, other.states))


def candidates(ours: Sequence[Said], theirs: Sequence[Said]) -> list[list[tuple[int, Likeness]]]:
    """For each of `ours` the places in `theirs` that may be the same, the most alike first."""
    choices = [plain(one.text) for one in theirs]
    found = []
    for one in ours:
        alike = process.extract(
            plain(one.text), choices, scorer=fuzz.ratio, score_cutoff=UNSURE_WORDS, limit=None
        )
        measured = [
            (place, Likeness(words, in_common(one.states, theirs[place].states)))
            for _text, words, place in alike
        ]
        possible = [(place, how) for place, how in measured if how.is_possible]
        found.append(sorted(possible, key=lambda pair: pair[1].rank, reverse=True))
    return found


def paired(ours: Sequence[Said], theirs: Sequence[Said]) -> dict[int, tuple[int, Likeness, bool]]:
    """One of `theirs` for each of `ours` that has one, each taken once, the most alike first.

    Gives place in `ours` → (place in `theirs`, likeness, whether it is sure). What is nearly as like
    another that is still free is not sure.
    """
    possible = candidates(ours, theirs)
    every = [(how, mine, place) for mine, found in enumerate(possible) for place, how in found]
    every.sort(key=lambda one: one[0].rank, reverse=True)
    taken: dict[int, tuple[int, Likeness, bool]] = {}
    given: set[int] = set()
    for how, mine, place in every:
        if mine not in taken and place not in given:
            rivals = [other for at, other in possible[mine] if at != place and at not in given]
            taken[mine] = (place, how, how.is_sure and not any(is_rival(how, one) for one in rivals))
            given.add(place)
    return taken


def is_rival(best: Likeness, other: Likeness) -> bool:
    """Whether another that is sure as well is about as near, so that only a person can choose."""
    return other.is_sure and best.words - other.words < CLEARLY_NEARER and best.states - other.states < 0.25
