"""Doors of surveys: for who answers, and for who runs them."""

from surveys.views.answering import index, section, start
from surveys.views.moderating import files, free_answers, prolong, results, sealed
from surveys.views.paper import paper, paper_text
from surveys.views.returning import come_back, kept
from surveys.views.sending import check, draft_copy, leave, received
from surveys.views.sent import erase, sent, sent_copy

__all__ = [
    "check",
    "come_back",
    "draft_copy",
    "erase",
    "files",
    "free_answers",
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
