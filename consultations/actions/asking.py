"""Asking for the floor: a request is received and decided together with others; the outcome is known at once.

A thousand may ask in the same moment. Each request is received first, by one row of its own; whoever's turn
it is decides of all that have come (deciding.py), and those who waited are handed what they have. See
docs/decisions/0028-received-requests.md.
"""

import logging
from datetime import datetime
from threading import Lock
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from consultations.actions.deciding import decide_for
from consultations.models import ReceivedRequest, Registration, SpeakingRequest, SubTopic
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)


def ask_to_speak(
    registration: Registration,
    sub_topic: SubTopic,
    *,
    language: str,
    by: User | None = None,
    at: datetime | None = None,
    groups: dict[str, Any] | None = None,
    **naming: Any,
) -> SpeakingRequest:
    """Ask for the floor; the outcome is known at once: a seat, the next place in the line, or a lot.

    `naming` says how the public list may name the speaker: public_name, region, consents_to_listing;
    `groups` what the draw may balance, or moderators look at: draw_region, draw_kind, draw_first_time,
    motivation with its motivation_language.
    Asking twice gives the same request. Raises WrongState when the sub-topic takes no requests (any more),
    or the registration is withdrawn, or has changed so that it cannot be named like that. `at` is now, unless
    a demonstration is made.
    """
    received = receive(registration, sub_topic, language, by, at or timezone.now(), naming, groups or {})
    found = decide_with_others(received, sub_topic)
    if found is None:
        raise WrongState(f"{sub_topic!r} takes no request of {registration!r}")
    for field, value in naming.items():
        setattr(registration, field, value)
    found.registration, found.sub_topic = registration, sub_topic
    return found


def receive(
    registration: Registration,
    sub_topic: SubTopic,
    language: str,
    by: User | None,
    at: datetime,
    naming: dict[str, Any],
    groups: dict[str, Any],
) -> ReceivedRequest:
    """Write down that somebody asks. What `naming` leaves out of the name stays as it was."""
    if naming:
        kept = ("public_name", "region", "consents_to_listing")
        naming = {name: getattr(registration, name) for name in kept} | naming
    received = ReceivedRequest(
        registration=registration,
        sub_topic=sub_topic,
        language=language,
        by=by,
        received_at=at,
        is_under_18=registration.is_under_18,
        **naming,
        **groups,
    )
    received.save(force_insert=True)
    return received


def decide_with_others(received: ReceivedRequest, sub_topic: SubTopic) -> SpeakingRequest | None:
    """What this one has, decided here with all others that have come, or by whoever is at it just now.

    None when it cannot be granted. When nothing can be decided at all (the connection is lost, it takes too
    long), the row stays, and the clock decides.
    """
    if connection.in_atomic_block:
        # Only this transaction sees the row: nobody else can decide of it.
        return decide_for([received], sub_topic)[received.pk]
    queue = QUEUES.setdefault(sub_topic.pk, Queue())
    queue.waiting[received.pk] = received
    with queue.turn:
        if received.pk not in queue.decided:
            # Oneself may be missing there: taken out by somebody whose turn then failed.
            together = {received.pk: received}
            while queue.waiting:
                together |= [queue.waiting.popitem()]
            queue.decided |= decide_for(list(together.values()), sub_topic)
        return queue.decided.pop(received.pk)


class Queue:
    """Those of this process who wait to be decided of in the same sub-topic.

    Whose turn it is decides for all who wait (in `waiting`, by key) and leaves in `decided` what they have.
    Threads of a process tell each other without the database, which would be asked five times by each.
    """

    def __init__(self):
        self.turn = Lock()
        self.waiting: dict[int, ReceivedRequest] = {}
        self.decided: dict[int, SpeakingRequest | None] = {}


# By key of the sub-topic. One is some hundred bytes, and stays as long as the process.
QUEUES: dict[int, Queue] = {}


def decide_left_over(sub_topic: SubTopic) -> None:
    """Decide of what was received by a process that has died; what the database refuses is dropped."""
    for received in sub_topic.received_requests.order_by("pk"):
        if decide_with_others(received, sub_topic) is None:
            logger.warning("%r, left over, cannot be granted", received)
