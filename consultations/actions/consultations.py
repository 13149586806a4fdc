"""The life of a consultation, and what its moderators do with the programme."""

from django.db import transaction
from django.db.models import F

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.models import Consultation, Event, Seat, SubTopic


@transaction.atomic
def publish_consultation(consultation: Consultation, *, by: User) -> None:
    """Show it to everybody; its events take registrations in their own time."""
    consultation.move_to(Consultation.State.PUBLISHED)
    record(by, "published", consultation)


@transaction.atomic
def close_consultation(consultation: Consultation, *, by: User) -> None:
    """End it: it stays to be read, and takes nothing any more."""
    consultation.move_to(Consultation.State.CLOSED)
    record(by, "closed", consultation)


@transaction.atomic
def make_seats(sub_topic: SubTopic) -> None:
    """The seats of a new sub-topic, numbered from one; does nothing where they are."""
    Seat.objects.bulk_create(
        [Seat(sub_topic=sub_topic, number=number) for number in range(1, sub_topic.seat_count + 1)],
        ignore_conflicts=True,
    )


@transaction.atomic
def add_sub_topic(event: Event, *, by: User, **fields) -> SubTopic:
    """A sub-topic with its seats. It comes into the programme by an agenda item."""
    sub_topic = SubTopic.objects.create(event=event, **fields)
    make_seats(sub_topic)
    record(by, "added", sub_topic, seats=sub_topic.seat_count)
    return sub_topic


@transaction.atomic
def announce_change(event: Event, *, by: User) -> int:
    """Write to all who are registered that times have changed, with renewed calendar entries.

    Returns how many letters were written.
    """
    Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1)
    event.refresh_from_db()
    standing = event.registrations.standing().filter(is_generated=False).select_related("person")
    for registration in standing:
        registration.event = event
        emails.tell_change(registration, make_link(registration))
    record(by, "announced", event, sequence=event.sequence, letters=len(standing))
    return len(standing)
