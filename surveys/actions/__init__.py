"""What can be done with surveys."""

from surveys.actions.answers import (
    NoRoom,
    erase_old_drafts,
    leave,
    receive_answers,
    save_section,
    submit_draft,
)
from surveys.actions.definitions import (
    discard_definition,
    forget_old_definitions,
    import_survey,
    keep_definition,
)
from surveys.actions.envelopes import export_sealed_answers, release_envelopes
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
    "NoRoom",
    "add_safeguarding_key",
    "close_survey",
    "create_survey",
    "discard_definition",
    "erase_old_drafts",
    "export_sealed_answers",
    "forget_old_definitions",
    "import_survey",
    "keep_definition",
    "leave",
    "open_survey",
    "prolong_survey",
    "receive_answers",
    "release_envelopes",
    "save_section",
    "submit_draft",
]
