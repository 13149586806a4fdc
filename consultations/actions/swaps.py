"""Two who hold seats of one event swap them, once the other has agreed.

Both sub-topics are locked, in the order of their keys, before anything is read. Within a sub-topic the two
requests exchange their seats; between two the people exchange their places, so that numbers in a draw stay
where they were drawn. See docs/decisions/0018-moderated-seats-and-substitutes.md.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.seats import end_proposals, end_swap_of, lock_sub_topics, time_to_answer
from consultations.models import SpeakingRequest, Statement, SubTopic, Swap
from consultations.permissions import can_propose_swap, can_swap
from upr_portal.states import WrongState

PERSONAL = ("registration", "language", "organisation_key")


def swappable(request: SpeakingRequest) -> QuerySet[SpeakingRequest]:
    """The seats of the same event that somebody else holds, and that this one may be swapped for.

    Between sub-topics neither may stand in the other's already.
    """
    registration, sub_topic = request.registration, request.sub_topic
    mine = registration.requests.active().exclude(pk=request.pk).values("sub_topic")
    theirs = sub_topic.requests.active().values("registration")
    seated = SpeakingRequest.objects.seated().filter(sub_topic__event=sub_topic.event_id)
    elsewhere = seated.exclude(sub_topic=sub_topic).exclude(sub_topic__in=mine)
    elsewhere = elsewhere.exclude(registration__in=theirs)
    here = seated.filter(sub_topic=sub_topic)
    return (here | elsewhere).exclude(registration=registration)


@transaction.atomic
def propose_swap(
    request: SpeakingRequest, wanted: SpeakingRequest, *, by: User | None = None, at: datetime | None = None
) -> Swap:
    """Ask the other by letter; an earlier proposal of this one is forgotten. Nothing else changes yet.

    Raises WrongState when one of the two may not swap, or not with the other.
    """
    whose = request.registration_id
    request, wanted = lock_both(request.pk, wanted.pk)
    at = at or timezone.now()
    if request.registration_id != whose:
        raise WrongState(f"{request!r} has been taken over")
    if not (can_propose_swap(request, at) and can_swap(wanted, at) and fits(request, wanted)):
        raise WrongState(f"{request!r} cannot be swapped for {wanted!r}")
    Swap.objects.filter(proposed=request).delete()
    request.swaps_proposed += 1
    request.save(update_fields=["swaps_proposed"])
    ends = min(time_to_answer(one.sub_topic, at) for one in (request, wanted))
    swap = Swap.objects.create(proposed=request, wanted=wanted, proposed_at=at, ends_at=ends)
    if not wanted.registration.is_generated:
        emails.ask_to_swap(swap, make_link(wanted.registration))
    record(by, "proposed to swap", request)
    return swap


@transaction.atomic
def accept_swap(swap: Swap, *, by: User | None = None, at: datetime | None = None) -> None:
    """They swap. WrongState when it is too late, or the two may not swap any more."""
    first, second = lock_both(swap.proposed_id, swap.wanted_id)
    at = at or timezone.now()
    # Deleting is the question whether it still stands: of two answers one finds nothing.
    if not Swap.objects.filter(pk=swap.pk, ends_at__gt=at).delete()[0]:
        raise WrongState("this proposal has been answered, or is over")
    if not (can_swap(first, at) and can_swap(second, at) and fits(first, second)):
        raise WrongState(f"{first!r} cannot be swapped for {second!r} any more")
    for one in (first, second):
        end_proposals(one)
    if first.sub_topic_id == second.sub_topic_id:
        exchange_seats(first, second)
    else:
        exchange_people(first, second)
    for one in (first, second):
        if not one.registration.is_generated:
            emails.tell_swapped(one, make_link(one.registration), swap.pk)
        record(by, "swapped", one)


@transaction.atomic
def end_swap(
    swap: Swap, *, is_refused: bool = False, by: User | None = None, at: datetime | None = None
) -> None:
    """They decline, or have not answered. WrongState when it is gone, or there is still time."""
    first, _ = lock_both(swap.proposed_id, swap.wanted_id)
    standing = Swap.objects.filter(pk=swap.pk).first()
    if standing is None or not (is_refused or standing.ends_at <= (at or timezone.now())):
        raise WrongState("this proposal has been answered, or there is still time")
    standing.proposed = first
    end_swap_of(standing)
    record(by, "declined to swap with" if is_refused else "did not answer to swap with", first)


@transaction.atomic
def take_back_swap(swap: Swap, *, by: User | None = None) -> None:
    """Who proposed it keeps their seat after all. Twice is once."""
    first, _ = lock_both(swap.proposed_id, swap.wanted_id)
    Swap.objects.filter(pk=swap.pk).delete()
    record(by, "took back a swap of", first)


def lock_both(*keys: int) -> list[SpeakingRequest]:
    """The two requests behind the locks of their sub-topics; WrongState when one is gone."""
    held = SubTopic.objects.filter(requests__in=keys)
    sub_topics = lock_sub_topics(SubTopic.objects.filter(pk__in=held))
    related = ("seat", "registration__person", "registration__event")
    found = {one.pk: one for one in SpeakingRequest.objects.filter(pk__in=keys).select_related(*related)}
    if len(found) != len(keys):
        raise WrongState("one of the two requests is gone")
    for one in found.values():
        one.sub_topic = sub_topics[one.sub_topic_id]
    return [found[key] for key in keys]


def fits(first: SpeakingRequest, second: SpeakingRequest) -> bool:
    """Would nobody stand twice in a sub-topic, and no organisation have more seats than it may have?"""
    if not swappable(first).filter(pk=second.pk).exists():
        return False
    if first.sub_topic_id == second.sub_topic_id or first.organisation_key == second.organisation_key:
        return True
    return first.sub_topic.has_room_for(second.organisation_key) and second.sub_topic.has_room_for(
        first.organisation_key
    )


def exchange_seats(first: SpeakingRequest, second: SpeakingRequest) -> None:
    """Within a sub-topic: one steps into the line for a moment that nobody else sees, so that at no moment
    a seat is held twice or a request holds nothing."""
    mine, theirs = first.seat, second.seat
    last = first.sub_topic.requests.waiting().aggregate(last=Max("waiting_place"))["last"] or 0
    keep(first, seat=None, waiting_place=last + 1)
    keep(second, seat=mine)
    keep(first, seat=theirs, waiting_place=None)


def exchange_people(first: SpeakingRequest, second: SpeakingRequest) -> None:
    """Between two sub-topics. What was said of the one before, or by them for the draw, goes."""
    kept = {name: getattr(first, name) for name in PERSONAL}
    said = {
        "draw_region": None,
        "draw_kind": "",
        "draw_first_time": None,
        "reason": "",
        "reason_language": "",
        "motivation": "",
        "motivation_language": "",
    }
    keep(first, **{name: getattr(second, name) for name in PERSONAL}, **said)
    keep(second, **kept, **said)
    exchange_statements(first, second)


def exchange_statements(first: SpeakingRequest, second: SpeakingRequest) -> None:
    """What somebody wrote goes with them."""
    written = list(Statement.objects.filter(request__in=[first, second]))
    Statement.objects.filter(pk__in=[one.pk for one in written]).delete()
    for statement in written:
        statement.pk, statement.request = None, second if statement.request_id == first.pk else first
        statement.save(force_insert=True)


def keep(request: SpeakingRequest, **values) -> None:
    for name, value in values.items():
        setattr(request, name, value)
    request.save(update_fields=list(values))
