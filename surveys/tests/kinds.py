"""Kinds of questions for tests of how answers add up, come out as files and come in."""

from surveys.question_types import QUESTION_TYPES, Choosing, Text

STAND_INS = {"number": Text(), "date": Text(), "file": Text(), "ranking": Choosing()}


def give_missing_kinds(monkeypatch) -> None:
    """What is kept of an answer is all that is needed here, not how its form looks."""
    for kind, question_type in STAND_INS.items():
        if kind not in QUESTION_TYPES:
            monkeypatch.setitem(QUESTION_TYPES, kind, question_type)
