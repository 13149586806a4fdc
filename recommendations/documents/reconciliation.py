"""A report and the State's reply to it, brought together: final positions, and a sum that must come out.

Received = supported + noted + unanswered. Nothing is guessed: what the reply does not name keeps the position
that the report gives; what it names with two positions, or in words that a person must read, has none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from recommendations.documents.readings import Answer, DocumentReading, ReadRow

OFFICIAL = ("supported", "noted")
PART = re.compile(r"^(?P<number>[\d.]+)\s*\(?(?P<part>[a-z]*)\)?$")


@dataclass
class Contradiction:
    """A number that the reply answers with two positions."""

    number: str
    positions: list[str]


@dataclass
class Reconciliation:
    """`rows` are the report's with their final positions. `unanswered` counts all without a clear answer;
    those among them that the reply names in unclear words stand in `unclear`, too. `numbers_twice` are
    answered more than once, `numbers_unknown` are not in the report, `changed` had another position there."""

    rows: list[ReadRow] = field(default_factory=list)
    received: int = 0
    supported: int = 0
    noted: int = 0
    unanswered: int = 0
    numbers_twice: list[str] = field(default_factory=list)
    numbers_unknown: list[str] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    numbers_unanswered: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def reconcile(report: DocumentReading, addendum: DocumentReading) -> Reconciliation:
    """The report's rows with the positions of the addendum. Neither reading is changed."""
    found = Reconciliation(rows=[replace(row, doubts=[*row.doubts]) for row in report.rows])
    by_number = rows_by_number(found.rows)
    answers: dict[str, list[Answer]] = defaultdict(list)
    for answer in addendum.answers:
        for number in answer.numbers:
            known = known_as(number, by_number)
            if known:
                answers[known].append(answer)
            elif number not in found.numbers_unknown:
                found.numbers_unknown.append(number)
    for row in found.rows:
        settle(row, answers, found)
    found.numbers_twice = [number for number, given in answers.items() if len(given) > 1]
    count(found)
    return found


def rows_by_number(rows: list[ReadRow]) -> dict[str, list[ReadRow]]:
    """Rows by number and, where several texts stand under it, by number and part: "26 (e)"."""
    by_number: dict[str, list[ReadRow]] = defaultdict(list)
    for row in rows:
        by_number[row.number].append(row)
        if row.part:
            by_number[f"{row.number} ({row.part})"].append(row)
    by_number.pop("", None)
    return by_number


def known_as(number: str, by_number: Mapping[str, list]) -> str:
    """The report's name of a number of the reply, or "".

    "5" is "98.5" where all numbers of the report belong to one paragraph; "12 (a)" is a part of "12" that
    the report does not tell apart. What stands under a number has its `part`.
    """
    if number in by_number:
        return number
    whole = whole_of(number)
    if whole != number and any(not row.part for row in by_number.get(whole, [])):
        return number
    paragraphs = {known.partition(".")[0] for known in by_number if "." in known}
    full = f"{next(iter(paragraphs))}.{number}" if len(paragraphs) == 1 and "." not in number else ""
    return full if full in by_number else ""


def whole_of(number: str) -> str:
    """ "12 (a)" is a part of "12"; any other number stands for itself."""
    plain = PART.match(number)
    return plain["number"] if plain and plain["part"] else number


def settle(row: ReadRow, answers: dict[str, list[Answer]], found: Reconciliation) -> None:
    """The final position of one row."""
    own = f"{row.number} ({row.part})"
    given = answers.get(own, []) if row.part else []
    given = given or answers.get(row.number, [])
    in_parts = {name: each for name, each in answers.items() if name.startswith(f"{row.number} (")}
    if not given and not row.part and in_parts:
        settle_parts(row, in_parts)
        return
    if given and not row.part:
        given = [*given, *(answer for each in in_parts.values() for answer in each)]
    positions = list(dict.fromkeys(answer.position for answer in given))
    if len(positions) > 1:
        row.position = "unclear"
        row.doubts.append(_("The reply gives two positions on this number. Choose one."))
        contradiction = Contradiction(row.number, positions)
        if contradiction not in found.contradictions:
            found.contradictions.append(contradiction)
    elif given:
        take(row, given[0], found)


def take(row: ReadRow, answer: Answer, found: Reconciliation) -> None:
    if row.position in OFFICIAL and answer.position in OFFICIAL and answer.position != row.position:
        found.changed.append(row.number)
        row.doubts.append(_("In the report its position was another; the reply changes it."))
    row.position = answer.position
    row.qualifier, row.own_words = answer.qualifier, answer.own_words
    if row.position == "unclear":
        row.doubts.append(_("The reply names this number, but its position is not clear."))
    if row.qualifier == "in-part":
        row.doubts.append(
            _("Supported in part only, which counts as noted. Where the parts are told apart, split it.")
        )


def settle_parts(row: ReadRow, in_parts: dict[str, list[Answer]]) -> None:
    """The reply answers parts of a text that the report has as one: by UPR Info's rule it is to be split."""
    said = {name: answer.position for name, given in in_parts.items() for answer in given}
    one = as_one([answer for given in in_parts.values() for answer in given])
    row.position, row.qualifier, row.own_words = one.position, one.qualifier, one.own_words
    if len(set(said.values())) == 1:
        return
    parts = "; ".join(f"{name}: {position}" for name, position in said.items())
    row.doubts.append(
        _("The reply tells parts of it apart (%(parts)s). Split it into its parts.") % {"parts": parts}
    )


def as_one(answers: list[Answer]) -> Answer:
    """What answers to the parts of a text amount to: different ones are noted in part (UPR Info's rule)."""
    words = "\n".join(answer.own_words for answer in answers)
    if len({answer.position for answer in answers}) == 1:
        return replace(answers[0], own_words=words)
    return replace(answers[0], position="noted", qualifier="in-part", own_words=words)


def count(found: Reconciliation) -> None:
    positions = Counter(row.position for row in found.rows)
    found.received = len(found.rows)
    found.supported, found.noted = positions["supported"], positions["noted"]
    found.unanswered = found.received - found.supported - found.noted
    names = [(f"{row.number} ({row.part})" if row.part else row.number, row.position) for row in found.rows]
    found.unclear = [name for name, position in names if position == "unclear"]
    found.numbers_unanswered = [name for name, position in names if position not in OFFICIAL]
