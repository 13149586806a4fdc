"""A programme is copied into another event, or into a new one: texts, lengths, seats and rules, what it rests
on and how one gets in; but nothing that people sent."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from modeltranslation.utils import get_translation_fields

from accounts.audit import record
from accounts.models import User
from consultations.actions.consultations import keep_version, set_up
from consultations.actions.findings import questions_for
from consultations.actions.making import lock_consultation
from consultations.actions.preparing import lock_event
from consultations.models import Event, SubTopic
from consultations.outline import Outline
from surveys.actions.copying import twin_of
from upr_portal.states import WrongState

TEXTS_KEPT = ("venue", "access_notes", "sign_languages", "language_note")
SAID_ANEW = ("joining_link", "dial_in", "safeguarding_officer", "safeguarding_contact")


@transaction.atomic
def copy_programme(source: Event, target: Event, *, first_date: date, by: User) -> None:
    """All days and sub-topics, the first day on `first_date`; windows of requests move by as many days.

    What the target does not say of its venue, access and interpretation is said as the source says it. Times
    stay as the clocks of the events show them. WrongState where the source has no day, or the target has a
    programme.
    """
    target, outline = lock_event(target), Outline(source)
    if not outline.days or target.days.exists() or target.sub_topics.exists():
        raise WrongState(f"{source!r} cannot be copied into {target!r}")
    shift = first_date - outline.days[0].date
    say_as(source, target)
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


@transaction.atomic
def copy_event(source: Event, *, slug: str, first_date: date, by: User) -> Event:
    """A draft in the same consultation with the programme of the source, under another name in the address.

    The way in by link and telephone, and who looks after children, are to be said anew. WrongState as in
    `copy_programme`, and where the consultation is closed or the name taken.
    """
    consultation = lock_consultation(source.consultation)
    first = source.days.first()
    if first is None or consultation.events.filter(slug=slug).exists():
        raise WrongState(f"{source!r} cannot be copied as {slug}")
    shift = first_date - first.date
    event = twin_of(
        source,
        slug=slug,
        state=Event.State.DRAFT,
        announced=None,
        sequence=0,
        registration_opens=shifted(source.registration_opens, source, source, shift),
        registration_closes=shifted(source.registration_closes, source, source, shift),
        **dict.fromkeys(SAID_ANEW, ""),
    )
    event.save()
    record(by, "added", event)
    copy_programme(source, event, first_date=first_date, by=by)
    return event


def say_as(source: Event, target: Event) -> None:
    """What the target leaves open of how one gets in and follows."""
    texts = [name for field in TEXTS_KEPT for name in get_translation_fields(field)]
    left_open = [name for name in (*texts, "interpretation") if not getattr(target, name)]
    for name in left_open:
        setattr(target, name, getattr(source, name))
    target.save(update_fields=left_open)


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
    # Findings of another consultation are not this one's.
    twin.grounds.set(questions_for(twin).filter(pk__in=sub_topic.grounds.values("pk")))
    return twin


def shifted(moment: datetime, source: Event, target: Event, shift: timedelta) -> datetime:
    """The same hour of the clock, days later, also where the clock was changed in between."""
    local = moment.astimezone(source.zone)
    return datetime.combine(local.date() + shift, local.time(), target.zone)
