"""Deciding of what was received for a sub-topic: who asks first has a seat, the next wait, or all have lots.

All that has come is decided at once, behind the lock of the sub-topic, in the order in which it came. See
docs/decisions/0008-seats.md and 0028-received-requests.md.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Count, Exists, OuterRef

from accounts.audit import Deed, record_together
from consultations import emails
from consultations.actions.seats import free_seats, lock_and_renew
from consultations.models import Draw, ReceivedRequest, Registration, Seat, SpeakingRequest, SubTopic
from consultations.permissions import can_ask_to_speak

# Written by hand: read and removed in one step; and the ORM takes longer to word these than the database to
# answer, while everybody else waits.
TAKE_ALL = "DELETE FROM consultations_receivedrequest WHERE sub_topic_id = %s RETURNING *"
TAKE_ONE = "DELETE FROM consultations_receivedrequest WHERE id = %s RETURNING *"
NAME_SPEAKERS = """
UPDATE consultations_registration registration
SET public_name = said.public_name, region_id = said.region, consents_to_listing = said.consents
FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::boolean[])
    AS said (registration, public_name, region, consents)
WHERE registration.id = said.registration
"""
LAST_PLACE = (
    "SELECT coalesce(max(waiting_place), 0) FROM consultations_speakingrequest WHERE sub_topic_id = %s"
)


def decide_for(together: list[ReceivedRequest], sub_topic: SubTopic) -> dict[int, SpeakingRequest | None]:
    """Decide of these and of whatever else has come; what each of these has, by the key of what was received.

    A row that the database refuses holds up nobody else: which it is, is found out one by one.
    """
    try:
        with transaction.atomic():
            granted = decide_received(sub_topic)
    except (DataError, IntegrityError):
        return {one.pk: decide_alone(one, sub_topic) for one in together}
    if missing := [one for one in together if one.registration_id not in granted]:
        granted |= standing_requests(missing, sub_topic)
    return {one.pk: granted.get(one.registration_id) for one in together}


def decide_alone(received: ReceivedRequest, sub_topic: SubTopic) -> SpeakingRequest | None:
    """The same for one, which is dropped when the database refuses it."""
    try:
        with transaction.atomic():
            granted = decide_received(sub_topic, received)
    except (DataError, IntegrityError):
        ReceivedRequest.objects.filter(pk=received.pk).delete()
        return None
    return (granted or standing_requests([received], sub_topic)).get(received.registration_id)


def decide_received(sub_topic: SubTopic, only: ReceivedRequest | None = None) -> dict[int, SpeakingRequest]:
    """Decide of what has been received for a sub-topic, in its order; the new requests by their registration.

    What cannot be granted leaves nothing: it came when requests were closed, or somebody has withdrawn. In a
    transaction of the caller's.
    """
    lock_and_renew(sub_topic)
    received = take_received(sub_topic, only)
    if not received or seats_were_given(sub_topic):
        return {}
    asking = lock_who_ask(received, sub_topic)
    room, granted, requests = Room(sub_topic), {}, {}
    for one in received:
        registration = asking.get(one.registration_id)
        if registration and registration.pk not in granted and may_be_granted(one, registration, sub_topic):
            granted[registration.pk] = one
            requests[registration.pk] = new_request(one, registration, sub_topic, room)
    name_speakers(granted.values())
    SpeakingRequest.objects.bulk_create(requests.values())
    emails.tell_what_they_have(
        request for request in requests.values() if not request.registration.is_generated
    )
    record_together([Deed(granted[key].by_id, verb_of(one), one) for key, one in requests.items()])
    return requests


def take_received(sub_topic: SubTopic, only: ReceivedRequest | None) -> list[ReceivedRequest]:
    """Those of a locked sub-topic, the first that came first; they are removed."""
    sql, key = (TAKE_ONE, only.pk) if only else (TAKE_ALL, sub_topic.pk)
    return sorted(ReceivedRequest.objects.raw(sql, [key]), key=lambda one: one.pk)


def seats_were_given(sub_topic: SubTopic) -> bool:
    """By a draw or by moderators. Asked anew: what was read of the draw before the lock may be over."""
    if not sub_topic.gives_seats_later:
        return False
    held = Draw.objects.filter(sub_topic=sub_topic).exclude(held_at=None)
    return sub_topic.chosen_at is not None or held.exists()


def lock_who_ask(received: list[ReceivedRequest], sub_topic: SubTopic) -> dict[int, Registration]:
    """Their registrations by key, without those who have a request already; nobody withdraws meanwhile.

    In the order of their keys, so that two who decide for different sub-topics never wait in a circle.
    """
    standing = SpeakingRequest.objects.active().filter(sub_topic=sub_topic, registration=OuterRef("pk"))
    found = Registration.objects.filter(~Exists(standing), pk__in={one.registration_id for one in received})
    locked = found.select_related("person").select_for_update(of=["self"], no_key=True).order_by("pk")
    return {registration.pk: registration for registration in locked}


def may_be_granted(one: ReceivedRequest, registration: Registration, sub_topic: SubTopic) -> bool:
    """Was it in time, and is the registration what it was? A child, for one, is named in another way."""
    return registration.is_under_18 == one.is_under_18 and can_ask_to_speak(
        registration, sub_topic, one.received_at
    )


def name_speakers(granted: Iterable[ReceivedRequest]) -> None:
    """Keep how the public list may name them from now on, where they said it."""
    named = [one for one in granted if one.names_anew]
    if named:
        columns = zip(*[one.name for one in named], strict=True)
        with connection.cursor() as cursor:
            cursor.execute(NAME_SPEAKERS, [list(column) for column in columns])


def new_request(
    one: ReceivedRequest, registration: Registration, sub_topic: SubTopic, room: "Room"
) -> SpeakingRequest:
    """A request that is not saved, with what it gets of the room that is left."""
    return SpeakingRequest(
        registration=registration,
        sub_topic=sub_topic,
        language=one.language,
        asked_at=one.received_at,
        draw_region_id=one.draw_region_id,
        draw_kind=one.draw_kind,
        draw_first_time=one.draw_first_time,
        motivation=one.motivation,
        motivation_language=one.motivation_language,
        organisation_key=registration.organisation_key,
        **room.outcome_for(registration.organisation_key),
    )


class Room:
    """What is left of a locked sub-topic: free seats, the end of its line, seats that organisations have."""

    def __init__(self, sub_topic: SubTopic):
        self.sub_topic = sub_topic

    def outcome_for(self, organisation_key: str) -> dict[str, Any]:
        """A free seat; without one that this organisation may have, the place behind the last who waits.

        Under the other rules neither: nobody knows before requests close.
        """
        if self.sub_topic.gives_seats_later:
            return {"is_pending": True}
        if self.free and self.sub_topic.has_room_for(organisation_key, self.held[organisation_key]):
            self.held[organisation_key] += 1
            return {"seat": self.free.pop(0)}
        self.last_place += 1
        return {"waiting_place": self.last_place}

    @cached_property
    def free(self) -> list[Seat]:
        return free_seats(self.sub_topic)

    @cached_property
    def held(self) -> Counter:
        """Seats held or offered, by organisation; counted only where there is a limit."""
        if not self.sub_topic.organisation_limit:
            return Counter()
        seated = self.sub_topic.requests.filter(seat__isnull=False).order_by()
        return Counter(dict(seated.values_list("organisation_key").annotate(Count("pk"))))

    @cached_property
    def last_place(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(LAST_PLACE, [self.sub_topic.pk])
            return cursor.fetchone()[0]


def verb_of(request: SpeakingRequest) -> str:
    """What an entry of the audit says of a new request."""
    if request.is_pending:
        return "asked" if request.sub_topic.is_moderated else "entered"
    return "seated" if request.is_seated else "put in line"


def standing_requests(received: list[ReceivedRequest], sub_topic: SubTopic) -> dict[int, SpeakingRequest]:
    """What another process has decided, or what stood before, by registration."""
    active = SpeakingRequest.objects.active().select_related("seat").filter(sub_topic=sub_topic)
    found = active.filter(registration__in=[one.registration_id for one in received])
    return {request.registration_id: request for request in found}
