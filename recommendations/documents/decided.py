"""A reading with what a person decided on it: groups' positions, corrected rows, rows left out.

Decisions are plain data, kept with the upload: {"state": "SVN", "session": 48, "stage": "final",
"symbol": "…", "groups": {"0": "supported"}, "rows": {"4": {"leave_out": true, "text": "…",
"states": ["Chile"], "position": "noted"}}, "matches": {"4": "17" or "new"}, "answers": {"0": {…}}}.
Groups, rows and answers are named by their place in the reading, counted from 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from string import ascii_lowercase

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from recommendations.documents.readings import Answer, DocumentReading, ReadRow
from reference.models import NOT_RECORDED

UNNAMED = {"", "(unknown)", "unknown"}
UNCLEAR = "unclear"


@dataclass
class Group:
    """Rows under one sentence of the document, with the position it proposes and the one decided on."""

    key: str
    lead_in: str
    proposed: str
    position: str
    rows: list["DecidedRow"] = field(default_factory=list)

    @property
    def is_undecided(self) -> bool:
        return self.position == UNCLEAR

    @property
    def first(self) -> str:
        return self.rows[0].paragraph

    @property
    def last(self) -> str:
        return self.rows[-1].paragraph


@dataclass
class DecidedRow:
    """A row as it would be saved, beside what was read."""

    key: str
    read: ReadRow
    text: str
    states: list[str | None]
    spellings: list[str]
    position: str
    part: str
    is_left_out: bool = False
    is_corrected: bool = False
    doubts: list[str] = field(default_factory=list)

    @property
    def paragraph(self) -> str:
        return f"{self.read.number} ({self.part})" if self.part else self.read.number

    @property
    def open_doubts(self) -> list[str]:
        """Those of the reading, until a person has corrected the row."""
        return [] if self.is_corrected else self.doubts

    @property
    def obstacles(self) -> list[str]:
        """What keeps the row from being saved, with what to do."""
        found = [] if self.text.strip() else [_("The text is empty. Write it, or leave the row out.")]
        unknown = [
            spelling
            for iso3, spelling in zip_longest(self.states, self.spellings, fillvalue="")
            if not iso3 and spelling.casefold().strip() not in UNNAMED
        ]
        return found + [
            _("The State “%(name)s” is in no list of ours. Correct the row, or leave it out.")
            % {"name": name}
            for name in unknown
        ]

    @property
    def recommenders(self) -> dict[str, str]:
        """ISO code → spelling, each State once; a row that names none was made by one not recorded."""
        pairs = zip_longest(self.states, self.spellings, fillvalue="")
        named: dict[str, str] = {}
        for iso3, spelling in pairs:
            named.setdefault(iso3 or NOT_RECORDED, spelling)
        return named or {NOT_RECORDED: ""}

    @property
    def official_position(self) -> str:
        """What nobody could decide stays pending."""
        return "pending" if self.position == UNCLEAR else self.position


class Decided:
    """All that would be saved of one document, by the decisions so far."""

    def __init__(self, reading: DocumentReading, decisions: Mapping, states: Mapping[str, str]):
        """`states`: spelling → ISO code, for States that a person wrote."""
        self.reading, self.decisions, self.known_states = reading, decisions, states

    @cached_property
    def groups(self) -> list[Group]:
        groups: dict[tuple[str, str], Group] = {}
        chosen = self.decisions.get("groups", {})
        for row in self.reading.rows:
            key = str(len(groups))
            kind = (row.lead_in, row.position)
            if kind not in groups:
                position = chosen.get(key) or row.position
                groups[kind] = Group(key, row.lead_in, row.position, position)
        for row, decided in zip(self.reading.rows, self._rows(groups), strict=True):
            groups[row.lead_in, row.position].rows.append(decided)
        return list(groups.values())

    @cached_property
    def rows(self) -> list[DecidedRow]:
        """In the document's order."""
        return sorted((row for group in self.groups for row in group.rows), key=lambda row: int(row.key))

    @property
    def kept(self) -> list[DecidedRow]:
        return [row for row in self.rows if not row.is_left_out]

    def _rows(self, groups: Mapping[tuple[str, str], Group]) -> list[DecidedRow]:
        corrections = self.decisions.get("rows", {})
        rows = [
            self._row(str(place), row, groups[row.lead_in, row.position], corrections.get(str(place), {}))
            for place, row in enumerate(self.reading.rows)
        ]
        tell_apart([row for row in rows if not row.is_left_out])
        return rows

    def _row(self, key: str, row: ReadRow, group: Group, correction: Mapping) -> DecidedRow:
        states, spellings = list(row.states), list(row.spellings)
        if "states" in correction:
            spellings = list(correction["states"])
            states = [self.known_states.get(spelling) for spelling in spellings]
        return DecidedRow(
            key=key,
            read=row,
            text=correction.get("text", row.text),
            states=states,
            spellings=spellings,
            position=correction.get("position") or group.position,
            part=row.part,
            is_left_out=bool(correction.get("leave_out")),
            is_corrected=bool(correction.keys() & {"text", "states", "position"}),
            doubts=list(row.doubts),
        )

    @property
    def answers(self) -> list[Answer]:
        """An addendum's answers as decided, without those left out."""
        return [answer for _key, answer, is_left_out in self.every_answer if not is_left_out]

    @cached_property
    def every_answer(self) -> list[tuple[str, Answer, bool]]:
        """(place, answer as decided, whether it is left out)."""
        corrections = self.decisions.get("answers", {})
        found = []
        for place, answer in enumerate(self.reading.answers):
            correction = corrections.get(str(place), {})
            changed = {
                name: correction[name] for name in ("numbers", "position", "qualifier") if name in correction
            }
            found.append((str(place), replace(answer, **changed), bool(correction.get("leave_out"))))
        return found

    @property
    def state(self) -> str:
        """ISO code of the State under review, chosen or read; "" where a person must say."""
        return self.decisions.get("state") or self.reading.state or ""

    @property
    def session(self) -> int | None:
        return self.decisions.get("session") or self.reading.session

    @property
    def stage(self) -> str:
        return self.decisions.get("stage") or self.reading.stage

    @property
    def symbol(self) -> str:
        return self.decisions.get("symbol", self.reading.symbol)

    @property
    def language(self) -> str:
        return self.decisions.get("language") or self.reading.language


