"""Doors of surveys: for who answers, and for who runs them."""

from surveys.views.answering import index, section, start
from surveys.views.definitions import as_json, as_xlsform, confirm_import, import_survey
from surveys.views.moderating import files, free_answers, prolong, results, sealed
from surveys.views.paper import paper, paper_text
from surveys.views.returning import come_back, kept
from surveys.views.sending import check, draft_copy, leave, received
from surveys.views.sent import erase, sent, sent_copy

__all__ = [
    "as_json",
    "as_xlsform",
    "check",
    "come_back",
    "confirm_import",
    "draft_copy",
    "erase",
    "files",
    "free_answers",
    "import_survey",
    "index",
    "kept",
    "leave",
    "paper",
    "paper_text",
    "prolong",
    "received",
    "results",
    "sealed",
    "section",
    "sent",
    "sent_copy",
    "start",
]
