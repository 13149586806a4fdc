"""Doors of surveys: for who answers, and for who runs them."""

from surveys.views.answering import check, index, leave, received, section, start
from surveys.views.making import condition, copy, delete_question, delete_section, making, move, new_version
from surveys.views.moderating import free_answers, prolong, results, sealed
from surveys.views.publishing import open_it, publication, translation
from surveys.views.trying import (
    preview,
    preview_check,
    preview_leave,
    preview_received,
    preview_section,
)

__all__ = [
    "check",
    "condition",
    "copy",
    "delete_question",
    "delete_section",
    "free_answers",
    "index",
    "leave",
    "making",
    "move",
    "new_version",
    "open_it",
    "preview",
    "preview_check",
    "preview_leave",
    "preview_received",
    "preview_section",
    "prolong",
    "publication",
    "received",
    "results",
    "sealed",
    "section",
    "start",
    "translation",
]
