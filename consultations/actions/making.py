"""A consultation is put together: what it says, its phases and its events."""

from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from consultations.models import Consultation, Event, Phase
from upr_portal.states import WrongState


def lock_consultation(consultation: Consultation) -> Consultation:
    """It as it stands, until the transaction ends; WrongState once it is closed."""
    standing = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if standing.state == Consultation.State.CLOSED:
        raise WrongState(f"{consultation!r} is closed")
    return standing


@transaction.atomic
def change_consultation(consultation: Consultation, *, by: User, **fields: Any) -> None:
    """Write these fields."""
    lock_consultation(consultation)
    for name, value in fields.items():
        setattr(consultation, name, value)
    consultation.save(update_fields=list(fields))
    record(by, "changed", consultation, fields=sorted(fields))


@transaction.atomic
def set_phase(consultation: Consultation, phase: Phase | None, *, by: User, **fields: Any) -> Phase:
    """Write the fields of a phase, or of a new one (None)."""
    lock_consultation(consultation)
    verb = "changed" if phase else "added"
    phase = phase or Phase(consultation=consultation)
    for name, value in fields.items():
        setattr(phase, name, value)
    phase.save()
    record(by, verb, phase)
    return phase


@transaction.atomic
def remove_phase(phase: Phase, *, by: User) -> None:
    """Its survey and its event stay."""
    lock_consultation(phase.consultation)
    record(by, "removed", phase)
    Phase.objects.filter(pk=phase.pk).delete()


@transaction.atomic
def add_event(consultation: Consultation, *, by: User, **fields: Any) -> Event:
    """A draft without a programme, put into the phase of dialogue that has none."""
    lock_consultation(consultation)
    event = Event.objects.create(consultation=consultation, **fields)
    consultation.phases.filter(kind=Phase.Kind.DIALOGUE, event=None).update(event=event)
    record(by, "added", event)
    return event
