"""Doors of surveys: for who answers, and for who runs them."""

from surveys.views.answering import check, index, leave, received, section, start
from surveys.views.definitions import as_json, as_xlsform, confirm_import, import_survey
from surveys.views.moderating import free_answers, prolong, results, sealed

__all__ = [
    "as_json",
    "as_xlsform",
    "check",
    "confirm_import",
    "free_answers",
    "import_survey",
    "index",
    "leave",
    "prolong",
    "received",
    "results",
    "sealed",
    "section",
    "start",
]
