"""Which counts of one question may be shown, so that a small one cannot be worked out from the others.

A count below the threshold is "few". Where everybody gave one answer, the counts add up to the known number
of people; then the smallest of the others are "hidden" too (complementary suppression), until even somebody
who knows the sum and this rule must think at least two values possible for every "few". Where nothing
helps, the table is not shown. Nought is shown: it is about nobody.
"""

from dataclasses import dataclass
from functools import lru_cache

SHARES_FROM = 20  # people: below, a share would claim more than it knows
MOST_HIDDEN = 3
TAKES_LONG_FROM = 300  # people among whom three are hidden: then two must do


@dataclass(frozen=True)
class Cell:
    """A count, or why there is none: "few" (below the threshold) or "hidden" (it would give away another)."""

    count: int | None
    why: str = ""


FEW = Cell(None, "few")
HIDDEN = Cell(None, "hidden")


def separate(counts: dict[str, int], threshold: int) -> dict[str, Cell]:
    """Cells of counts that do not add up to anything, such as several choices a person."""
    return {code: FEW if 0 < count < threshold else Cell(count) for code, count in counts.items()}


def adding_up(counts: dict[str, int], threshold: int) -> dict[str, Cell] | None:
    """Cells of counts whose sum is known; None where the small ones cannot be protected."""
    cells = separate(counts, threshold)
    few = [code for code, cell in cells.items() if cell == FEW]
    shown = sorted((code for code in counts if counts[code] >= threshold), key=counts.__getitem__)
    if not few:
        return cells
    for hidden in range(min(len(shown), MOST_HIDDEN) + 1):
        missing = sum(counts[code] for code in few + shown[:hidden])
        if hidden == MOST_HIDDEN and missing > TAKES_LONG_FROM:
            return None
        # What is hidden is no larger than what is shown; the reader knows, and may know who wins a tie.
        limit = counts[shown[hidden]] - 1 if hidden < len(shown) else missing
        if leaves_open(len(few), threshold, hidden, missing, limit):
            return cells | dict.fromkeys(shown[:hidden], HIDDEN)
    return None


@lru_cache(maxsize=4096)
def leaves_open(few: int, threshold: int, hidden: int, missing: int, limit: int) -> bool:
    """Whether each of `few` small counts could have two values or more, seen from outside."""
    values: set[int] = set()
    for total in possible_totals(few, threshold, hidden, missing, limit):
        others = few - 1
        values |= set(range(max(1, total - others * (threshold - 1)), min(threshold - 1, total - others) + 1))
    return len(values) > 1


@lru_cache(maxsize=4096)
def possible_totals(few: int, threshold: int, hidden: int, missing: int, limit: int) -> frozenset[int]:
    """All that the small counts may come to, given that they and `hidden` others make `missing`.

    No hidden count is larger than `limit`. One more is hidden only where fewer left nothing open: the
    reader can use that too, so each way of filling the gap is tried against the rule itself.
    """
    if not hidden:
        return frozenset({missing} if few <= missing <= few * (threshold - 1) else ())
    least = max(threshold, -(-(missing - few * (threshold - 1)) // hidden))
    most = min(limit, missing - few - (hidden - 1) * threshold)
    totals: set[int] = set()
    for largest in range(least, most + 1):
        rest = missing - largest
        if not leaves_open(few, threshold, hidden - 1, rest, largest - 1):
            totals |= possible_totals(few, threshold, hidden - 1, rest, largest)
    return frozenset(totals)


def percent(cell: Cell, base: int) -> int | None:
    """A whole per cent of the people who answered; none of what is not shown, none of few people."""
    if cell.count is None or base < SHARES_FROM:
        return None
    return round(100 * cell.count / base)
