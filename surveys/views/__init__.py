"""Doors of surveys: for who answers, and for who runs them."""

from surveys.views.answering import index, section, start
from surveys.views.definitions import as_json, as_xlsform, confirm_import, import_survey
from surveys.views.entrance import enter, no_letters, stop_writing
from surveys.views.exports import download_export, exports
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
from surveys.views.making import condition, copy, delete_question, delete_section, making, move, new_version
from surveys.views.moderating import files, free_answers, prolong, results, sealed
from surveys.views.overview import overview
from surveys.views.paper import paper, paper_text
from surveys.views.publishing import open_it, publication, translation
from surveys.views.returning import come_back, kept
from surveys.views.sending import check, draft_copy, leave, received
from surveys.views.sent import erase, sent, sent_copy
from surveys.views.trying import preview, preview_check, preview_leave, preview_received, preview_section

__all__ = [
    "access",
    "as_json",
    "as_xlsform",
    "check",
    "come_back",
    "condition",
    "confirm_import",
    "copy",
    "delete_question",
    "delete_section",
    "download_export",
    "draft_copy",
    "enter",
    "enter_addresses",
    "erase",
    "exports",
    "files",
    "free_answers",
    "import_survey",
    "index",
    "invitations",
    "kept",
    "leave",
    "letters",
    "making",
    "move",
    "new_version",
    "no_letters",
    "open_it",
    "overview",
    "paper",
    "paper_text",
    "preview",
    "preview_check",
    "preview_leave",
    "preview_received",
    "preview_section",
    "prolong",
    "publication",
    "received",
    "remind",
    "results",
    "returned",
    "sealed",
    "section",
    "send_letters",
    "sent",
    "sent_copy",
    "start",
    "stop_writing",
    "targets",
    "translation",
]
