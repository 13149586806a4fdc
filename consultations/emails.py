"""What is written to those who register and ask to speak. Letters hold nothing that a stranger typed."""

import hashlib
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Letter
from accounts.outbox import Planned, post, post_to_stranger, post_together
from accounts.writing import write
from consultations import calendars
from consultations.models import (
    AccessAnswer,
    Day,
    Event,
    Registration,
    SpeakingRequest,
    Substitute,
    SubTopic,
    Swap,
)
from consultations.slots import slot_of
from surveys.models import ContactOptIn
from upr_portal.languages import OWN_NAMES

EXAMPLE_TOKEN = "0" * 32


def welcome(registration: Registration) -> None:
    """They are registered; with calendar entries. Anybody can cause it by typing an address: three a day."""
    letter = {"language": registration.language, "secret": True, "facts": {"registration": registration.pk}}
    if registration.person:
        post("registration", to=registration.person, key=f"registration:{registration.pk}", **letter)
    else:
        post_to_stranger("registration", to=registration.email, kind="registration", **letter)


def invitation_key(event: Event, contact: ContactOptIn) -> str:
    """One letter an address and event; the address itself is not in it."""
    return f"invited:{event.pk}:{hashlib.sha256(contact.email.lower().encode()).hexdigest()}"


def invite(event: Event, contact: ContactOptIn) -> bool:
    """Somebody who left contact details in the survey may register; whether a letter was written now.

    In which language they answered is not kept beside their address, so it is the first of the survey.
    """
    programmes = []
    for language in event.consultation.languages:
        with translation.override(language):
            programmes.append((OWN_NAMES[language], event.get_absolute_url()))
    key = invitation_key(event, contact)
    before = Letter.objects.filter(key=key).exists()
    letter = post(
        "event_invitation",
        key=key,
        to=contact.email,
        language=contact.survey.languages[0],
        event=event,
        survey=contact.survey,
        days=list(event.days.all()),
        programmes=programmes,
    )
    return letter is not None and not before


def send_link_again(registration: Registration, token: str) -> None:
    """Somebody registered once more under an address that stands already."""
    post_to_stranger("registration_again", kind="registration", **context_of(registration, token))


def tell_what_they_have(requests: Iterable[SpeakingRequest]) -> None:
    """A seat, a place in the line, a lot, or that moderators will choose: written when it is sent."""
    post_together([what_they_have(request) for request in requests])


def what_they_have(request: SpeakingRequest) -> Planned:
    """The facts of such a letter. They wait because all seats are taken; only where organisations have a
    limit, it may be that.
    """
    sub_topic = request.sub_topic
    decided = {}
    if request.is_pending:
        # The letter of a draw holds the commitment, so that everybody has it from before.
        template = "asked" if sub_topic.is_moderated else "entered"
    elif request.is_seated:
        template, decided["seat"] = "seat", request.seat.number
    else:
        template, decided["place"] = "waiting", request.waiting_place
        decided["is_full"] = not sub_topic.organisation_limit or sub_topic.taken >= sub_topic.seat_count
    registration = request.registration
    return Planned(
        template,
        to=registration.reader,
        key=f"{template}:{request.pk}",
        language=registration.language,
        secret=True,
        facts={"request": request.pk, "registration": registration.pk, **decided},
    )


def tell_chosen(request: SpeakingRequest, token: str) -> None:
    """What the moderators decided, with the criteria that they gave; their own words stand on the page."""
    post("chosen", key=f"chosen:{request.pk}", **context_of_request(request, token))


def ask_substitute(substitute: Substitute, token: str) -> None:
    """Would they speak instead? The asker's words stay out of it: anybody's address can be typed there."""
    event = substitute.request.sub_topic.event
    slot_of(substitute.request.sub_topic)
    with translation.override(substitute.language):
        link = reverse("consultations:substitute_link", args=[token])
        until = event.in_words(substitute.ends_at)
    post_to_stranger(
        "substitute",
        kind="substitute",
        to=substitute.email,
        language=substitute.language,
        secret=True,
        event=event,
        days=list(event.days.all()),
        sub_topic=substitute.request.sub_topic,
        until=until,
        link=link,
    )


def tell_speaks_instead(request: SpeakingRequest, token: str, key: int) -> None:
    """They have agreed, and hold what the other held. `key` is that of the substitute."""
    letter = context_of_request(request, token)
    with translation.override(request.registration.language):
        letter["attachments"] = calendars.invitations(request.registration)
    post("speaks_instead", key=f"speaks-instead:{key}", **letter)


def tell_substitute_accepted(before: Registration, sub_topic: SubTopic, token: str, key: int) -> None:
    letter = context_of(before, token) | {"sub_topic": sub_topic}
    post("substitute_accepted", key=f"substitute-accepted:{key}", **letter)


def tell_substitute_ended(request: SpeakingRequest, token: str, key: int) -> None:
    """The substitute has declined, or not answered: nothing has changed."""
    post("substitute_ended", key=f"substitute-ended:{key}", **context_of_request(request, token))


def ask_to_swap(swap: Swap, token: str) -> None:
    """Somebody proposes to swap; the letter says which seats, and names nobody."""
    letter = context_of_request(swap.wanted, token) | {"offered": swap.proposed}
    slot_of(swap.proposed.sub_topic)
    with translation.override(swap.wanted.registration.language):
        letter["until"] = swap.wanted.sub_topic.event.in_words(swap.ends_at)
    post("swap", key=f"swap:{swap.pk}", **letter)


