"""Who ticked the wrong age corrects it: under the rules of registering (docs/decisions/0020)."""

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from consultations.actions.seats import lock_registration
from consultations.models import Registration
from consultations.permissions import can_change, can_register_child
from upr_portal.states import WrongState

NO_ADULT = {"accompanying_adult": "", "adult_contact": ""}
NO_PUBLIC_NAME = {"public_name": "", "region": None, "consents_to_listing": False}


@transaction.atomic
def correct_age(
    registration: Registration,
    *,
    is_under_18: bool,
    by: User | None = None,
    at: datetime | None = None,
    **adult: str,
) -> Registration:
    """Somebody is a child after all, and comes with this `adult`; or is not, and the adult is forgotten.

    A child loses the public name at once, also that of a region: as a child they may agree to it anew.
    Twice is once. Raises WrongState where the registration cannot be changed any more, or where nobody looks
    after the safety of children.
    """
    locked = lock_registration(registration)
    if not can_change(locked, at):
        raise WrongState(f"{registration!r} cannot be changed any more")
    if is_under_18 == bool(locked.is_under_18):
        return locked
    if is_under_18 and not can_register_child(locked.event):
        raise WrongState(f"nobody looks after the safety of children at {locked.event!r}")
    values = {"is_under_18": is_under_18, **({**NO_PUBLIC_NAME, **adult} if is_under_18 else NO_ADULT)}
    for field, value in values.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(values))
    record(by, "corrected the age of", locked)
    return locked
