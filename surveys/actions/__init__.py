"""What can be done with surveys."""

from surveys.actions.answers import (
    NoRoom,
    Sent,
    erase_old_drafts,
    leave,
    receive_answers,
    save_section,
    sent_under,
    submit_draft,
    typed_with,
)
from surveys.actions.definitions import (
    discard_definition,
    forget_old_definitions,
    import_survey,
    keep_definition,
)
from surveys.actions.drafts import FIXED, KEPT, FoundDraft, find_draft
from surveys.actions.envelopes import (
    erase_sealed_answers,
    export_sealed_answers,
    forget_replaced_rows,
    release_envelopes,
    shuffle,
    shuffle_new_responses,
)
from surveys.actions.files import FileChange, export_files
from surveys.actions.returning import find_by_code, keep_under_code
from surveys.actions.sent import change_sent, erase_sent
from surveys.actions.surveys import (
    NOT_LATER,
    add_safeguarding_key,
    close_survey,
    create_survey,
    open_survey,
    prolong_survey,
)

__all__ = [
    "FIXED",
    "KEPT",
    "NOT_LATER",
    "FileChange",
    "FoundDraft",
    "NoRoom",
    "Sent",
    "add_safeguarding_key",
    "change_sent",
    "close_survey",
    "create_survey",
    "discard_definition",
    "erase_old_drafts",
    "erase_sealed_answers",
    "erase_sent",
    "export_files",
    "export_sealed_answers",
    "export_sealed_answers",
    "find_by_code",
    "find_draft",
    "forget_old_definitions",
    "forget_replaced_rows",
    "import_survey",
    "keep_definition",
    "keep_under_code",
    "leave",
    "open_survey",
    "prolong_survey",
    "receive_answers",
    "release_envelopes",
    "save_section",
    "sent_under",
    "shuffle",
    "shuffle_new_responses",
    "submit_draft",
    "typed_with",
]
