"""Who may do what at an event, and when. Who may see a consultation: `Consultation.objects.visible_to`."""

from datetime import datetime

from django.utils import timezone

from consultations.kept import minute_of
from consultations.models import (
    Consultation,
    Draw,
    Event,
    Registration,
    SpeakingRequest,
    Statement,
    Substitute,
    SubTopic,
)
from consultations.models.programme import Slot
from consultations.slots import begins as begins_at

RULE = ["allocation_rule", "organisation_limit", "balances_region", "balances_kind", "balances_first_time"]
MOST_SUBSTITUTES_NAMED = 5
MOST_SWAPS_PROPOSED = 5


def can_moderate(user) -> bool:
    return user.is_authenticated and user.is_moderator


def can_take_notes(user, event: Event) -> bool:
    """Moderators, and the rapporteurs of this event; before, during and after it."""
    if not user.is_authenticated:
        return False
    return user.is_moderator or event.rapporteurs.filter(pk=user.pk).exists()


def can_prepare(user, consultation: Consultation) -> bool:
    """Moderators, until the consultation is closed: then it stays as it was."""
    return can_moderate(user) and consultation.state != Consultation.State.CLOSED


def can_prepare_event(user, event: Event) -> bool:
    """The same of its meetings, until one is cancelled."""
    return can_prepare(user, event.consultation) and not event.is_cancelled


def fields_that_stay(sub_topic: SubTopic) -> list[str]:
    """What nobody may change: seats and rule once somebody has asked, because they count on them; once seats
    are drawn or chosen the times of requests, too. See also `can_close_at`."""
    if sub_topic.chosen_at or Draw.objects.filter(sub_topic=sub_topic).exclude(held_at=None).exists():
        return ["event", "seat_count", *RULE, "requests_open", "requests_close"]
    return ["event", *(["seat_count", *RULE] if is_asked_for(sub_topic) else [])]


def is_asked_for(sub_topic: SubTopic) -> bool:
    """Has anybody asked to speak, also if they withdrew, or just now?"""
    return sub_topic.requests.exists() or sub_topic.received_requests.exists()


def can_close_at(sub_topic: SubTopic, closes: datetime) -> bool:
    """Later, always; earlier only while nobody has asked: whoever did counts on the time that is left."""
    return closes >= minute_of(sub_topic.requests_close) or not is_asked_for(sub_topic)


def can_register(event: Event, at: datetime | None = None) -> bool:
    """Anybody, with an account or without, while registration is open."""
    return event.takes_registrations(at or timezone.now())


def can_register_child(event: Event) -> bool:
    """Somebody under 18 registers only where somebody is named who looks after the safety of children."""
    return event.takes_children


def can_see_children(user) -> bool:
    """Who is under 18, and how the accompanying adult is reached: moderators and safeguarding officers."""
    return user.is_authenticated and (user.is_moderator or user.is_safeguarding_officer)


def can_change(registration: Registration, at: datetime | None = None) -> bool:
    """Its owner, until the event is over. The view has found out who the owner is."""
    return registration.is_standing and not registration.event.is_over(at or timezone.now())


def can_change_naming(registration: Registration) -> bool:
    """Its owner, for as long as their data are kept: also after the event, and after withdrawing, since seats
    and statements are read then, too."""
    return registration.name != ""


def can_ask_to_speak(registration: Registration, sub_topic: SubTopic, at: datetime | None = None) -> bool:
    """Who is registered for the event of the sub-topic, while it takes requests."""
    return (
        registration.is_standing
        and registration.event_id == sub_topic.event_id
        and sub_topic.takes_requests(at or timezone.now())
    )


def can_withdraw_request(request: SpeakingRequest, at: datetime | None = None) -> bool:
    """Its owner, until the event is over; also after requests have closed, so that a seat is not lost."""
    return request.withdrawn_at is None and can_change(request.registration, at)


def can_accept_offer(request: SpeakingRequest, at: datetime | None = None) -> bool:
    """To whom a seat is offered, until the offer ends."""
    at = at or timezone.now()
    return request.is_offered and at < request.offer_ends_at and can_withdraw_request(request, at)


def can_name_substitute(request: SpeakingRequest, at: datetime | None = None) -> bool:
    """Who holds a seat, waits or is undecided, until the day begins; a seat on offer is accepted first.

    Five names at most, so that nobody has the portal write to one stranger after the other.
    """
    at = at or timezone.now()
    begins = request.sub_topic.begins
    return (
        can_withdraw_request(request, at)
        and not request.is_offered
        and not request.is_not_selected
        and request.substitutes_named < MOST_SUBSTITUTES_NAMED
        and (begins is None or at < begins)
    )


def can_speak_instead(substitute: Substitute, at: datetime | None = None) -> bool:
    """Whom the letter asked, while the request stands and there is time to answer."""
    at = at or timezone.now()
    return at < substitute.ends_at and can_withdraw_request(substitute.request, at)


def can_swap(request: SpeakingRequest, at: datetime | None = None) -> bool:
    """Who holds a seat, until the day begins."""
    at = at or timezone.now()
    begins = request.sub_topic.begins
    return request.is_seated and can_withdraw_request(request, at) and (begins is None or at < begins)


def can_propose_swap(request: SpeakingRequest, at: datetime | None = None) -> bool:
    """Five times at most: each proposal writes to somebody."""
    return request.swaps_proposed < MOST_SWAPS_PROPOSED and can_swap(request, at)


def can_write_statement(request: SpeakingRequest, at: datetime | None = None) -> bool:
    """Whose request stands and was not refused, until the event is over."""
    return can_withdraw_request(request, at) and not request.is_not_selected


def can_mark_undelivered(statement: Statement, slot: Slot | None, at: datetime | None = None) -> bool:
    """Once the sub-topic, at its `slot`, has begun: before, nobody knows what will be said."""
    event = statement.request.sub_topic.event
    moment = begins_at(event, slot)
    return moment is not None and moment <= (at or timezone.now())


def can_choose(user, sub_topic: SubTopic, at: datetime | None = None) -> bool:
    """A moderator, once, after requests have closed, where the rule of the sub-topic says so."""
    return (
        can_moderate(user)
        and sub_topic.is_moderated
        and sub_topic.chosen_at is None
        and sub_topic.requests_close <= (at or timezone.now())
        and not sub_topic.event.consultation.is_draft
        and sub_topic.event.state == Event.State.PUBLIC
    )


def can_see_joining_details(registration: Registration, at: datetime | None = None) -> bool:
    """Who is registered, from an hour before each day until it ends."""
    return registration.is_standing and registration.event.is_joinable(at or timezone.now())