def tell_swapped(request: SpeakingRequest, token: str, key: int) -> None:
    letter = context_of_request(request, token)
    post("swapped", key=f"swapped:{key}:{request.registration_id}", **letter)


def tell_swap_ended(request: SpeakingRequest, token: str, key: int) -> None:
    """They did not agree, or did not answer: nothing has changed."""
    post("swap_ended", key=f"swap-ended:{key}", **context_of_request(request, token))


def tell_drawn(request: SpeakingRequest, token: str, fingerprint: str) -> None:
    """What the draw gave them, and where everybody can check it."""
    with translation.override(request.registration.language):
        page = request.sub_topic.event.address_of("draw", request.sub_topic_id)
    letter = context_of_request(request, token) | {"page": page, "fingerprint": fingerprint}
    post("drawn", key=f"drawn:{request.pk}", **letter)


def tell_promoted(request: SpeakingRequest, token: str) -> None:
    """They waited, and have a seat now."""
    post("promoted", key=f"promoted:{request.pk}", **context_of_request(request, token))


def tell_offer(request: SpeakingRequest, token: str) -> None:
    """A seat is theirs if they accept in time. A request has one offer at most."""
    post("offer", key=f"offer:{request.pk}", **context_of_request(request, token))


def tell_offer_ended(request: SpeakingRequest, token: str) -> None:
    post("offer_ended", key=f"offer-ended:{request.pk}", **context_of_request(request, token))


def tell_request_withdrawn(request: SpeakingRequest, token: str, settled) -> None:
    """With what became of the statement: `settled` as settling.settle_statements gives it."""
    letter = context_of_request(request, token) | {"settled": settled}
    letter["may_ask_again"] = request.sub_topic.takes_requests(timezone.now())
    post("request_withdrawn", key=f"request-withdrawn:{request.pk}", **letter)


def tell_withdrawn(registration: Registration, token: str, settled) -> None:
    """They are no longer registered; the calendar entries are cancelled. `settled` as above."""
    letter = context_of(registration, token) | {"settled": settled}
    with translation.override(registration.language):
        letter["attachments"] = calendars.invitations(registration)
    post("registration_withdrawn", key=f"registration-withdrawn:{registration.pk}", **letter)


def tell_change(registration: Registration, token: str, changes: list[str], removed: list[Day]) -> None:
    """What has changed, a sentence each; the calendar entries are renewed under a higher sequence number."""
    letter = context_of(registration, token) | {"changes": changes, "removed": removed}
    with translation.override(registration.language):
        letter["attachments"] = calendars.invitations(registration, removed)
    post("programme_changed", key=f"changed:{registration.pk}:{registration.event.sequence}", **letter)


def tell_cancelled(registration: Registration, token: str) -> None:
    """The meeting does not take place; the calendar entries are cancelled."""
    letter = context_of(registration, token)
    with translation.override(registration.language):
        letter["attachments"] = calendars.invitations(registration)
    post("event_cancelled", key=f"event-cancelled:{registration.pk}", **letter)


def tell_access_answer(answer: AccessAnswer, token: str) -> None:
    """What a moderator answers; what the person needs is not repeated, since anybody may have typed it."""
    letter = context_of(answer.registration, token) | {"answer": answer}
    post("access_answer", key=f"access-answer:{answer.pk}", **letter)


def change_in_words(event: Event, language: str, changes: list[str], removed: list[Day]) -> tuple[str, str]:
    """Subject and text of the letter of `tell_change` as somebody will read it who has no account."""
    somebody = Registration(event=event, language=language, email="somebody@example.org")
    letter = context_of(somebody, EXAMPLE_TOKEN) | {"changes": changes, "removed": removed}
    words = {name: letter[name] for name in letter.keys() - {"to", "language", "secret"}}
    return write("programme_changed", language, {}, reader=None, **words)


def reminder_key(registration: Registration, day: Day, template: str) -> str:
    """With the date: who was reminded of a day that is then put off is reminded again."""
    return f"{template}:{registration.pk}:{day.pk}:{day.date:%Y-%m-%d}"


def remind(registration: Registration, day: Day, template: str, token: str) -> None:
    """Where and when, and what they have asked to say that day. The joining link is on their page alone."""
    asked = registration.requests.active().filter(sub_topic__item__day=day)
    requests = list(asked.select_related("seat", "sub_topic").order_by("sub_topic__item__position"))
    for request in requests:
        request.sub_topic.event = registration.event
    letter = context_of(registration, token)
    letter |= {"days": [day], "registration": registration, "requests": requests}
    post(template, key=reminder_key(registration, day, template), **letter)


def context_of(registration: Registration, token: str) -> dict:
    """What every letter is given: to whom, in which language, and the words for it."""
    letter = {"to": registration.reader, "language": registration.language, "secret": True}
    return letter | words_for(registration, token)


def words_for(registration: Registration, token: str) -> dict:
    """About which event, and the way in."""
    with translation.override(registration.language):
        link = reverse("consultations:link", args=[token])
        programme = registration.event.get_absolute_url()
    days = list(registration.event.days.all())
    return {"event": registration.event, "days": days, "link": link, "programme": programme}


def context_of_request(request: SpeakingRequest, token: str) -> dict:
    slot_of(request.sub_topic)  # the letter says when it comes
    return {"request": request, "sub_topic": request.sub_topic, **context_of(request.registration, token)}
