"""The draw of a sub-topic: committing to a seed before anybody asks, and holding the draw by the clock."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.seats import lock_sub_topics
from consultations.draws import held_record
from consultations.models import Draw, SpeakingRequest, SubTopic
from consultations.verify_draw import commitment_of
from upr_portal.states import WrongState

SEED_BYTES = 32


@transaction.atomic
def commit_to_draw(sub_topic: SubTopic, *, by: User | None) -> Draw:
    """Make the seed of a drawn sub-topic and publish its hash; once, whatever happens to the rule later."""
    seed = secrets.token_hex(SEED_BYTES)
    made = {"seed": seed, "commitment": commitment_of(seed), "made_at": timezone.now()}
    draw, is_new = Draw.objects.get_or_create(sub_topic=sub_topic, defaults=made)
    if is_new:
        record(by, "committed to", draw, commitment=draw.commitment)
    return draw


@transaction.atomic
def hold_draw(draw: Draw, *, at: datetime | None = None) -> None:
    """Give seats and waiting places by lot, publish the seed, and write to everybody who took part.

    Raises WrongState when requests have not closed, or the draw has been held.
    """
    at = at or timezone.now()
    sub_topic = lock_sub_topics(SubTopic.objects.filter(pk=draw.sub_topic_id))[draw.sub_topic_id]
    if not Draw.objects.due(at).filter(pk=draw.pk).exists():
        raise WrongState(f"{draw!r} is not due")
    draw.sub_topic = sub_topic
    pending = sub_topic.requests.pending().select_related("registration__person", "registration__event")
    requests = list(pending)
    draw.held_at, draw.record = at, held_record(draw, requests, at)
    draw.save(update_fields=["held_at", "record"])
    give_out(requests, draw)
    for request in requests:
        if not request.registration.is_generated:
            emails.tell_drawn(request, make_link(request.registration), draw.record["fingerprint"])
    record(None, "held", draw, requests=len(requests), fingerprint=draw.record["fingerprint"])


def give_out(requests: list[SpeakingRequest], draw: Draw) -> None:
    """The seats that were drawn, numbered in the order of asking, and the places in the line."""
    seated, waiting = set(draw.record["seated"]), draw.record["waiting"]
    places = {number: place for place, number in enumerate(waiting, start=1)}
    seats = iter(draw.sub_topic.seats.order_by("number"))
    for request in requests:
        number = str(request.public_id)
        request.sub_topic, request.is_pending = draw.sub_topic, False
        request.seat = next(seats) if number in seated else None
        request.waiting_place = places.get(number)
    SpeakingRequest.objects.bulk_update(requests, ["is_pending", "seat", "waiting_place"])
