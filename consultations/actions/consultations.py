"""The life of a consultation, and what its moderators do with the programme."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations.actions.draws import commit_to_draw
from consultations.history import facts_of
from consultations.models import AgendaItem, Consultation, Day, Event, Phase, Seat, SubTopic
from consultations.outline import Outline
from consultations.publication import what_is_missing
from upr_portal.states import WrongState

IN_CALENDARS = ("title", "venue", "time_zone", "days")  # of what is kept: what an entry of a calendar says


@transaction.atomic
def draft_consultation(*, by: User, phases: Iterable[dict] = (), **fields: Any) -> Consultation:
    """A consultation that only moderators see, with its phases: {"kind": …, "starts": …, "ends": …}."""
    consultation = Consultation.objects.create(**fields)
    Phase.objects.bulk_create(Phase(consultation=consultation, **phase) for phase in phases)
    record(by, "drafted", consultation)
    return consultation


@transaction.atomic
def plan_event(
    consultation: Consultation,
    *,
    by: User,
    days: Iterable[dict],
    requests: tuple[datetime, datetime],
    **fields: Any,
) -> Event:
    """An event with its programme, put into the phase of dialogue.

    A day is the fields of Day and `items`, in order; an item is the fields of AgendaItem, its `sub_topic`
    those of SubTopic. `requests` says from when to when the sub-topics take requests to speak.
    """
    event = Event.objects.create(consultation=consultation, **fields)
    opens, closes = requests
    for plan in days:
        day = Day.objects.create(
            event=event, **{name: value for name, value in plan.items() if name != "items"}
        )
        for position, item in enumerate(plan["items"], start=1):
            if sub_topic := item.get("sub_topic"):
                made = add_sub_topic(event, by=by, requests_open=opens, requests_close=closes, **sub_topic)
                item = {**item, "sub_topic": made}
            AgendaItem.objects.create(day=day, position=position, **item)
    consultation.phases.filter(kind=Phase.Kind.DIALOGUE, event=None).update(event=event)
    record(by, "planned", event)
    return event


@transaction.atomic
def publish_consultation(consultation: Consultation, *, by: User) -> None:
    """Show it to everybody with its events, which take registrations in their own time.

    ValidationError says what must be mended first, WrongState that it was published already.
    """
    if not consultation.is_draft:
        raise WrongState(f"{consultation!r} was published already")
    if missing := what_is_missing(consultation):
        raise ValidationError(missing)
    consultation.move_to(Consultation.State.PUBLISHED)
    consultation.events.filter(state=Event.State.DRAFT).update(state=Event.State.PUBLIC)
    for event in consultation.events.filter(announced__isnull=True):
        keep_what_is_known(event)
    record(by, "published", consultation)


@transaction.atomic
def publish_event(event: Event, *, by: User) -> None:
    """Show a meeting that came to a consultation after that was published.

    ValidationError says what must be mended first; WrongState that it is published already, or cannot be.
    """
    if not (event.is_draft and event.consultation.is_published):
        raise WrongState(f"{event!r} cannot be published by itself")
    if missing := what_is_missing(event.consultation, event):
        raise ValidationError(missing)
    event.move_to(Event.State.PUBLIC)
    keep_what_is_known(event)
    record(by, "published", event)


@transaction.atomic
def make_seats(sub_topic: SubTopic) -> None:
    """The seats of a sub-topic, numbered from one: as many as it says. Those that are there stay; more than
    it says go, which only seats can that nobody holds."""
    Seat.objects.bulk_create(
        [Seat(sub_topic=sub_topic, number=number) for number in range(1, sub_topic.seat_count + 1)],
        ignore_conflicts=True,
    )
    Seat.objects.filter(sub_topic=sub_topic, number__gt=sub_topic.seat_count).delete()


@transaction.atomic
def set_up(sub_topic: SubTopic, *, by: User | None) -> None:
    """What a sub-topic needs before anybody asks: its seats and, for a draw, the seed. Twice is once."""
    make_seats(sub_topic)
    if sub_topic.is_drawn:
        commit_to_draw(sub_topic, by=by)


@transaction.atomic
def add_sub_topic(event: Event, *, by: User, **fields) -> SubTopic:
    """A sub-topic with its seats. It comes into the programme by an agenda item."""
    sub_topic = SubTopic.objects.create(event=event, **fields)
    set_up(sub_topic, by=by)
    record(by, "added", sub_topic, seats=sub_topic.seat_count)
    return sub_topic


def keep_what_is_known(event: Event) -> None:
    """The programme is in view: what people see now is what they know; later changes are told to them."""
    event.announced = facts_of(Outline(event))
    event.save(update_fields=["announced"])


def keep_version(event: Event, at: datetime | None = None) -> None:
    """After a change: what is seen from now on, so that who registers before the letter is not told of it.

    A version on which nobody has registered makes room for the next. Does nothing before publication.
    """
    event = Event.objects.get(pk=event.pk)
    if event.announced is None:
        return
    facts, last = facts_of(Outline(event)), event.versions.last()
    known = last.facts if last else event.announced
    if facts == known:
        return
    if any(facts[name] != known.get(name) for name in IN_CALENDARS):
        Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1)
    latest = event.registrations.aggregate(latest=Max("registered_at"))["latest"]
    unused = event.versions.filter(seen_from__gt=latest) if latest else event.versions.all()
    unused.delete()
    event.versions.create(seen_from=at or timezone.now(), facts=facts)
