"""A programme is copied into another event: texts, lengths, seats and rules, but nothing that people sent."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from consultations.actions.consultations import keep_version, set_up
from consultations.actions.preparing import lock_event
from consultations.models import Event, SubTopic
from consultations.outline import Outline
from surveys.actions.copying import twin_of
from upr_portal.states import WrongState


@transaction.atomic
def copy_programme(source: Event, target: Event, *, first_date: date, by: User) -> None:
    """All days and sub-topics, the first day on `first_date`; windows of requests move by as many days.

    Times stay as the clocks of the events show them. WrongState where the source has no day, or the target
    has a programme.
    """
    target, outline = lock_event(target), Outline(source)
    if not outline.days or target.days.exists() or target.sub_topics.exists():
        raise WrongState(f"{source!r} cannot be copied into {target!r}")
    shift = first_date - outline.days[0].date
    for day in outline.days:
        twin = twin_of(day, event=target, date=day.date + shift, uid=uuid.uuid4())
        twin.save()
        for item in day.items.all():
            asked = copy_sub_topic(item.sub_topic, source, target, shift, by) if item.sub_topic else None
            twin_of(item, day=twin, sub_topic=asked).save()
    for sub_topic in outline.unplaced:
        copy_sub_topic(sub_topic, source, target, shift, by)
    keep_version(target)
    record(by, "copied", target, source=source.pk)


def copy_sub_topic(sub_topic: SubTopic, source: Event, target: Event, shift: timedelta, by: User) -> SubTopic:
    """With free seats and, where seats are drawn, a seed of its own."""
    opens, closes = (
        shifted(moment, source, target, shift)
        for moment in (sub_topic.requests_open, sub_topic.requests_close)
    )
    twin = twin_of(
        sub_topic, event=target, requests_open=opens, requests_close=closes, chosen_at=None, closing_moved=[]
    )
    twin.save()
    set_up(twin, by=by)
    return twin


def shifted(moment: datetime, source: Event, target: Event, shift: timedelta) -> datetime:
    """The same hour of the clock, days later, also where the clock was changed in between."""
    local = moment.astimezone(source.zone)
    return datetime.combine(local.date() + shift, local.time(), target.zone)
