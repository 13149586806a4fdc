"""A programme is put together: days, what happens on them in which order, and sub-topics.

Each of these locks the event first, so that two moderators come one after another, and keeps last what is
seen from then on.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from consultations.actions.consultations import add_sub_topic, keep_version, set_up
from consultations.actions.moved_closings import note_closing
from consultations.actions.seats import lock_sub_topics
from consultations.models import AgendaItem, Consultation, Day, Event, SpeakingRequest, SubTopic
from consultations.outline import Outline
from consultations.permissions import can_close_at, fields_that_stay
from upr_portal.states import WrongState


def lock_event(event: Event) -> Event:
    """The event as it stands, until the transaction ends; WrongState if its consultation is closed
    or it is cancelled.

    Its consultation is locked before: each change of a programme draws a new edition of that.
    """
    Consultation.objects.select_for_update().get(events=event.pk)
    events = Event.objects.select_for_update(of=["self"]).select_related("consultation")
    standing = events.get(pk=event.pk)
    if standing.consultation.state == standing.consultation.State.CLOSED:
        raise WrongState(f"the consultation of {event!r} is closed")
    if standing.is_cancelled:
        raise WrongState(f"{event!r} is cancelled")
    return standing


def seen_outline(event: Event, seen: str) -> Outline:
    """The programme, if its order is still the one that was `seen`; WrongState if not."""
    outline = Outline(lock_event(event))
    if outline.order != seen:
        raise WrongState(f"{event!r} has another order")
    return outline


@transaction.atomic
def change(row: models.Model, *, event: Event, by: User, **fields: Any) -> None:
    """Write these fields of an event, or of a day or an item of it.

    WrongState where another row took the same date or name in the address meanwhile.
    """
    lock_event(event)
    for name, value in fields.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(update_fields=list(fields))
    except IntegrityError as error:
        raise WrongState(f"{row!r} stands in the way of another") from error
    keep_version(event)
    record(by, "changed", row, fields=sorted(fields))


@transaction.atomic
def add_day(event: Event, *, by: User, **fields: Any) -> Day:
    """A day without items. WrongState where the event has a day of this date already."""
    event = lock_event(event)
    if event.days.filter(date=fields["date"]).exists():
        raise WrongState(f"{event!r} has a day of this date")
    day = Day.objects.create(event=event, **fields)
    keep_version(event)
    record(by, "added", day)
    return day


@transaction.atomic
def remove_day(event: Event, day: Day, *, seen: str, by: User) -> None:
    """With its items; its sub-topics stay, without a place. ValidationError where somebody has asked to speak
    on it; WrongState where the order is no longer the one that was `seen`."""
    seen_outline(event, seen)
    if SpeakingRequest.objects.filter(sub_topic__item__day=day).exists():
        raise ValidationError(
            _("People have asked to speak on this day. Move their sub-topics to another day first.")
        )
    record(by, "removed", day)
    Day.objects.filter(pk=day.pk).delete()
    keep_version(event)


@transaction.atomic
def add_item(day: Day, *, by: User, **fields: Any) -> AgendaItem:
    """An item at the end of a day."""
    lock_event(day.event)
    item = AgendaItem.objects.create(day=day, position=end_of(day), **fields)
    keep_version(day.event)
    record(by, "added", item)
    return item


@transaction.atomic
def remove_item(event: Event, item: AgendaItem, *, seen: str, by: User) -> None:
    """ValidationError for the place of a sub-topic; WrongState as in `remove_day`."""
    seen_outline(event, seen)
    if item.sub_topic_id:
        raise ValidationError(_("A sub-topic keeps a place. Move it, or remove the sub-topic itself."))
    record(by, "removed", item)
    AgendaItem.objects.filter(pk=item.pk).delete()
    keep_version(event)


@transaction.atomic
def put_sub_topic(day: Day, *, by: User, **fields: Any) -> SubTopic:
    """A new sub-topic with its seats, at the end of a day."""
    event = lock_event(day.event)
    sub_topic = add_sub_topic(event, by=by, **fields)
    place(sub_topic, day)
    keep_version(event)
    return sub_topic


@transaction.atomic
def change_sub_topic(sub_topic: SubTopic, *, by: User, **fields: Any) -> None:
    """Write these fields. WrongState for one that stays, because people count on what it says, and for a
    closing that may not come earlier."""
    lock_event(sub_topic.event)
    standing = lock_sub_topics(SubTopic.objects.filter(pk=sub_topic.pk))[sub_topic.pk]
    if set(fields) & set(fields_that_stay(standing)):
        raise WrongState(f"people hold what {sub_topic!r} says")
    if not can_close_at(standing, fields.get("requests_close", standing.requests_close)):
        raise WrongState(f"people count on the closing of {sub_topic!r}")
    for name, value in fields.items():
        setattr(sub_topic, name, value)
    sub_topic.closing_moved = standing.closing_moved
    note_closing(sub_topic, standing.requests_close)
    sub_topic.save(update_fields=[*fields, "closing_moved"])
    set_up(sub_topic, by=by)
    keep_version(sub_topic.event)
    record(by, "changed", sub_topic, fields=sorted(fields))


@transaction.atomic
def remove_sub_topic(event: Event, sub_topic: SubTopic, *, seen: str, by: User) -> None:
    """With its seats and its place. ValidationError where somebody has asked to speak, also if they withdrew;
    WrongState as in `remove_day`."""
    seen_outline(event, seen)
    if sub_topic.requests.exists():
        raise ValidationError(_("People have asked to speak here, so this sub-topic stays."))
    record(by, "removed", sub_topic)
    SubTopic.objects.filter(pk=sub_topic.pk).delete()
    keep_version(event)


@transaction.atomic
def move_item(event: Event, item: AgendaItem, *, step: int, seen: str, by: User) -> None:
    """One place up (-1) or down (1) in its day; nothing moves at the edge. WrongState as in `remove_day`."""
    outline = seen_outline(event, seen)
    items = next(list(day.items.all()) for day in outline.days if day.pk == item.day_id)
    place_now = items.index(item)
    items.insert(max(place_now + step, 0), items.pop(place_now))
    for position, one in enumerate(items, 1):
        one.position = position
    AgendaItem.objects.bulk_update(items, ["position"])
    keep_version(event)
    record(by, "moved", item)


@transaction.atomic
def move_to_day(event: Event, row: AgendaItem | SubTopic, day: Day, *, seen: str, by: User) -> None:
    """An item, or a sub-topic without a place, to the end of a day. WrongState as in `remove_day`."""
    seen_outline(event, seen)
    if isinstance(row, SubTopic):
        place(row, day)
    else:
        AgendaItem.objects.filter(pk=row.pk).update(day=day, position=end_of(day))
    keep_version(event)
    record(by, "moved", row)


def place(sub_topic: SubTopic, day: Day) -> None:
    AgendaItem.objects.create(
        day=day, position=end_of(day), kind=AgendaItem.Kind.SUB_TOPIC, sub_topic=sub_topic
    )


def end_of(day: Day) -> int:
    """The position behind the last item of a day."""
    return (day.items.aggregate(last=Max("position"))["last"] or 0) + 1
