"""What is written to somebody when their letter is sent; `facts` of the outbox says what was decided.

The functions are named in settings.LETTER_WRITERS. Each gives what `accounts.outbox.post` takes besides
reader, key and language; None when there is nothing to tell any more.
"""

from typing import Any

from django.utils import translation

from consultations import calendars, emails
from consultations.actions.access import make_link
from consultations.models import Registration, Seat, SpeakingRequest
from consultations.slots import slot_of


def of_registration(registration: int) -> dict[str, Any] | None:
    """They are registered; with calendar entries. Who has withdrawn since is told just that."""
    standing = Registration.objects.standing().select_related("event__consultation", "person")
    found = standing.filter(pk=registration).first()
    if found is None:
        return None
    words = emails.words_for(found, make_link(found))
    with translation.override(found.language):
        return words | {"attachments": calendars.invitations(found)}


def of_request(
    request: int,
    registration: int,
    *,
    seat: int | None = None,
    place: int | None = None,
    is_full: bool = True,
) -> dict[str, Any] | None:
    """What somebody had when they asked, or accepted: seat `seat`, place `place` of the line, or neither yet.

    None also when the request has become somebody else's: the link would lead to their page.
    """
    related = ["registration__event__consultation", "registration__person", "sub_topic__draw"]
    found = (
        SpeakingRequest.objects.select_related(*related).filter(pk=request, registration=registration).first()
    )
    if found is None or found.registration.state == Registration.State.WITHDRAWN:
        return None
    found.sub_topic.event = found.registration.event
    found.seat = seat and Seat(pk=found.seat_id or 0, number=seat)
    found.waiting_place, found.is_pending = place, not (seat or place)
    found.offer_ends_at, found.withdrawn_at, found.is_not_selected = None, None, False
    words = emails.words_for(found.registration, make_link(found.registration))
    slot_of(found.sub_topic)
    return words | {
        "request": found,
        "sub_topic": found.sub_topic,
        "is_full": is_full,
        "draw": getattr(found.sub_topic, "draw", None),
    }
