"""Somebody else speaks instead: named by who asked, and only once they have agreed themselves.

A substitute takes over the request as it stands: its seat, its waiting place, its lot. The row of the
sub-topic is locked first, then registrations. See docs/decisions/0018-moderated-seats-and-substitutes.md.
"""

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import hash_of, make_link
from consultations.actions.registrations import standing_registration
from consultations.actions.seats import end_proposals, lock_registration, lock_request, time_to_answer
from consultations.models import DraftDecision, Registration, SpeakingRequest, Statement, Substitute
from consultations.permissions import can_name_substitute, can_speak_instead
from upr_portal.states import WrongState


class CannotSpeakInstead(Exception):
    """The substitute may not have this seat; `why` is one of the reasons below."""

    ASKS_ALREADY = "asks already"
    ORGANISATION = "organisation"

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@transaction.atomic
def name_substitute(
    request: SpeakingRequest,
    *,
    name: str,
    email: str,
    language: str,
    by: User | None = None,
    at: datetime | None = None,
) -> Substitute:
    """Ask somebody by letter to speak instead; an earlier name is forgotten. Nothing else changes yet.

    Raises WrongState when no substitute can be named (any more).
    """
    request = lock_request(request.pk, of=request.registration)
    at = at or timezone.now()
    if not can_name_substitute(request, at):
        raise WrongState(f"nobody can be named to speak instead of {request!r}")
    Substitute.objects.filter(request=request).delete()
    request.substitutes_named += 1
    request.save(update_fields=["substitutes_named"])
    token = secrets.token_urlsafe(24)
    substitute = Substitute.objects.create(
        request=request,
        name=name,
        email=email,
        language=language,
        token_hash=hash_of(token),
        named_at=at,
        ends_at=time_to_answer(request.sub_topic, at),
    )
    if not request.registration.is_generated:
        emails.ask_substitute(substitute, token)
    record(by, "named a substitute for", request)
    return substitute


@transaction.atomic
def take_back_substitute(request: SpeakingRequest, *, by: User | None = None) -> None:
    """Who named somebody speaks themselves after all. Twice is once."""
    lock_request(request.pk, of=request.registration)
    Substitute.objects.filter(request=request).delete()
    record(by, "took back the substitute for", request)


@transaction.atomic
def speak_instead(
    substitute: Substitute,
    *,
    language: str,
    taking_part: dict[str, Any],
    naming: dict[str, Any],
    by: User | None = None,
    at: datetime | None = None,
) -> Registration:
    """The substitute agrees, and takes the request over under the registration that they have, or a new one.

    `taking_part` is name, mode and access_needs of a new registration; organisation and kind of stakeholder
    stay those of who asked. `naming` as for ask_to_speak. Raises WrongState when it is too late, and
    CannotSpeakInstead when they ask here themselves, or their organisation may have no more seats.
    """
    request = lock_request(substitute.request_id)
    at = at or timezone.now()
    substitute = Substitute.objects.filter(pk=substitute.pk).first()
    if substitute is None or not can_speak_instead(substitute, at):
        raise WrongState("there is nothing to take over any more")
    before = request.registration
    registration = registration_of(substitute, before, taking_part, by, at)
    check_that_they_may(registration, request)
    for field, value in naming.items():
        setattr(registration, field, value)
    registration.save(update_fields=list(naming))
    hand_over(request, registration, language)
    end_proposals(request)
    tell_both(before, request, substitute.pk)
    record(by, "taken over", request)
    return registration


def registration_of(
    substitute: Substitute, before: Registration, taking_part: dict[str, Any], by: User | None, at: datetime
) -> Registration:
    """The locked registration of the substitute at this event; a new one where there is none."""
    email = by.email if by else substitute.email
    if found := standing_registration(before.event, by, email):
        if by and found.person is None:
            found.person = by
            found.save(update_fields=["person"])
        return lock_registration(found)
    if not taking_part:
        raise WrongState("the registration has been withdrawn meanwhile")
    try:
        with transaction.atomic():
            return Registration.objects.create(
                event=before.event,
                person=by,
                email=email.lower(),
                language=by.language if by else substitute.language,
                organisation_name=before.organisation_name,
                stakeholder_kind=before.stakeholder_kind,
                registered_at=at,
                is_generated=before.is_generated,
                **taking_part,
            )
    except IntegrityError as error:  # the same address came in at the same moment
        raise WrongState("this address has been registered meanwhile") from error


def check_that_they_may(registration: Registration, request: SpeakingRequest) -> None:
    """Nobody stands twice in a sub-topic, and no organisation has more seats than it may have."""
    sub_topic = request.sub_topic
    if registration.requests.active().filter(sub_topic=sub_topic).exists():
        raise CannotSpeakInstead(CannotSpeakInstead.ASKS_ALREADY)
    key = registration.organisation_key
    if request.seat_id and key != request.organisation_key and not sub_topic.has_room_for(key):
        raise CannotSpeakInstead(CannotSpeakInstead.ORGANISATION)


def hand_over(request: SpeakingRequest, registration: Registration, language: str) -> None:
    """What was said of or by the one before goes; the place, and the number in a draw, stay."""
    if registration.organisation_key != request.organisation_key:
        request.draw_region, request.draw_kind = None, ""
    request.draw_first_time = None
    request.reason, request.reason_language = "", ""
    request.motivation, request.motivation_language = "", ""
    request.registration, request.language = registration, language
    request.organisation_key = registration.organisation_key
    request.save()
    # What the one before wrote is theirs; the substitute has words of their own.
    Statement.objects.filter(request=request).delete()
    DraftDecision.objects.filter(request=request).delete()


def tell_both(before: Registration, request: SpeakingRequest, key: int) -> None:
    if not request.registration.is_generated:
        emails.tell_speaks_instead(request, make_link(request.registration), key)
    if not before.is_generated:
        emails.tell_substitute_accepted(before, request.sub_topic, make_link(before), key)


@transaction.atomic
def end_substitute(
    substitute: Substitute, *, is_refused: bool = False, by: User | None = None, at: datetime | None = None
) -> None:
    """They decline, or have not answered: forgotten, and who named them is told that nothing has changed.

    Raises WrongState when they have answered, or there is still time and they have not declined.
    """
    request = lock_request(substitute.request_id)
    standing = Substitute.objects.filter(pk=substitute.pk)
    if not is_refused:
        standing = standing.filter(ends_at__lte=at or timezone.now())
    if not standing.delete()[0]:
        raise WrongState("nobody is asked any more, or there is still time")
    if not request.registration.is_generated:
        emails.tell_substitute_ended(request, make_link(request.registration), substitute.pk)
    record(by, "declined to speak for" if is_refused else "did not answer for", request)
