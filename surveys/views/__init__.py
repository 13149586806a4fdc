"""Doors of surveys: for who answers, and for who runs them."""

from surveys.views.answering import check, index, leave, received, section, start
from surveys.views.moderating import files, free_answers, prolong, results, sealed

__all__ = [
    "check",
    "files",
    "free_answers",
    "index",
    "leave",
    "prolong",
    "received",
    "results",
    "sealed",
    "section",
    "start",
]
