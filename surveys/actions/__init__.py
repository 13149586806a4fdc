"""What can be done with surveys."""

from surveys.actions.answers import (
    NoRoom,
    erase_old_drafts,
    leave,
    receive_answers,
    save_section,
    submit_draft,
    typed_with,
)
from surveys.actions.envelopes import (
    erase_sealed_answers,
    export_sealed_answers,
    forget_replaced_rows,
    release_envelopes,
    shuffle,
    shuffle_new_responses,
)
from surveys.actions.files import FileChange, export_files
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
    "FileChange",
    "NoRoom",
    "add_safeguarding_key",
    "close_survey",
    "create_survey",
    "erase_old_drafts",
    "erase_sealed_answers",
    "export_files",
    "export_sealed_answers",
    "forget_replaced_rows",
    "leave",
    "open_survey",
    "prolong_survey",
    "receive_answers",
    "release_envelopes",
    "save_section",
    "shuffle",
    "shuffle_new_responses",
    "submit_draft",
    "typed_with",
]
