"""Links to a registration: one for each letter, kept as a hash, good until the event is past."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from consultations.models import AccessLink, Registration

GOOD_AFTER_THE_EVENT = timedelta(days=30)


def make_link(registration: Registration) -> str:
    """A new token for a letter; it is not kept, and cannot be found from what is kept."""
    token = secrets.token_urlsafe(24)
    AccessLink.objects.create(
        registration=registration, token_hash=hash_of(token), expires_at=end_of(registration)
    )
    return token


def registration_behind(token: str, at: datetime | None = None) -> Registration | None:
    """The registration that a link leads to; None when there is none or its time is over."""
    links = AccessLink.objects.filter(token_hash=hash_of(token), expires_at__gt=at or timezone.now())
    link = links.select_related("registration__event__consultation").first()
    return link.registration if link else None


def hash_of(token: str) -> str:
    """SHA-256 is enough: tokens hold 192 random bits, so there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def end_of(registration: Registration) -> datetime:
    days = list(registration.event.days.all())
    return max([timezone.now(), *(day.ends_at for day in days)]) + GOOD_AFTER_THE_EVENT
