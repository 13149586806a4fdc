"""What can be done with surveys."""

from surveys.actions.answers import (
    NoRoom,
    erase_old_drafts,
    leave,
    receive_answers,
    save_section,
    submit_draft,
)
from surveys.actions.copying import copy_survey, make_new_version
from surveys.actions.envelopes import export_sealed_answers, release_envelopes
from surveys.actions.making import (
    condition_print,
    delete_question,
    delete_section,
    lock_draft_survey,
    move_into,
    move_question,
    move_section,
    set_condition,
)
from surveys.actions.surveys import (
    NOT_LATER,
    add_safeguarding_key,
    close_survey,
    create_survey,
    open_survey,
    prolong_survey,
)
from surveys.actions.translating import may_be_written, translate_survey

__all__ = [
    "NOT_LATER",
    "NoRoom",
    "add_safeguarding_key",
    "close_survey",
    "condition_print",
    "copy_survey",
    "create_survey",
    "delete_question",
    "delete_section",
    "erase_old_drafts",
    "export_sealed_answers",
    "leave",
    "lock_draft_survey",
    "make_new_version",
    "may_be_written",
    "move_into",
    "move_question",
    "move_section",
    "open_survey",
    "prolong_survey",
    "receive_answers",
    "release_envelopes",
    "save_section",
    "set_condition",
    "submit_draft",
    "translate_survey",
]
