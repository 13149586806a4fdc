"""Bands of numbers and dates, each with enough people in it; the outer ones are open, so that nobody's least
or most is shown.

A band is named by a code: "10:19" from 10 to 19, both included; "10<20" from 10 to below 20; ":9", "<10",
"20:" and "20<" are open. Dates: "2019:2021", "2026-01:2026-03", and "2020" or "2026-02" for one alone.
"""

from collections.abc import Callable
from datetime import date
from itertools import accumulate
from math import floor, log10

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

MOST_BANDS = 10
ALL_WHOLE_UP_TO = 12  # so many whole numbers are counted one by one
MONTHS_UP_TO = 24
Counted = list[tuple[float, int]]


def inner_range(counted: Counted, threshold: int) -> tuple[float, float]:
    """From one number to another, with a twentieth of the people, and the threshold at least, beyond each."""
    people = sum(n for _number, n in counted)
    beyond = max(threshold, people // 20)
    ends = accumulate(n for _number, n in counted)
    low = next(number for (number, _n), end in zip(counted, ends, strict=True) if end >= beyond)
    ends = accumulate(n for _number, n in reversed(counted))
    high = next(number for (number, _n), end in zip(reversed(counted), ends, strict=True) if end >= beyond)
    return min(low, high), max(low, high)


def enough_in_each(counts: list[int], threshold: int) -> list[tuple[int, int]]:
    """Neighbours put together until each group has the threshold: [(first place, place after the last)]."""
    groups, start, people = [], 0, 0
    for place, count in enumerate(counts):
        people += count
        if people >= threshold:
            groups.append((start, place + 1))
            start, people = place + 1, 0
    if start < len(counts):
        first = groups.pop()[0] if groups else 0
        groups.append((first, len(counts)))
    return groups


def number_bands(counted: Counted, threshold: int) -> tuple[list[str], Callable[[float], str]]:
    """The codes of the bands, and which band a number is in."""
    low, high = inner_range(counted, threshold)
    is_whole = all(float(number).is_integer() for number, _people in counted)
    step = step_for(high - low, is_whole)
    first = floor(low / step)
    width = floor(high / step) - first + 1

    def place(number: float) -> int:
        return min(max(floor(number / step) - first, 0), width - 1)

    def edge(at: int) -> float:
        return round((first + at) * step, 10)

    def code(start: int, end: int) -> str:
        beginning = "" if start == 0 else plain(edge(start))
        if is_whole:
            return f"{beginning}:{'' if end == width else plain(edge(end) - 1)}"
        return f"{beginning}<{'' if end == width else plain(edge(end))}"

    return banded(counted, width, place, code, threshold)


def date_bands(counted: list[tuple[date, int]], threshold: int) -> tuple[list[str], Callable[[date], str]]:
    """By month where the dates lie close together, otherwise by year."""
    low, high = inner_range([(day.toordinal(), n) for day, n in counted], threshold)
    first, last = date.fromordinal(int(low)), date.fromordinal(int(high))
    by_month = months(last) - months(first) < MONTHS_UP_TO
    unit = months if by_month else lambda day: day.year
    start_unit, width = unit(first), unit(last) - unit(first) + 1

    def place(day: date) -> int:
        return min(max(unit(day) - start_unit, 0), width - 1)

    def written(at: int) -> str:
        number = start_unit + at
        return f"{number // 12:04}-{number % 12 + 1:02}" if by_month else f"{number:04}"

    def code(start: int, end: int) -> str:
        return f"{'' if start == 0 else written(start)}:{'' if end == width else written(end - 1)}"

    return banded(counted, width, place, code, threshold)


def banded(
    counted, width: int, place: Callable, code: Callable, threshold: int
) -> tuple[list[str], Callable]:
    counts = [0] * width
    for one, people in counted:
        counts[place(one)] += people
    groups = enough_in_each(counts, threshold)
    codes = [code(start, end) for start, end in groups]
    of_place = {at: codes[n] for n, (start, end) in enumerate(groups) for at in range(start, end)}
    return codes, lambda one: of_place[place(one)]


def months(day: date) -> int:
    return day.year * 12 + day.month - 1


def step_for(span: float, is_whole: bool) -> float:
    """A round width that makes ten bands or fewer: 1, 2, 5, 10, 20 …"""
    if is_whole and span < ALL_WHOLE_UP_TO:
        return 1
    rough = span / MOST_BANDS or 1
    power = 10 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return max(step, 1) if is_whole else step


def plain(number: float) -> str:
    return f"{number:.10g}"


def in_words(code: str) -> str:
    """The label of a band in the active language."""
    mark = "<" if "<" in code else ":"
    start, end = (spelled(part) if part else "" for part in code.split(mark))
    if not (start or end):
        return gettext("All answers")
    if not start:
        sentence = gettext("below %(end)s") if mark == "<" else gettext("%(end)s or below")
    elif not end:
        sentence = gettext("%(start)s or above")
    elif start == end:
        return start
    else:
        sentence = gettext("%(start)s to below %(end)s") if mark == "<" else gettext("%(start)s to %(end)s")
    return sentence % {"start": start, "end": end}


def date_in_words(code: str) -> str:
    start, end = (spelled_date(part) if part else "" for part in code.split(":"))
    if not (start or end):
        return gettext("All answers")
    if not start:
        return gettext("until %(end)s") % {"end": end}
    if not end:
        return gettext("from %(start)s on") % {"start": start}
    return start if start == end else gettext("%(start)s to %(end)s") % {"start": start, "end": end}


def spelled(number: str) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def spelled_date(text: str) -> str:
    year, *month = map(int, text.split("-"))
    return date_format(date(year, month[0], 1), "YEAR_MONTH_FORMAT") if month else str(year)
