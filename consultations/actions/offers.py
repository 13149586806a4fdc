"""A freed seat is offered after requests have closed: accepted in time, or it goes on to the next.

Declining an offer is withdrawing the request (seats.withdraw_request). See docs/decisions/0008-seats.md.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.seats import lock_sub_topics, read_again, take_back
from consultations.models import SpeakingRequest, SubTopic
from consultations.permissions import can_accept_offer
from upr_portal.states import WrongState


@transaction.atomic
def accept_offer(request: SpeakingRequest, *, by: User | None = None, at: datetime | None = None) -> None:
    """The seat is theirs. Accepting twice is the same as once. WrongState when the offer has ended."""
    lock_sub_topics(SubTopic.objects.filter(pk=request.sub_topic_id))
    read_again(request)
    if request.is_seated:
        return
    # The time is read after the lock: who waited for it while the offer ended has come too late.
    if not can_accept_offer(request, at or timezone.now()):
        raise WrongState(f"no seat is offered to {request!r}")
    request.offer_ends_at = None
    request.save(update_fields=["offer_ends_at"])
    if not request.registration.is_generated:
        emails.tell_what_they_have([request])
    record(by, "accepted", request)


@transaction.atomic
def end_offer(request: SpeakingRequest, *, at: datetime | None = None) -> None:
    """Nobody has answered: the request ends, the seat goes on. WrongState when no offer is past its time."""
    at = at or timezone.now()
    sub_topic = lock_sub_topics(SubTopic.objects.filter(pk=request.sub_topic_id))[request.sub_topic_id]
    request.refresh_from_db()
    if not request.is_offered or request.offer_ends_at > at:
        raise WrongState(f"no offer to {request!r} is past its time")
    take_back(request, sub_topic, at=at)
    if not request.registration.is_generated:
        emails.tell_offer_ended(request, make_link(request.registration))
    record(None, "let pass", request)
