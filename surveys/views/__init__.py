"""Doors of surveys: for who answers, and for who runs them."""

from surveys.views.answering import check, index, leave, received, section, start
from surveys.views.entrance import enter, no_letters, stop_writing
from surveys.views.invitations import (
    access,
    enter_addresses,
    invitations,
    letters,
    remind,
    returned,
    send_letters,
    targets,
)
from surveys.views.moderating import free_answers, prolong, results, sealed

__all__ = [
    "access",
    "check",
    "enter",
    "enter_addresses",
    "free_answers",
    "index",
    "invitations",
    "leave",
    "letters",
    "no_letters",
    "prolong",
    "received",
    "remind",
    "results",
    "returned",
    "sealed",
    "section",
    "send_letters",
    "start",
    "stop_writing",
    "targets",
]
