"""Typical numbers that rest on enough people: a median and quartiles, never a least or a most."""

from bisect import bisect_right
from itertools import accumulate
from math import floor, log10

Counted = list[tuple[float, int]]  # numbers in ascending order, each with how many people gave it


def quantile(numbers: Counted, share: float, threshold: int) -> float | None:
    """The number below which this share of people is; None where one side has fewer than the threshold.

    It is the mean of the `threshold` answers around that place. Where these differ it is rounded to two
    digits that count, so that nobody's own number is shown.
    """
    ends = list(accumulate(people for _number, people in numbers))
    people = ends[-1] if ends else 0
    if people * min(share, 1 - share) < threshold:
        return None
    first = floor(people * share - threshold / 2)
    around = [numbers[bisect_right(ends, place)][0] for place in range(first, first + threshold)]
    if around[0] == around[-1]:
        return around[0]
    return rounded(sum(around) / threshold)


def rounded(number: float, digits: int = 2) -> float:
    """With so many digits that count: 12345 is 12000, 0.0123 is 0.012."""
    return round(number, digits - 1 - floor(log10(abs(number)))) if number else number
