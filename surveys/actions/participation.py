"""Who is invited answers once, and that they did is noted later, among others.

Why nothing here ties an invitation to an answer, and what remains: docs/decisions/0016-invitations.md.
"""

import hashlib
import logging
import secrets
import uuid

from django.db import transaction

from surveys.actions.envelopes import LEAST_BATCH, shuffled
from surveys.models import Invitation, Participation, Slip, Survey
from surveys.sealing import CannotBeOpened, close_slip, open_slip, slip_ids
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)


class NotAdmitted(WrongState):
    """The survey is for invited people, and this one is not invited or has answered; nothing was kept."""


def hash_of(token: str) -> str:
    """SHA-256 is enough: tokens hold 192 random bits, so there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_behind(token: str) -> Invitation | None:
    """The invitation that a personal link belongs to. It is read without a lock, which would leave a mark."""
    if not token:
        return None
    return Invitation.objects.filter(links__token_hash=hash_of(token)).select_related("survey").first()


def has_answered(invitation: Invitation) -> bool:
    """Whether a sheet was sent with this invitation; for who holds its link, never for moderators."""
    return (
        Participation.objects.filter(invitation=invitation).exists()
        or Slip.objects.filter(pk__in=slip_ids(invitation.pk)).exists()
    )


def is_admitted(survey: Survey, token: str) -> bool:
    """Whether somebody with this link (or none) may begin to answer."""
    if survey.access != Survey.Access.INVITATION:
        return True
    invitation = invitation_of(survey, token)
    return invitation is not None and not has_answered(invitation)


def invitation_of(survey: Survey, token: str) -> Invitation | None:
    invitation = invitation_behind(token)
    return invitation if invitation and invitation.survey_id == survey.pk else None


def admit(survey: Survey, token: str) -> None:
    """Leave the slip of one sheet, in the transaction that keeps its answers, under the survey's lock.

    NotAdmitted where only invited people answer, and this is none of them or their second sheet. Elsewhere
    sheets without an invitation, and second ones, leave an empty slip: that it exists says nothing.
    """
    if survey.access == Survey.Access.LINK:
        return
    if not is_admitted(survey, token):
        raise NotAdmitted(f"{survey!r} takes one sheet an invitation")
    invitation = invitation_of(survey, token)
    if invitation is None or has_answered(invitation):
        place, contents = uuid.UUID(bytes=secrets.token_bytes(16)), close_slip(None)
    else:
        place, contents = slip_ids(invitation.pk)[0], close_slip(invitation.pk)
    Slip.objects.create(pk=place, survey=survey, contents=contents)


@transaction.atomic
def release_slips(survey: Survey, *, all_of_them: bool = False) -> int:
    """Note who answered, if at least LEAST_BATCH invitations are in the slips, or because the survey closes.

    They are shuffled and written in one transaction. Returns how many slips were opened. One whose key is
    gone stays, and the log says so.
    """
    Survey.objects.select_for_update().get(pk=survey.pk)  # who is sending waits for this, and this for them
    answered, opened = set(), []
    for slip in survey.slips.select_for_update():
        try:
            answered.add(open_slip(slip.contents))
        except CannotBeOpened:
            logger.error("A slip of survey %s needs a former SECRET_KEY in the fallbacks", survey.pk)
            continue
        opened.append(slip.pk)
    # Invitations that were deleted meanwhile are not there any more; None stands for no invitation.
    found = list(survey.invitations.filter(pk__in=answered - {None}).values_list("pk", flat=True))
    if len(found) < LEAST_BATCH and not all_of_them:
        return 0
    Participation.objects.bulk_create(
        (Participation(survey=survey, invitation_id=pk) for pk in shuffled(found)), ignore_conflicts=True
    )
    Slip.objects.filter(pk__in=opened).delete()
    return len(opened)
