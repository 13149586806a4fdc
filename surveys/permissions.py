"""Who may do what with surveys. Answering needs no account and no permission: only an open survey."""

from accounts.models import User
from surveys.models import Survey


def is_moderator(user) -> bool:
    return user.is_authenticated and user.is_moderator


def can_see_results(user: User, survey: Survey) -> bool:
    """Everybody once it is over, moderators at any time."""
    return survey.state == Survey.State.CLOSED or is_moderator(user)


def can_run_surveys(user: User) -> bool:
    return is_moderator(user)


def can_make(user: User, survey: Survey) -> bool:
    """Moderators, while it is a draft; afterwards they read how it was made (`can_run_surveys`)."""
    return survey.is_draft and can_run_surveys(user)


def can_prolong(user: User, survey: Survey) -> bool:
    return survey.state == Survey.State.OPEN and can_run_surveys(user)


def can_invite(user: User) -> bool:
    return is_moderator(user)


def can_send_letters(user: User, survey: Survey) -> bool:
    """While the survey is open to invited people: a letter asks for something that can be done."""
    return is_moderator(user) and survey.is_open and survey.access != Survey.Access.LINK


def can_read_free_answers(user: User, survey: Survey) -> bool:
    """Moderators, once the survey is closed: its rows have lost their order then, and no sheet comes in
    between two looks."""
    return survey.state == Survey.State.CLOSED and is_moderator(user)


def can_export_answers(user: User, survey: Survey) -> bool:
    """Moderators, once the survey is closed, as for what people wrote; asked again at each download."""
    return survey.state == Survey.State.CLOSED and is_moderator(user)


def can_read_sealed_answers(user: User) -> bool:
    """Safeguarding officers may fetch the sealed letters; only their private keys open them."""
    return user.is_authenticated and user.is_safeguarding_officer
