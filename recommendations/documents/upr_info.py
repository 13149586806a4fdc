"""UPR Info's export of its database, csv or Excel: one row for each State that made a recommendation.

Positions follow UPR Info's "Methodology: Responses to recommendations" (October 2014): accepted only where
the State clearly says so; all else is noted, also what was accepted "in part" or "in principle" and what was
never answered; "pending" until the Human Rights Council adopts the outcome. The source's word is kept beside.
"""

import re

from django.utils.translation import gettext as _

from recommendations.documents.rows import CheckedRow, Reading, Refusal
from recommendations.documents.tables import Line, Unreadable, read_table
from recommendations.models import ActionCategory, PositionValue
from reference.models import NOT_RECORDED, State, Theme, UprSession, normalise

VOCABULARY = "upr-info"

# The first column of a name counts: in the Excel form "Rgrp" and "Org" stand twice.
HEADINGS = {
    "state": ("to", "sur", "state under review"),
    "text": ("text", "recommendation"),
    "recommender": ("from", "rs", "recommending state"),
    "response": ("response",),
    "action": ("action", "action category"),
    "issues": ("issue", "issues"),
    "session": ("session",),
}
UNKNOWN = {"(unknown)", "unknown"}
PLEDGE = {"voluntary pledge", "voluntary pledges", "voluntary commitment"}
RESPONSES = {
    "accepted": PositionValue.SUPPORTED,
    "supported": PositionValue.SUPPORTED,
    "noted": PositionValue.NOTED,
    "rejected": PositionValue.NOTED,
    "not accepted": PositionValue.NOTED,
    "not supported": PositionValue.NOTED,
    "accepted in part": PositionValue.NOTED,
    "partially accepted": PositionValue.NOTED,
    "accepted in principle": PositionValue.NOTED,
    "general response": PositionValue.NOTED,
    "no clear position": PositionValue.NOTED,
    "no clear response": PositionValue.NOTED,
    "no response": PositionValue.NOTED,
    "pending": PositionValue.PENDING,
}


def read_upr_info(content: bytes, *, language: str) -> Reading:
    """The rows of an export whose texts are in `language`. Raises Unreadable where it is no such export."""
    headings, *lines = read_table(content)
    columns = find_columns(headings)
    return Checker(columns, language).read(lines)


def find_columns(headings: Line) -> dict[str, int]:
    names = [cell.casefold() for cell in headings.cells]
    columns = {
        column: min((names.index(name) for name in known if name in names), default=-1)
        for column, known in HEADINGS.items()
    }
    missing = [HEADINGS[column][0].capitalize() for column, place in columns.items() if place < 0]
    if missing:
        raise Unreadable(
            _(
                "This is not an export of UPR Info's database: the columns %(missing)s are missing. "
                "The first row must hold the headings of the export."
            )
            % {"missing": ", ".join(missing)}
        )
    return columns


class Checker:
    """Holds our lists while the rows of one file are checked against them."""

    def __init__(self, columns: dict[str, int], language: str):
        self.columns = columns
        self.language = language
        self.states = State.objects.by_spelling()
        self.not_recorded = State.objects.get(iso3=NOT_RECORDED)
        self.sessions = {session.number: session for session in UprSession.objects.all()}
        themes = Theme.objects.filter(vocabulary__code=VOCABULARY)
        self.issues = {normalise(theme.name_en): theme for theme in themes}

    def read(self, lines: list[Line]) -> Reading:
        reading = Reading()
        for line in lines:
            checked = self.check(line)
            (reading.refusals if isinstance(checked, Refusal) else reading.rows).append(checked)
        return reading

    def check(self, line: Line) -> CheckedRow | Refusal:
        """The row if all of it is known to us, else every reason why not."""
        if len(line.cells) <= max(self.columns.values()):
            return Refusal(line.number, (_("The row has fewer cells than the headings. Complete it."),))
        cells = {column: line.cells[place] for column, place in self.columns.items()}
        reasons: list[str] = []
        is_pledge = cells["response"].casefold() in PLEDGE
        row = {
            "line": line.number,
            "language": self.language,
            "state": self.state(cells["state"], reasons),
            "session": self.session(cells["session"], reasons),
            "text": self.text(cells["text"], reasons),
            "position": PositionValue.SUPPORTED if is_pledge else self.position(cells["response"], reasons),
            "own_words": cells["response"],
            "action_category": self.action(cells["action"], reasons),
            "issues": self.themes(cells["issues"], reasons),
            "recommender": None if is_pledge else self.recommender(cells["recommender"], reasons),
            "spelling": cells["recommender"],
        }
        return Refusal(line.number, tuple(reasons)) if reasons else CheckedRow(**row)

    def state(self, name: str, reasons: list[str]) -> State | None:
        found = self.states.get(name)
        if found is None or found == self.not_recorded:
            reasons.append(
                _("The State under review “%(name)s” is in no list of ours. Correct it or add the spelling.")
                % {"name": name}
            )
        return found

    def recommender(self, name: str, reasons: list[str]) -> State | None:
        if name.casefold() in UNKNOWN:
            return self.not_recorded
        found = self.states.get(name)
        if found is None:
            reasons.append(
                _("The recommending State “%(name)s” is in no list of ours. Correct it or add the spelling.")
                % {"name": name}
            )
        return found

    def session(self, cell: str, reasons: list[str]) -> UprSession | None:
        """From "5" or "44 - November 2023"."""
        number = re.match(r"\d{1,4}\b", cell)
        found = self.sessions.get(int(number.group())) if number else None
        if found is None:
            reasons.append(
                _("The session “%(cell)s” is not one that we know. Correct it or add it.") % {"cell": cell}
            )
        return found

    def text(self, cell: str, reasons: list[str]) -> str:
        if not cell:
            reasons.append(_("The text is empty. Add it or remove the row."))
        return cell

    def position(self, response: str, reasons: list[str]) -> str | None:
        found = RESPONSES.get(response.casefold())
        if found is None:
            reasons.append(
                _("The response “%(response)s” has no place in UPR Info's method. Correct it.")
                % {"response": response}
            )
        return found

    def action(self, cell: str, reasons: list[str]) -> str:
        if cell and cell not in ActionCategory.values:
            reasons.append(
                _("The action category “%(cell)s” is not one of 1 to 5. Correct it.") % {"cell": cell}
            )
        return cell

    def themes(self, cell: str, reasons: list[str]) -> tuple[Theme, ...]:
        names = dict.fromkeys(name.strip() for name in cell.split(",") if name.strip())
        for name in names:
            if normalise(name) not in self.issues:
                reasons.append(
                    _("The issue “%(name)s” is in no list of ours. Correct it or add it.") % {"name": name}
                )
        return tuple(self.issues[normalise(name)] for name in names if normalise(name) in self.issues)
