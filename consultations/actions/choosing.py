"""Moderators choose who speaks: each decision with its reasons, all of them in one transaction.

See docs/decisions/0018-moderated-seats-and-substitutes.md.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.seats import end_proposals, lock_sub_topics
from consultations.models import Consultation, DraftDecision, SpeakingRequest, SubTopic
from consultations.permissions import can_choose
from upr_portal.states import WrongState


class Given(models.TextChoices):
    SEAT = "seat", gettext_lazy("A seat")
    WAITING = "waiting", gettext_lazy("A waiting place")
    NOT_SELECTED = "not_selected", gettext_lazy("Not selected")


class Decision(NamedTuple):
    """What one request is given, and why; `number` is that of the seat or of the waiting place."""

    given: str
    number: int | None
    criteria: list[str]
    reason: str
    reason_language: str


@transaction.atomic
def choose_speakers(
    sub_topic: SubTopic, decisions: dict[int, Decision], *, by: User, at: datetime | None = None
) -> None:
    """Give seats, places and refusals as decided (by the keys of the requests), and write to everybody.

    Raises WrongState when it is not the time, when somebody has been forgotten or has withdrawn meanwhile,
    and when the decisions do not fit together (`misfits`).
    """
    at = at or timezone.now()
    # First, as whoever changes the programme does: that the choice was made draws a new edition of it.
    Consultation.objects.select_for_update().get(events=sub_topic.event_id)
    sub_topic = lock_sub_topics(SubTopic.objects.filter(pk=sub_topic.pk))[sub_topic.pk]
    if not can_choose(by, sub_topic, at):
        raise WrongState(f"nobody chooses speakers of {sub_topic!r} now")
    requests = list(
        sub_topic.requests.pending().select_related("registration__person", "registration__event")
    )
    if {request.pk for request in requests} != set(decisions):
        raise WrongState(f"those who ask for {sub_topic!r} are not those of whom was decided")
    if misfits(sub_topic, [(request, decisions[request.pk]) for request in requests]):
        raise WrongState(f"the decisions for {sub_topic!r} do not fit together")
    sub_topic.chosen_at = at
    sub_topic.save(update_fields=["chosen_at"])
    give_as_decided(requests, decisions, sub_topic)
    DraftDecision.objects.filter(request__sub_topic=sub_topic).delete()
    for request in requests:
        if request.is_not_selected:
            end_proposals(request)
        if not request.registration.is_generated:
            emails.tell_chosen(request, make_link(request.registration))
    counts = Counter(decision.given for decision in decisions.values())
    record(by, "chose", sub_topic, requests=len(requests), **counts)


def give_as_decided(
    requests: list[SpeakingRequest], decisions: dict[int, Decision], sub_topic: SubTopic
) -> None:
    seats = {seat.number: seat for seat in sub_topic.seats.all()}
    for request in requests:
        given, number, request.criteria, request.reason, request.reason_language = decisions[request.pk]
        request.sub_topic, request.is_pending = sub_topic, False
        request.is_not_selected = given == Given.NOT_SELECTED
        request.seat = seats[number] if given == Given.SEAT else None
        request.waiting_place = number if given == Given.WAITING else None
    changed = ["is_pending", "is_not_selected", "seat", "waiting_place"]
    SpeakingRequest.objects.bulk_update(requests, [*changed, "criteria", "reason", "reason_language"])


def misfits(sub_topic: SubTopic, decided: Iterable[tuple[SpeakingRequest, Decision]]) -> list[str]:
    """Why these decisions do not fit together: sentences for the moderator; none when all fits."""
    decided = list(decided)
    seated = [decision.number for _, decision in decided if decision.given == Given.SEAT]
    places = [decision.number for _, decision in decided if decision.given == Given.WAITING]
    return [
        *misfits_of_seats(sub_topic, seated),
        *misfits_of_places(places),
        *misfits_of_organisations(sub_topic, decided),
        *misfits_of_free_seats(sub_topic, decided),
    ]


def misfits_of_seats(sub_topic: SubTopic, numbers: list[int]) -> list[str]:
    unknown = sorted({number for number in numbers if not 1 <= number <= sub_topic.seat_count})
    twice = sorted(number for number, count in Counter(numbers).items() if count > 1)
    said = [
        _("There is no seat %(number)s. Seats count from 1 to %(total)s.")
        % {"number": number, "total": sub_topic.seat_count}
        for number in unknown
    ]
    return said + [_("Seat %(number)s is given more than once.") % {"number": number} for number in twice]


def misfits_of_places(numbers: list[int]) -> list[str]:
    if sorted(numbers) == list(range(1, len(numbers) + 1)):
        return []
    return [_("Waiting places count from 1, each once and without a gap.")]


def misfits_of_organisations(
    sub_topic: SubTopic, decided: list[tuple[SpeakingRequest, Decision]]
) -> list[str]:
    over = [
        key
        for key, count in seats_of_organisations(decided).items()
        if key and not has_room(sub_topic, count - 1)
    ]
    names = {request.organisation_key: request.registration.organisation_name for request, _ in decided}
    return [
        _("%(organisation)s has more seats than one organisation may have: %(limit)s.")
        % {"organisation": names[key], "limit": sub_topic.organisation_limit}
        for key in over
    ]


def misfits_of_free_seats(sub_topic: SubTopic, decided: list[tuple[SpeakingRequest, Decision]]) -> list[str]:
    """Nobody waits beside a free seat, unless their organisation may have no more."""
    counts = seats_of_organisations(decided)
    if sum(counts.values()) >= sub_topic.seat_count:
        return []
    waiting = [request.organisation_key for request, decision in decided if decision.given == Given.WAITING]
    if any(not key or has_room(sub_topic, counts[key]) for key in waiting):
        return [_("Somebody waits while a seat is free. Give them the seat, or do not select them.")]
    return []


def seats_of_organisations(decided: list[tuple[SpeakingRequest, Decision]]) -> Counter:
    return Counter(request.organisation_key for request, one in decided if one.given == Given.SEAT)


def has_room(sub_topic: SubTopic, held: int) -> bool:
    return not sub_topic.organisation_limit or held < sub_topic.organisation_limit
