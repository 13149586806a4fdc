"""What can be done with surveys."""

from surveys.actions.answers import (
    NoRoom,
    erase_old_drafts,
    leave,
    receive_answers,
    save_section,
    submit_draft,
)
from surveys.actions.envelopes import export_sealed_answers, release_envelopes
from surveys.actions.exports import TooFew, erase_old_exports, export_answers, take_up_export
from surveys.actions.imports import AlreadyImported, create_survey_of_table, take_in_answers
from surveys.actions.surveys import (
    NOT_LATER,
    add_safeguarding_key,
    close_survey,
    create_survey,
    open_survey,
    prolong_survey,
)

__all__ = [
    "NOT_LATER",
    "AlreadyImported",
    "NoRoom",
    "TooFew",
    "add_safeguarding_key",
    "close_survey",
    "create_survey",
    "create_survey_of_table",
    "erase_old_drafts",
    "erase_old_exports",
    "export_answers",
    "export_sealed_answers",
    "leave",
    "open_survey",
    "prolong_survey",
    "receive_answers",
    "release_envelopes",
    "save_section",
    "submit_draft",
    "take_in_answers",
    "take_up_export",
]
