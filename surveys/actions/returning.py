"""Answers are kept under a code, and found again with it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from surveys.actions.drafts import KEPT, MOVED, FoundDraft, find_draft
from surveys.codes import code_of, token_of, tokens_of
from surveys.models import Draft, Survey
from surveys.models.answers import KEEP_DRAFTS
from surveys.sealing import draft_id, lock_draft, response_id

# How long the former key leads on: who lost the connection while saving, or pressed twice, loses nothing.
LEADS_ON = timedelta(days=1)


def keep_under_code(survey: Survey, *, token: str, anew: bool = False) -> FoundDraft | None:
    """Lock the answers of a draft under a code; `code` of what is returned is set if one was made just now.

    A draft that has a code keeps it, unless one is wanted `anew`. Changes of what was sent keep theirs in any
    case, since the sent answers are found with it. None if there is no unsent draft of this token. TooBusy if
    codes cannot be made just now.
    """
    found = find_draft(survey, token)
    if found is None or found.draft.is_sent:
        return None
    if found.code or found.is_change or (found.has_code and not anew):
        return found
    # Slow, so before the draft is locked for others.
    code = code_of(found.token)
    put_under(survey, found.token, token_of(code, survey.pk))
    return find_draft(survey, token)


@transaction.atomic
def put_under(survey: Survey, token: str, new_token: str) -> None:
    """Lock the answers under a new token, unless another request has done so meanwhile."""
    found = find_draft(survey, token, for_update=True)
    if found is None or found.draft.is_sent or found.token != token:
        return
    Draft.objects.create(
        pk=draft_id(new_token),
        survey=survey,
        contents=lock_draft(new_token, found.contents | {KEPT: True}),
        expires_on=timezone.localdate() + KEEP_DRAFTS,
    )
    survey.drafts.filter(pk=found.draft.pk).update(
        contents=lock_draft(token, {MOVED: new_token}), expires_on=timezone.localdate() + LEADS_ON
    )


@dataclass(frozen=True)
class Kept:
    """What a code opens: a draft, answers that were sent, or both where these are being changed."""

    token: str
    found: FoundDraft | None
    is_sent: bool


def find_by_code(survey: Survey, code: str) -> Kept | None:
    """What is kept under a code. Not what was put under a newer one: a former code opens nothing. TooBusy."""
    for token in tokens_of(code, survey.pk):
        found = find_draft(survey, token)
        if found and (found.token != token or found.draft.is_sent):
            found = None
        is_sent = survey.responses.filter(pk=response_id(token)).exists()
        if found or is_sent:
            return Kept(token, found, is_sent)
    return None
