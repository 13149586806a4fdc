"""Showing a report before it is published: links that end, and an embargo."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from reports.models import Report, SharedLink
from upr_portal.states import WrongState

GOOD_FOR = timedelta(days=14)
FORGOTTEN_AFTER = timedelta(days=30)  # since it ended; until then moderators see that it was there


@transaction.atomic
def share(report: Report, *, for_whom: str, expires_at: datetime, by: User) -> str:
    """A new link; returns its token, which is not kept and cannot be found from what is kept.

    WrongState once everybody can read the report.
    """
    refuse_if_public(report)
    token = secrets.token_urlsafe(24)
    link = SharedLink.objects.create(
        report=report, for_whom=for_whom, token_hash=hash_of(token), made_by=by, expires_at=expires_at
    )
    record(by, "shared", link)
    return token


@transaction.atomic
def revoke(link: SharedLink, *, by: User) -> None:
    """From now on it leads nowhere. WrongState if somebody has revoked it before."""
    standing = SharedLink.objects.filter(pk=link.pk, revoked_at=None)
    if not standing.update(revoked_at=timezone.now(), revoked_by=by):
        raise WrongState(f"{link!r} is revoked")
    record(by, "revoked", link)


def report_behind(token: str) -> Report | None:
    """The report that a link leads to at this moment, counted as fetched; None if it leads nowhere."""
    hashed = hash_of(token)
    # Looked at and counted in one step: who revokes at the same moment is not overtaken.
    if not SharedLink.objects.standing().filter(token_hash=hashed).update(fetched=F("fetched") + 1):
        return None
    return Report.objects.with_subjects().with_files().get(shared_links__token_hash=hashed)


@transaction.atomic
def set_embargo(report: Report, until: datetime | None, *, by: User) -> None:
    """Say until when nobody is to tell of the report; None lifts it. WrongState once everybody can read it.

    Files say what was so when they were put together.
    """
    refuse_if_public(report)
    Report.objects.filter(pk=report.pk).update(embargo_until=until)
    record(by, "set the embargo of", report, until=until.isoformat() if until else "")


def refuse_if_public(report: Report) -> None:
    """The report is locked until the transaction ends, so that nobody publishes it meanwhile."""
    if Report.objects.select_for_update().get(pk=report.pk).is_public:
        raise WrongState(f"{report!r} is public")


def forget_ended_links() -> None:
    SharedLink.objects.ended_before(timezone.now() - FORGOTTEN_AFTER).delete()


def hash_of(token: str) -> str:
    """SHA-256 is enough: tokens hold 192 random bits, so there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