def in_short(numbers: Sequence[str]) -> str:
    """ "140.7–10, 140.15": numbers of one paragraph that follow each other, as a range."""
    runs: list[list[str]] = []
    for number in numbers:
        paragraph, _dot, place = number.rpartition(".")
        before, _dot, last = runs[-1][-1].rpartition(".") if runs else ("", "", "")
        follows = place.isdigit() and last.isdigit() and int(place) == int(last) + 1
        if runs and paragraph == before and follows:
            runs[-1].append(number)
        else:
            runs.append([number])
    ranges = (f"{run[0]}–{run[-1].rpartition('.')[2]}" if len(run) > 1 else run[0] for run in runs)
    return pgettext("between names", ", ").join(ranges)


def tell_apart(rows: list[DecidedRow]) -> None:
    """Where a number stands more than once without parts, its texts become parts a, b, c …, with a doubt."""
    by_number: dict[tuple, list[DecidedRow]] = {}
    for row in rows:
        if row.read.number:
            place = (row.read.review_state, row.read.session, row.read.number, row.part)
            by_number.setdefault(place, []).append(row)
    taken = {(row.read.review_state, row.read.session, row.read.number, row.part) for row in rows}
    for (state, session, number, part), same in by_number.items():
        if len(same) < 2:
            continue
        free = (name for name in names_of_parts() if (state, session, number, name) not in taken)
        for row in same:
            row.part = next(free) if not part else f"{part}{next(free)}"
            taken.add((state, session, number, row.part))
            row.doubts.append(
                _("The number %(number)s stands more than once. The texts are kept as its parts.")
                % {"number": number}
            )


def names_of_parts():
    """ "a" to "z", then "aa", "ab" …"""
    yield from ascii_lowercase
    for first in ascii_lowercase:
        yield from (first + second for second in ascii_lowercase)
