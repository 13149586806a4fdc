"""The kinds of questions: one class each – how it asks, what it keeps, how it adds up.

A new kind is a class in a module beside this one, an entry in QUESTION_TYPES and its test.

A value is a dictionary with what was given under the kind's `part`, and what was written beside it:

    {"choices": [codes], "other": "…", "comment": "…"}      {"text": "…"}        {"number": 12.5}
    {"ranking": [codes, the most preferred first]}          {"date": "2026-01-31"}
    {"files": [{"id": "…", "name": "Q7-1.pdf", "type": "application/pdf", "size": 12345}]}

Who prefers not to say has {"choices": ["declined"]} in every kind; None stands where nothing was answered.
"""

from surveys.question_types.base import DECLINED, OTHER, QuestionType
from surveys.question_types.choices import Multiple, Scale, Single, YesNo
from surveys.question_types.contact import Contact
from surveys.question_types.dates import Date
from surveys.question_types.files import Files
from surveys.question_types.numbers import Number
from surveys.question_types.rankings import Ranking
from surveys.question_types.states import OneState, States
from surveys.question_types.texts import ShortText, Text

QUESTION_TYPES: dict[str, QuestionType] = {
    "single": Single(),
    "multiple": Multiple(),
    "text": Text(),
    "short_text": ShortText(),
    "scale": Scale(),
    "yes_no": YesNo(),
    "number": Number(),
    "date": Date(),
    "state": OneState(),
    "states": States(),
    "ranking": Ranking(),
    "file": Files(),
    "contact": Contact(),
}

__all__ = ["DECLINED", "OTHER", "QUESTION_TYPES", "QuestionType"]
