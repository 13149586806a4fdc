"""What a trial run of UPR Info's export showed, kept as plain data until it is confirmed."""

from dataclasses import asdict
from typing import Any

from recommendations.actions.imports import SHOWN, preview
from recommendations.documents.rows import CheckedRow, Reading


def trial_of(reading: Reading) -> dict[str, Any]:
    """The account, the first new rows (States and sessions by key), repeats and refused rows; saves nothing.

    The reasons are in the language that is active.
    """
    shown = preview(reading)
    return {
        "account": asdict(shown.account),
        "examples": [example_of(row) for row in shown.examples],
        "repeats": shown.repeats,
        "refusals": [asdict(refusal) for refusal in reading.refusals[:SHOWN]],
    }


def example_of(row: CheckedRow) -> dict[str, Any]:
    return {
        "state": row.state.pk,
        "session": row.session.pk,
        "recommender": row.recommender.pk,
        "language": row.language,
        "text": row.text,
    }
