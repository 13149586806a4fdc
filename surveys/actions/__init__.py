"""What can be done with surveys."""

from surveys.actions.access import change_access, set_target
from surveys.actions.answers import (
    NoRoom,
    erase_old_drafts,
    leave,
    receive_answers,
    save_section,
    submit_draft,
)
from surveys.actions.envelopes import export_sealed_answers, release_envelopes
from surveys.actions.invitations import (
    add_invitations,
    delete_invitation,
    empty_addresses,
    note_deliveries,
    note_returned,
    post_letters,
    remind_by_the_clock,
    send_invitations,
    send_reminders,
    sorted_out,
    stop_writing,
)
from surveys.actions.participation import (
    NotAdmitted,
    admit,
    has_answered,
    invitation_behind,
    invitation_of,
    is_admitted,
    release_slips,
)
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
    "NotAdmitted",
    "add_invitations",
    "add_safeguarding_key",
    "admit",
    "change_access",
    "close_survey",
    "create_survey",
    "delete_invitation",
    "empty_addresses",
    "erase_old_drafts",
    "export_sealed_answers",
    "has_answered",
    "invitation_behind",
    "invitation_of",
    "is_admitted",
    "leave",
    "note_deliveries",
    "note_returned",
    "open_survey",
    "post_letters",
    "prolong_survey",
    "receive_answers",
    "release_envelopes",
    "release_slips",
    "remind_by_the_clock",
    "save_section",
    "send_invitations",
    "send_reminders",
    "set_target",
    "sorted_out",
    "stop_writing",
    "submit_draft",
]
