"""Somebody else speaks instead: named, asked by letter, and in their place only once they agree."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.models import AuditEntry, Letter
from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.registrations import forget
from consultations.actions.seats import withdraw_request
from consultations.actions.substitutes import (
    CannotSpeakInstead,
    end_substitute,
    name_substitute,
    speak_instead,
    take_back_substitute,
)
from consultations.models import Registration, SpeakingRequest, Substitute, SubTopic
from consultations.tasks import end_substitutes
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NAMED = {"name": "Amina K.", "email": "amina@example.org", "language": "en"}
NAMING = {"public_name": "full", "region": None, "consents_to_listing": True}
PART = {"name": "Amina", "mode": Registration.Mode.ONLINE, "access_needs": ""}


def asked_by(people: int = 1, seats: int = 2, **registered) -> list[SpeakingRequest]:
    sub_topic = AgendaItemFactory(with_sub_topic=True, sub_topic__seat_count=seats).sub_topic
    crowd = RegistrationFactory.create_batch(people, event=sub_topic.event, **registered)
    return [ask_to_speak(one, sub_topic, language="en") for one in crowd]


def agree(substitute: Substitute, **more) -> Registration:
    return speak_instead(substitute, language="fr", taking_part=PART, naming=NAMING, **more)


def now(request: SpeakingRequest) -> SpeakingRequest:
    return SpeakingRequest.objects.get(pk=request.pk)


def link_in(letter: Letter) -> str:
    return re.search(r"/en/consultations/substitutes/[\w-]+/", letter.body).group()


def test_until_they_accept_nothing_changes(client):
    (request,) = asked_by(name="Lerato M.", public_name="full", consents_to_listing=True)

    name_substitute(request, **NAMED)

    assert now(request).registration == request.registration
    page = client.get(request.sub_topic.event.get_absolute_url()).content.decode()
    assert "Lerato M." in page and "Amina" not in page
    assert not Registration.objects.filter(email="amina@example.org").exists()


def test_the_letter_holds_no_word_of_a_stranger():
    (request,) = asked_by(name="BUY NOW", organisation_name="Cheap Ltd")

    name_substitute(request, **{**NAMED, "name": "CALL ME"})

    letter = Letter.objects.get(template="substitute")
    assert letter.to == "amina@example.org" and letter.is_secret
    assert not re.search("BUY NOW|Cheap|CALL ME", letter.subject + letter.body)


def test_who_accepts_holds_what_the_other_held(client):
    first, waiting = asked_by(2, seats=1, organisation_name="Water")

    for request in (first, waiting):
        agree(name_substitute(request, **{**NAMED, "email": f"{request.pk}@example.org"}))

    assert [now(one).outcome for one in (first, waiting)] == ["confirmed, seat 1 of 1", "waiting, place 1"]
    registration = now(first).registration
    assert (registration.name, registration.organisation_name) == ("Amina", "Water")
    assert now(first).language == "fr" and not first.registration.requests.active().exists()
    assert not Substitute.objects.exists()
    page = client.get(first.sub_topic.event.get_absolute_url()).content.decode()
    assert "Amina (Water)" in page


def test_letters_go_to_both_and_the_substitute_gets_the_calendar():
    (request,) = asked_by()

    agree(name_substitute(request, **NAMED))

    mine = Letter.objects.get(template="speaks_instead")
    assert mine.to == "amina@example.org" and mine.attachments
    assert Letter.objects.get(template="substitute_accepted").to == request.registration.email


def test_a_substitute_who_is_registered_keeps_their_registration():
    (request,) = asked_by()
    theirs = RegistrationFactory(
        event=request.sub_topic.event, email="Amina@example.org", organisation_name="Land"
    )

    assert agree(name_substitute(request, **NAMED)) == theirs

    request = now(request)
    assert (request.registration, request.organisation_key) == (theirs, "land")
    assert Registration.objects.filter(email__iexact="amina@example.org").count() == 1


def test_nobody_stands_twice_in_a_sub_topic():
    first, second = asked_by(2)

    substitute = name_substitute(first, **{**NAMED, "email": second.registration.email})
    with pytest.raises(CannotSpeakInstead) as refusal:
        agree(substitute)

    assert refusal.value.why == CannotSpeakInstead.ASKS_ALREADY
    assert now(first).registration == first.registration


def test_the_limit_of_an_organisation_holds():
    first, second = asked_by(2)
    SubTopic.objects.update(organisation_limit=1)
    SpeakingRequest.objects.filter(pk=second.pk).update(organisation_key="land")
    Registration.objects.filter(pk=second.registration_id).update(organisation_name="Land")
    event = first.sub_topic.event
    RegistrationFactory(event=event, email=NAMED["email"], organisation_name="Land")

    with pytest.raises(CannotSpeakInstead) as refusal:
        agree(name_substitute(first, **NAMED))

    assert refusal.value.why == CannotSpeakInstead.ORGANISATION
    agree(name_substitute(second, **{**NAMED, "email": "b@example.org"}))


def test_what_the_moderators_wrote_of_the_first_is_not_for_the_second():
    (request,) = asked_by()
    SpeakingRequest.objects.update(
        reason="Lerato knows the river.", reason_language="en", draw_first_time=True
    )

    agree(name_substitute(request, **NAMED))

    assert (now(request).reason, now(request).draw_first_time) == ("", None)


@pytest.mark.parametrize(("before", "left"), [(72, 24), (24, 24), (5, 5), (0.5, 0.5)])
def test_there_is_a_day_to_answer_or_until_the_day_begins(before, left):
    (request,) = asked_by()
    at = request.sub_topic.begins - timedelta(hours=before)

    assert name_substitute(request, at=at, **NAMED).ends_at == at + timedelta(hours=left)


def test_once_the_day_has_begun_nobody_can_be_named():
    (request,) = asked_by()

    with pytest.raises(WrongState):
        name_substitute(request, at=request.sub_topic.begins, **NAMED)


def test_who_does_not_answer_is_forgotten_and_the_first_is_told_once():
    (request,) = asked_by()
    substitute = name_substitute(request, **NAMED)

    end_substitutes()
    assert Substitute.objects.exists(), "there is still time"
    with pytest.raises(WrongState):
        agree(substitute, at=substitute.ends_at)
    Substitute.objects.update(named_at=timezone.now() - 25 * HOUR, ends_at=timezone.now() - HOUR)
    for _ in range(5):
        end_substitutes()

    assert not Substitute.objects.exists()
    assert now(request).is_seated
    assert Letter.objects.filter(template="substitute_ended").count() == 1


def test_declining_is_told_once_and_accepting_after_it_is_too_late():
    (request,) = asked_by()
    substitute = name_substitute(request, **NAMED)

    end_substitute(substitute, is_refused=True)

    for late in (lambda: end_substitute(substitute, is_refused=True), lambda: agree(substitute)):
        with pytest.raises(WrongState):
            late()
    assert Letter.objects.get(template="substitute_ended").to == request.registration.email


@pytest.mark.parametrize("how", ["taken back", "withdrawn", "another named", "left the portal"])
def test_what_ends_the_question(how):
    person = UserFactory(email=NAMED["email"])
    (request,) = asked_by()
    substitute = name_substitute(request, **NAMED)

    if how == "taken back":
        take_back_substitute(request)
    if how == "withdrawn":
        withdraw_request(request)
    if how == "another named":
        name_substitute(request, **{**NAMED, "email": "other@example.org"})
    if how == "left the portal":
        forget(person)

    with pytest.raises(WrongState):
        agree(substitute)


def test_who_has_handed_on_cannot_touch_what_they_held():
    (request,) = asked_by()
    before = now(request)
    agree(name_substitute(request, **NAMED))

    for late in (
        lambda: withdraw_request(before),
        lambda: name_substitute(before, **NAMED),
        lambda: take_back_substitute(before),
    ):
        before.registration = request.registration
        with pytest.raises(WrongState):
            late()
    assert now(request).is_seated


def test_five_names_are_the_most():
    (request,) = asked_by()
    for number in range(5):
        name_substitute(request, **{**NAMED, "email": f"{number}@example.org"})

    with pytest.raises(WrongState):
        name_substitute(request, **NAMED)


def test_the_trail_names_nobody():
    (request,) = asked_by()

    agree(name_substitute(request, **NAMED))

    told = [(entry.verb, entry.facts) for entry in AuditEntry.objects.order_by("number")]
    assert ("named a substitute for", {}) in told and ("taken over", {}) in told
    assert "mina" not in str(told)


def test_by_the_pages(client_of, client):
    person = UserFactory()
    (request,) = asked_by(person=person)
    event = request.sub_topic.event
    own, address = client_of(person), event.address_of("substitute", request.pk)
    assert address in own.get(event.address_of("registration")).content.decode()

    wrong = own.post(address, {**NAMED, "email": "amina"})
    assert wrong.status_code == 422 and "Amina K." in wrong.content.decode()
    own.post(address, NAMED)
    assert "amina@example.org" in own.get(address).content.decode()

    opened = client.get(link_in(Letter.objects.get(template="substitute")), follow=True)
    page = opened.content.decode()
    assert opened.redirect_chain[-1][0] == event.address_of("speak_instead")
    assert request.registration.name in page and "checked" not in page
    answers = {
        **PART,
        "is_under_18": "no",
        "language": "fr",
        "public_name": "full",
        "answer": "accept",
    }
    incomplete = client.post(event.address_of("speak_instead"), {**answers, "public_name": ""})
    assert (
        incomplete.status_code == 422 and "Choose how the list may name you." in incomplete.content.decode()
    )
    done = client.post(event.address_of("speak_instead"), answers, follow=True).content.decode()

    assert "Confirmed, seat 1 of 2" in done
    assert now(request).registration.name == "Amina"
    assert client.get(event.address_of("speak_instead")).status_code == 302, "answered"


def test_declining_by_the_page(client):
    (request,) = asked_by()
    name_substitute(request, **NAMED)
    client.get(link_in(Letter.objects.get(template="substitute")))

    response = client.post(request.sub_topic.event.address_of("speak_instead"), {"answer": "decline"})

    assert response.status_code == 302 and not Substitute.objects.exists()
    assert client.get(request.sub_topic.event.address_of("speak_instead")).status_code == 404


def test_the_page_says_why_somebody_cannot(client):
    first, second = asked_by(2)
    name_substitute(first, **{**NAMED, "email": second.registration.email})
    client.get(link_in(Letter.objects.get(template="substitute")))

    response = client.post(first.sub_topic.event.address_of("speak_instead"), {"language": "fr"})

    assert response.status_code == 422
    assert "Nobody can hold two places in it." in response.content.decode()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_letters_in_four_languages(language):
    (request,) = asked_by(language=language)
    named = {**NAMED, "language": language}

    end_substitute(name_substitute(request, **named), is_refused=True)
    agree(name_substitute(request, **{**named, "email": "b@example.org"}))

    letters = Letter.objects.exclude(template="seat")
    assert len({letter.subject for letter in letters if letter.template != "substitute"}) == 3
    with translation.override(language):
        outcome = str(now(request).outcome)
    assert outcome in Letter.objects.get(template="speaks_instead").body
    assert all(f"/{language}/consultations/" in letter.body for letter in letters)
