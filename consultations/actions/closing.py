"""A consultation is closed once nothing is to come, and opened again; a meeting is cancelled."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.announcing import News, told_by_letter
from consultations.actions.preparing import lock_event
from consultations.models import Consultation, Draw, Event
from consultations.outline import Outline
from consultations.publication import Candidate, NeedsAreAnswered
from surveys.publication import Finding
from upr_portal.dates import in_words
from upr_portal.states import WrongState


def what_is_open(consultation: Consultation) -> list[Finding]:
    """What closing would leave undone. A meeting to come stands in the way; all else is advice."""
    candidate, draws = Candidate(consultation), pending_draws(consultation)
    prefetch_related_objects([outline.event for outline in candidate.outlines], "versions")
    found = [finding for each in candidate.outlines for finding in open_at(candidate, each, draws)]
    return sorted(found, key=lambda finding: finding.is_advice)


def open_at(candidate: Candidate, outline: Outline, draws: list[Draw]) -> Iterator[Finding]:
    event = outline.event
    if event.state == Event.State.PUBLIC and any(day.ends_at > candidate.at for day in outline.days):
        sentence = _("“%(name)s” goes on until %(day)s. Close after it, or cancel it first.")
        words = {"name": event, "day": in_words(outline.days[-1].date)}
        yield Finding(sentence % words, event.address_of("cancel_event"))
    if event.is_draft:
        sentence = _("“%(name)s” was never published.") % {"name": event}
        yield Finding(sentence, event.address_of("prepare"), True)
    if event.is_on and not News.of(outline).is_empty:
        sentence = _("“%(name)s”: registered people were not told what has changed.") % {"name": event}
        yield Finding(sentence, event.address_of("announce"), True)
    yield from NeedsAreAnswered().about(candidate, event)
    for draw in draws:
        if draw.sub_topic.event_id == event.pk:
            sentence = _("The draw of “%(name)s” is not held yet.") % {"name": draw.sub_topic}
            yield Finding(sentence, event.address_of("draw", draw.sub_topic_id), True)


def pending_draws(consultation: Consultation) -> list[Draw]:
    """Those in which somebody takes part."""
    draws = Draw.objects.filter(sub_topic__event__consultation=consultation, held_at=None)
    pending = draws.filter(sub_topic__requests__is_pending=True).distinct()
    return list(pending.select_related("sub_topic").order_by("pk"))


@transaction.atomic
def close_consultation(consultation: Consultation, *, by: User) -> None:
    """End it: it stays to be read, and takes nothing any more.

    ValidationError says which meetings are still to come.
    """
    if consultation.is_published:
        standing = [finding.sentence for finding in what_is_open(consultation) if not finding.is_advice]
        if standing:
            raise ValidationError(standing)
    consultation.move_to(Consultation.State.CLOSED)
    record(by, "closed", consultation)


@transaction.atomic
def reopen_consultation(consultation: Consultation, *, by: User) -> None:
    """It goes on as it was before it was closed. WrongState where it is not closed."""
    if consultation.state != Consultation.State.CLOSED:
        raise WrongState(f"{consultation!r} is not closed")
    consultation.move_to(Consultation.State.PUBLISHED)
    record(by, "reopened", consultation)


@transaction.atomic
def cancel_event(event: Event, *, by: User) -> int:
    """It does not take place: all who are registered are told, and their calendar entries are taken out.

    Returns how many letters were written. WrongState where it is not public, or over.
    """
    event = lock_event(event)
    if not event.is_on or event.is_over(timezone.now()):
        raise WrongState(f"{event!r} cannot be cancelled")
    event.move_to(Event.State.CANCELLED, sequence=event.sequence + 1)
    letters = 0
    for registration in told_by_letter(event).select_related("person"):
        registration.event = event
        emails.tell_cancelled(registration, make_link(registration))
        letters += 1
    record(by, "cancelled", event, letters=letters)
    return letters
