"""When in the programme a sub-topic comes: the times that follow from all that stands before it."""

from datetime import datetime

from django.db.models import prefetch_related_objects

from consultations.models import Event, SubTopic
from consultations.models.programme import Slot


def slots_of(event: Event) -> dict[int, Slot]:
    """Of the sub-topics of an event that have a place, by their keys."""
    days = list(event.days.all())
    prefetch_related_objects(days, "items__sub_topic")
    for day in days:
        day.event = event
    return {slot.item.sub_topic_id: slot for day in days for slot in day.slots() if slot.number}


def slot_of(sub_topic: SubTopic) -> Slot | None:
    """None while it has no place. Found once, and kept as `slot` for letters and pages."""
    if not hasattr(sub_topic, "slot"):
        sub_topic.slot = slots_of(sub_topic.event).get(sub_topic.pk)
    return sub_topic.slot


def begins(event: Event, slot: Slot | None) -> datetime | None:
    """When it is spoken of; without a place, when the meeting begins; None where no day is known."""
    return slot.starts if slot else min((day.starts_at for day in event.days.all()), default=None)
