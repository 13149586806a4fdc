"""Changing how one is named in public, for all seats and statements at an event at once."""

from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from consultations.actions.seats import lock_registration
from consultations.models import Registration
from consultations.permissions import can_change_naming
from upr_portal.states import WrongState


@transaction.atomic
def change_naming(registration: Registration, *, by: User | None = None, **naming: Any) -> Registration:
    """Keep public_name, region and consents_to_listing from now on; who withdraws the consent is not named.

    The trail says that it was changed, and no name. Raises WrongState once the personal data are erased, and
    where the registration has become that of a child meanwhile, or names no organisation any more.
    """
    locked = lock_registration(registration)
    if not can_change_naming(locked) or not fits(locked, naming["public_name"]):
        raise WrongState(f"{registration!r} cannot be named like that")
    for field, value in naming.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(naming))
    record(by, "changed the public name of", locked)
    return locked


def fits(registration: Registration, public_name: str) -> bool:
    """A child has no name of its own in public; who is named by an organisation has one."""
    if registration.is_under_18:
        return public_name in ("", Registration.PublicName.REPRESENTATIVE)
    return public_name != Registration.PublicName.ORGANISATION or bool(registration.organisation_name)
