"""Seats of a sub-topic that are given back, and the line that moves up; asking for them is in asking.py.

Each action locks the row of the sub-topic, so that requests for it come one after another; the constraints
of Seat and SpeakingRequest hold even without the lock. See docs/decisions/0008-seats.md.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.settling import settle_statements
from consultations.models import Registration, Seat, SpeakingRequest, Substitute, SubTopic, Swap
from consultations.permissions import can_withdraw_request
from upr_portal.states import WrongState

TIME_TO_ANSWER = timedelta(hours=24)
BEFORE_THE_DAY = timedelta(hours=2)
LEAST_TIME_TO_ANSWER = timedelta(hours=1)
DECISIVE = [
    "seat_count",
    "allocation_rule",
    "organisation_limit",
    "requests_open",
    "requests_close",
    "chosen_at",
]

# Written by hand: a thousand may ask at once, and wording it takes the ORM longer than the database's answer.
FREE_SEATS = """
SELECT seat.id, seat.sub_topic_id, seat.number FROM consultations_seat seat
LEFT JOIN consultations_speakingrequest request ON request.seat_id = seat.id
WHERE seat.sub_topic_id = %s AND request.id IS NULL ORDER BY seat.number
"""


@transaction.atomic
def withdraw_request(
    request: SpeakingRequest,
    *,
    by: User | None = None,
    at: datetime | None = None,
    keeps_statement: bool = True,
) -> None:
    """Give back a seat, an offer, a place or a lot. A seat goes on to the first who waits.

    A written statement stays under its consents, or is deleted. Withdrawing twice is the same as once. Raises
    WrongState when the event is over.
    """
    at = at or timezone.now()
    sub_topic = lock_sub_topics(SubTopic.objects.filter(pk=request.sub_topic_id))[request.sub_topic_id]
    read_again(request)
    if request.withdrawn_at:
        return
    if not can_withdraw_request(request, at):
        raise WrongState(f"{request!r} cannot be withdrawn any more")
    take_back(request, sub_topic, at=at)
    settled = settle_statements([request], keeps=keeps_statement)
    if not request.registration.is_generated:
        emails.tell_request_withdrawn(request, make_link(request.registration), settled)
    record(by, "withdrawn", request, statements_deleted=settled.deleted)


def lock_sub_topics(sub_topics) -> dict[int, SubTopic]:
    """Lock these, in the order of their keys, and give them by key."""
    locked = (
        sub_topics.select_for_update(of=["self"], no_key=True)
        .select_related("event__consultation")
        .order_by("pk")
    )
    return {sub_topic.pk: sub_topic for sub_topic in locked}


def lock_and_renew(sub_topic: SubTopic) -> None:
    """Lock its row, and read again what decides of requests. Its event is the caller's: nobody locks that.

    Not its key, so that requests are received meanwhile (a foreign key looks whether it is there).
    """
    decisive = SubTopic.objects.select_for_update(no_key=True).values_list(*DECISIVE).get(pk=sub_topic.pk)
    for field, value in zip(DECISIVE, decisive, strict=True):
        setattr(sub_topic, field, value)
    sub_topic.__dict__.pop("taken", None)  # counted before the lock


def read_again(request: SpeakingRequest) -> None:
    """Behind the lock of its sub-topic. WrongState when it has become somebody else's meanwhile."""
    whose = request.registration_id
    request.refresh_from_db()
    if request.registration_id != whose:
        raise WrongState(f"{request!r} has been taken over")


def lock_request(key: int, of: Registration | None = None) -> SpeakingRequest:
    """Read it behind the lock of its sub-topic; WrongState when it is gone, or no more `of` this person."""
    held = SubTopic.objects.filter(requests=key)
    sub_topics = lock_sub_topics(SubTopic.objects.filter(pk__in=held))
    found = SpeakingRequest.objects.select_related("seat", "registration__person", "registration__event")
    request = found.filter(pk=key).first()
    if request is None or (of and request.registration_id != of.pk):
        raise WrongState(f"request {key} is gone, or somebody else's")
    request.sub_topic = sub_topics[request.sub_topic_id]
    return request


def lock_registration(registration: Registration) -> Registration:
    """Lock it, so that nobody asks while withdrawing."""
    locked = Registration.objects.select_for_update(of=["self"])
    return locked.select_related("event__consultation", "person").get(pk=registration.pk)


