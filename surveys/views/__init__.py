"""Doors of surveys: for who answers, and for who runs them."""

from surveys.views.answering import check, index, leave, received, section, start
from surveys.views.exports import download_export, exports
from surveys.views.moderating import free_answers, prolong, results, sealed

__all__ = [
    "check",
    "download_export",
    "exports",
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
