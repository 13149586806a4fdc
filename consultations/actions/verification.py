"""Who speaks for a national institution, a parliament or the UN is verified: by a code, or by hand.

See docs/decisions/0020-verified-and-accompanied.md.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations.actions.access import hash_of
from consultations.actions.seats import lock_registration
from consultations.models import Event, Registration, Verification, VerificationCode
from consultations.permissions import can_change
from upr_portal.states import WrongState

# 66 random bits: what is counted (surveys.guessing) never tries as many, and a stolen hash takes longer to
# open than a code is good for. Digits, because every keyboard and every script has them.
DIGITS = 20


class CodeIsNotGood(Exception):
    """Never made for this event, ended, too late, or used by as many as it is for; which, nobody is told."""


@transaction.atomic
def make_code(
    event: Event, *, organisation_name: str, kind: str, uses_allowed: int, expires_at: datetime, by: User
) -> tuple[VerificationCode, str]:
    """A code for the focal point of an organisation, and its digits, which are not kept."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    code = VerificationCode.objects.create(
        event=event,
        organisation_name=organisation_name,
        kind=kind,
        uses_allowed=uses_allowed,
        expires_at=expires_at,
        code_hash=hash_of(digits),
        made_by=by,
        made_at=timezone.now(),
    )
    record(by, "made", code, kind=kind, uses_allowed=uses_allowed)
    return code, digits


@transaction.atomic
def end_code(code: VerificationCode, *, by: User) -> None:
    """Nobody can use it any more; who has used it stays verified. Twice is once."""
    if VerificationCode.objects.filter(pk=code.pk, ended_at=None).update(ended_at=timezone.now()):
        record(by, "ended", code)


@transaction.atomic
def use_code(
    registration: Registration, digits: str, *, by: User | None = None, at: datetime | None = None
) -> Registration:
    """Who types the code is registered and verified as of its kind and its organisation.

    One registration counts once, however often it is typed. Raises CodeIsNotGood, and WrongState when the
    registration has been withdrawn or the event is over.
    """
    at = at or timezone.now()
    registration = lock_registration(registration)
    if not can_change(registration, at):
        raise WrongState(f"{registration!r} cannot be verified any more")
    code = VerificationCode.objects.filter(event=registration.event, code_hash=hash_of(digits)).first()
    if code is None:
        raise CodeIsNotGood
    counts_already = Verification.objects.filter(registration=registration, code=code).exists()
    if not counts_already and not count_use(code, at):
        raise CodeIsNotGood
    registration.stakeholder_kind, registration.organisation_name = code.kind, code.organisation_name
    registration.save(update_fields=["stakeholder_kind", "organisation_name"])
    write_down(registration, code=code, at=at)
    record(by, "verified", registration, how="code", code=code.pk, kind=code.kind)
    return registration


def count_use(code: VerificationCode, at: datetime) -> bool:
    """Compare and set: of two who take the last use at once, one is refused."""
    return bool(VerificationCode.objects.good(at).filter(pk=code.pk).update(uses=F("uses") + 1))


@transaction.atomic
def verify_by_hand(registration: Registration, *, kind: str, organisation_name: str, by: User) -> None:
    """A moderator has found that kind and organisation, as they read them, are true.

    WrongState where the person states something else by now, or has withdrawn.
    """
    registration = lock_registration(registration)
    read = (kind, organisation_name)
    if not registration.is_standing or not registration.must_be_verified:
        raise WrongState(f"{registration!r} has nothing to be verified")
    if read != (registration.stakeholder_kind, registration.organisation_name):
        raise WrongState(f"{registration!r} states something else by now")
    write_down(registration, by=by, at=timezone.now())
    record(by, "verified", registration, how="hand", kind=kind)


def write_down(registration: Registration, *, at: datetime, **how) -> None:
    """Kind and organisation of a locked registration are true; what was verified before is forgotten."""
    Verification.objects.filter(registration=registration).delete()
    Verification.objects.create(
        registration=registration,
        kind=registration.stakeholder_kind,
        organisation_name=registration.organisation_name,
        at=at,
        **how,
    )


@transaction.atomic
def take_back_verification(registration: Registration, *, by: User) -> None:
    """It was a mistake. Twice is once."""
    registration = lock_registration(registration)
    if Verification.objects.filter(registration=registration).delete()[0]:
        record(by, "took back the verification of", registration)