def free_seats(sub_topic: SubTopic) -> list[Seat]:
    """In the order of their numbers."""
    return list(Seat.objects.raw(FREE_SEATS, [sub_topic.pk]))


def take_back(request: SpeakingRequest, sub_topic: SubTopic, *, at: datetime) -> None:
    """End a request of a locked sub-topic, and let the line move up."""
    end_proposals(request)
    freed, place = request.seat, request.waiting_place
    request.seat, request.waiting_place, request.is_pending, request.withdrawn_at = None, None, False, at
    request.offer_ends_at, request.is_not_selected = None, False
    request.motivation, request.motivation_language = "", ""
    request.save(
        update_fields=[
            "seat",
            "waiting_place",
            "is_pending",
            "is_not_selected",
            "offer_ends_at",
            "withdrawn_at",
            "motivation",
            "motivation_language",
        ]
    )
    if place:
        close_ranks(sub_topic, place)
    if freed and not (sub_topic.event.is_over(at) or sub_topic.event.is_cancelled):
        fill_seats(sub_topic, at)


def end_proposals(request: SpeakingRequest) -> None:
    """Who was asked to take it over, or to swap, need not answer any more; who proposed a swap is told."""
    Substitute.objects.filter(request=request).delete()
    Swap.objects.filter(proposed=request).delete()
    related = ("seat", "sub_topic__event", "registration__person", "registration__event")
    swaps = request.swaps_wanted.select_related(*[f"proposed__{name}" for name in related])
    for swap in swaps:
        end_swap_of(swap)


def end_swap_of(swap: Swap) -> None:
    """It is forgotten, and who proposed it is told that nothing has changed."""
    proposed, key = swap.proposed, swap.pk
    swap.delete()
    if not proposed.registration.is_generated:
        emails.tell_swap_ended(proposed, make_link(proposed.registration), key)


def close_ranks(sub_topic: SubTopic, place: int) -> None:
    """Who stood behind this place moves up by one."""
    behind = sub_topic.requests.waiting().filter(waiting_place__gt=place)
    behind.update(waiting_place=F("waiting_place") - 1)


def fill_seats(sub_topic: SubTopic, at: datetime) -> None:
    """Free seats go to the first who wait and whose organisation may have one more.

    Several may be free: those that nobody in the line could have before this one was freed.
    """
    for seat in free_seats(sub_topic):
        request = next_in_line(sub_topic)
        if request is None:
            return
        place = request.waiting_place
        pass_on(seat, request, answer_until(sub_topic, at))
        close_ranks(sub_topic, place)


def next_in_line(sub_topic: SubTopic) -> SpeakingRequest | None:
    waiting = sub_topic.requests.waiting().select_related("registration__person", "registration__event")
    return next((one for one in waiting if sub_topic.has_room_for(one.organisation_key)), None)


def answer_until(sub_topic: SubTopic, at: datetime) -> datetime | None:
    """Until when somebody may accept a seat that is freed `at`; None when it is theirs without being asked.

    While requests are open who waits has just asked. Later they have a day, shortened so that the next can
    still be asked before the meeting; when that leaves no time to answer, the seat is given at once.
    """
    if at < sub_topic.requests_close:
        return None
    ends, begins = at + TIME_TO_ANSWER, sub_topic.begins
    if begins:
        ends = min(ends, begins - BEFORE_THE_DAY)
    return ends if ends - at >= LEAST_TIME_TO_ANSWER else None


def time_to_answer(sub_topic: SubTopic, at: datetime) -> datetime:
    """For a substitute or a swap: a day, as for an offer; until the day begins at the latest."""
    begins = sub_topic.begins
    return min(at + TIME_TO_ANSWER, begins) if begins else at + TIME_TO_ANSWER


def pass_on(seat: Seat, request: SpeakingRequest, until: datetime | None) -> None:
    """The first of the line gets a freed seat, or the offer of it, and a letter that says so."""
    request.seat, request.waiting_place, request.offer_ends_at = seat, None, until
    request.save(update_fields=["seat", "waiting_place", "offer_ends_at"])
    if not request.registration.is_generated:
        tell = emails.tell_offer if until else emails.tell_promoted
        tell(request, make_link(request.registration))
    record(None, "offered" if until else "promoted", request)
