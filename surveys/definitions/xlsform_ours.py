"""The columns `upr::…` of an XLSForm that the portal wrote: what XLSForm has no column for."""

import json

from surveys.conditions import is_well_formed
from surveys.models import Question
from surveys.question_types import QUESTION_TYPES

SWITCHES = ("offers_other", "offers_decline", "invites_comment")
NUMBERS = ("least", "most")


def our_flags(ours: dict[str, str]) -> dict:
    """What the columns say, as flags of a question; what is not as we write it counts as not said."""
    flags: dict = {name: True for name in SWITCHES if ours.get(name) == "yes"}
    for name in NUMBERS:
        if name in ours and (number := as_number(ours[name])) is not None:
            flags[name] = number
    if ours.get("words_hinted", "").isdigit():
        flags["words_hinted"] = int(ours["words_hinted"])
    if ours.get("sensitivity") in Question.Sensitivity.values:
        flags["sensitivity"] = ours["sensitivity"]
    if ours.get("kind") in QUESTION_TYPES:
        flags["kind"] = ours["kind"]
    return flags


def as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def our_condition(text: str) -> dict | None:
    try:
        condition = json.loads(text)
    except json.JSONDecodeError:
        return None
    return condition if is_well_formed(condition) else None
