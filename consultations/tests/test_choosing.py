"""Seats that moderators give, with reasons: before, the decision, and after."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from accounts.models import AuditEntry, Letter
from accounts.tests.factories import UserFactory
from accounts.tests.letters import written
from consultations.actions.asking import ask_to_speak
from consultations.actions.choosing import Decision, Given, choose_speakers
from consultations.actions.registrations import forget
from consultations.actions.seats import withdraw_request
from consultations.models import SpeakingRequest, SubTopic
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def asked_by(people: int, seats: int = 2, closed: bool = True, **registered):
    """A moderated sub-topic with so many who asked; requests have closed an hour ago."""
    item = AgendaItemFactory(
        with_sub_topic=True,
        sub_topic__seat_count=seats,
        sub_topic__allocation_rule=SubTopic.AllocationRule.MODERATED,
    )
    sub_topic = item.sub_topic
    crowd = RegistrationFactory.create_batch(people, event=sub_topic.event, **registered)
    requests = [ask_to_speak(one, sub_topic, language="en") for one in crowd]
    if closed:
        sub_topic.requests_close = timezone.now() - HOUR
        sub_topic.save()
    return sub_topic, requests


def seat(number: int, **why) -> Decision:
    return decision(Given.SEAT, number, **why)


def place(number: int, **why) -> Decision:
    return decision(Given.WAITING, number, **why)


def refusal(**why) -> Decision:
    return decision(Given.NOT_SELECTED, None, **why)


def decision(given, number, criteria=("subject",), reason="") -> Decision:
    return Decision(given, number, list(criteria), reason, "en" if reason else "")


def choose(sub_topic, requests, decisions, by):
    choose_speakers(sub_topic, {one.pk: what for one, what in zip(requests, decisions, strict=True)}, by=by)


def outcomes(requests) -> list[str]:
    return [str(SpeakingRequest.objects.get(pk=request.pk).outcome) for request in requests]


def typed(requests, *decided, **more) -> dict:
    """What a moderator's browser sends; each decided as (given, number, criteria, reason)."""
    data = {"asked": " ".join(str(one.pk) for one in requests), **more}
    for request, (given, number, criteria, reason) in zip(requests, decided, strict=True):
        start = f"request-{request.pk}"
        data |= {f"{start}-given": given, f"{start}-number": number}
        data |= {f"{start}-criteria": criteria, f"{start}-reason": reason}
    return data


GOOD = [
    ("seat", "2", ["subject"], ""),
    ("seat", "1", [], "Knows the river."),
    ("not_selected", "", ["region"], ""),
]


def test_while_requests_are_open_nobody_has_a_seat():
    sub_topic, requests = asked_by(1, closed=False)

    closes = sub_topic.event.in_words(sub_topic.requests_close)
    assert outcomes(requests) == [f"decided by the moderators after {closes}"]
    letter = written(Letter.objects.get(template="asked"))
    assert closes in letter.body and "Balance of regions" in letter.body


def test_the_moderators_decide(moderator):
    sub_topic, requests = asked_by(5)

    choose(sub_topic, requests, [seat(2), place(1), seat(1), refusal(), place(2)], moderator)

    assert outcomes(requests) == [
        "confirmed, seat 2 of 2",
        "waiting, place 1",
        "confirmed, seat 1 of 2",
        "not selected",
        "waiting, place 2",
    ]
    assert Letter.objects.filter(template="chosen").count() == 5
    refused = Letter.objects.get(template="chosen", to=requests[3].registration.email)
    assert "You were not selected to speak" in refused.subject
    assert "Work on the subject" in refused.body


def test_the_trail_says_who_decided_and_nothing_of_those_who_asked(moderator):
    sub_topic, requests = asked_by(2, name="Lerato M.")

    choose(sub_topic, requests, [seat(1), refusal(reason="Lerato spoke last year.")], moderator)

    entry = AuditEntry.objects.get(verb="chose")
    assert (entry.by, entry.facts) == (moderator, {"requests": 2, "seat": 1, "not_selected": 1})


def test_words_of_the_moderators_stand_on_the_persons_page_and_not_in_the_letter(client_of, moderator):
    sub_topic, requests = asked_by(2)
    person = UserFactory()
    requests[1].registration.person = person
    requests[1].registration.save()
    choose(
        sub_topic, requests, [seat(1), refusal(criteria=(), reason="Your centre spoke in May.")], moderator
    )

    page = client_of(person).get(sub_topic.event.address_of("registration")).content.decode()
    programme = client_of(person).get(sub_topic.event.get_absolute_url()).content.decode()

    assert "Not selected" in page and '<span lang="en" dir="ltr">Your centre spoke in May.</span>' in page
    assert "Your centre spoke in May." not in programme
    assert not Letter.objects.filter(body__contains="Your centre").exists()
    assert "own words" in Letter.objects.get(template="chosen", to=person.email).body


def test_a_freed_seat_is_offered_to_the_first_who_waits_and_not_to_who_was_not_selected(moderator):
    sub_topic, requests = asked_by(4)
    choose(sub_topic, requests, [seat(1), seat(2), refusal(), place(1)], moderator)

    withdraw_request(requests[0])

    assert SpeakingRequest.objects.get(pk=requests[3].pk).is_offered
    withdraw_request(requests[1])
    assert outcomes(requests[2:3]) == ["not selected"]


def test_who_was_not_selected_can_withdraw(moderator):
    sub_topic, requests = asked_by(2)
    choose(sub_topic, requests, [seat(1), refusal()], moderator)

    withdraw_request(requests[1])

    assert outcomes(requests) == ["confirmed, seat 1 of 2", "withdrawn"]


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        ([seat(1), seat(1), place(1)], "Seat 1 is given more than once."),
        ([seat(1), seat(3), place(1)], "There is no seat 3."),
        ([seat(1), seat(2), place(2)], "Waiting places count from 1"),
        ([seat(1), refusal(), place(1)], "Somebody waits while a seat is free."),
    ],
)
def test_decisions_that_do_not_fit_are_refused(client_of, moderator, decisions, said):
    sub_topic, requests = asked_by(3)
    sent = typed(requests, *[(one.given, one.number or "", one.criteria, "My words") for one in decisions])

    with pytest.raises(WrongState):
        choose(sub_topic, requests, decisions, moderator)
    response = client_of(moderator).post(sub_topic.event.address_of("choosing", sub_topic.pk), sent)

    page = response.content.decode()
    assert response.status_code == 422 and said in page
    assert page.count("My words") == 3, "what was typed stays"
    assert not sub_topic.requests.seated().exists()


def test_the_limit_of_an_organisation_holds(moderator):
    sub_topic, requests = asked_by(3, organisation_name="Water")
    sub_topic.organisation_limit = 1
    sub_topic.save()

    with pytest.raises(WrongState):
        choose(sub_topic, requests, [seat(1), seat(2), refusal()], moderator)
    choose(sub_topic, requests, [seat(1), place(1), refusal()], moderator)

    assert outcomes(requests)[1] == "waiting, place 1", "also beside a free seat"


def test_nobody_is_forgotten_and_everybody_has_a_reason(client_of, moderator):
    sub_topic, requests = asked_by(3)
    address = sub_topic.event.address_of("choosing", sub_topic.pk)
    sent = typed(
        requests, ("seat", "", ["subject"], ""), ("", "", ["subject"], ""), ("not_selected", "", [], "")
    )

    response = client_of(moderator).post(address, sent)

    page = response.content.decode()
    assert response.status_code == 422
    for sentence in (
        "Give the number of the seat or of the waiting place.",
        "Decide what this person is given.",
        "Give a reason: choose one, or write one.",
    ):
        assert page.count(sentence) == 2, "above the form and beside the field"


def decide(client, address: str, look):
    """Press the button of the page that shows the result."""
    form = look.context["form"]
    return client.post(address, {"asked": form.asked, "seen": form.seen, "step": "decide"})


def test_two_steps_by_the_page(client_of, moderator):
    sub_topic, requests = asked_by(3)
    client, address = client_of(moderator), sub_topic.event.address_of("choosing", sub_topic.pk)

    assert "Look at the result" in client.get(address).content.decode()
    look = client.post(address, typed(requests, *GOOD, step="look"))
    assert look.status_code == 200 and "Confirmed, seat 2 of 2" in look.content.decode()
    assert sub_topic.requests.pending().count() == 3, "nothing is final yet"
    changed = client.get(address).content.decode()
    assert "Knows the river." in changed and "Look at the result" in changed

    assert decide(client, address, look).status_code == 302
    assert decide(client, address, look).status_code == 302, "twice is once"

    assert outcomes(requests) == ["confirmed, seat 2 of 2", "confirmed, seat 1 of 2", "not selected"]
    assert Letter.objects.filter(template="chosen").count() == 3
    assert "Knows the river." in client.get(address).content.decode()


def test_who_withdraws_between_the_look_and_the_decision_is_noticed(client_of, moderator):
    sub_topic, requests = asked_by(3)
    client, address = client_of(moderator), sub_topic.event.address_of("choosing", sub_topic.pk)
    look = client.post(address, typed(requests, *GOOD, step="look"))

    withdraw_request(requests[0])
    response = decide(client, address, look)

    assert response.status_code == 422
    assert "Somebody has withdrawn since this page was made." in response.content.decode()
    assert "Knows the river." in response.content.decode()


def test_nobody_decides_while_requests_are_open_or_twice_or_without_being_a_moderator(client_of, moderator):
    sub_topic, requests = asked_by(1, closed=False)
    with pytest.raises(WrongState):
        choose(sub_topic, requests, [seat(1)], moderator)
    assert (
        "You can choose once"
        in client_of(moderator).get(sub_topic.event.address_of("choosing", sub_topic.pk)).content.decode()
    )

    SubTopic.objects.filter(pk=sub_topic.pk).update(requests_close=timezone.now() - HOUR)
    with pytest.raises(WrongState):
        choose(sub_topic, requests, [seat(1)], UserFactory())
    choose(sub_topic, requests, [seat(1)], moderator)
    with pytest.raises(WrongState):
        choose(sub_topic, requests, [seat(1)], moderator)


def test_what_somebody_says_for_the_moderators_is_seen_by_them_alone(client_of, client, moderator):
    sub_topic, _ = asked_by(0, closed=False)
    person = UserFactory()
    RegistrationFactory(event=sub_topic.event, person=person, name="Lerato M.")
    own = client_of(person)
    address = sub_topic.event.address_of("ask", sub_topic.pk)
    assert "For the moderators: do you speak" in own.get(address).content.decode()

    own.post(address, {"language": "fr", "public_name": "full", "draw_first_time": "yes"})

    assert sub_topic.requests.get().draw_first_time is True
    choosing = client_of(moderator).get(sub_topic.event.address_of("choosing", sub_topic.pk))
    assert "Lerato M." in choosing.content.decode()
    assert "Lerato M." not in client.get(sub_topic.event.get_absolute_url()).content.decode()


@pytest.mark.parametrize("rule", ["draw", "moderated", "first_come"])
def test_the_programme_calls_no_seat_free_before_seats_are_given(client, rule):
    sub_topic = AgendaItemFactory(with_sub_topic=True, sub_topic__allocation_rule=rule).sub_topic

    page = client.get(sub_topic.event.get_absolute_url()).content.decode()

    assert ("1. Free" in page) == (rule == "first_come")
    assert ("0 of 6 seats are taken" in page) == (rule == "first_come")
    assert ("Seats are given by lot on:" in page) == (rule == "draw")
    assert ("Seats are given by the moderators after:" in page) == (rule == "moderated")
    assert ("Number of seats of the same organisation" in page) == (rule == "moderated")


def test_after_the_decision_the_programme_shows_the_seats(client, moderator):
    sub_topic, requests = asked_by(2)
    before = client.get(sub_topic.event.get_absolute_url()).content.decode()
    choose(sub_topic, requests, [seat(1), refusal()], moderator)
    after = client.get(sub_topic.event.get_absolute_url()).content.decode()

    assert "1. Taken" not in before and "Seats are given by the moderators after:" in before
    assert "1. Taken" in after and "2. Free" in after


def test_the_database_knows_one_outcome_and_no_refusal_without_a_reason(moderator):
    sub_topic, requests = asked_by(2)
    first = SpeakingRequest.objects.filter(pk=requests[0].pk)
    seat_of_it = sub_topic.seats.first()
    why = {"criteria": ["subject"]}

    for values in (
        {"is_pending": False, "is_not_selected": True},
        {"is_pending": True, "is_not_selected": True, **why},
        {"is_pending": False, "is_not_selected": True, "seat": seat_of_it, **why},
        {"is_pending": False, "is_not_selected": True, "waiting_place": 1, **why},
        {"is_pending": False, "is_not_selected": True, "withdrawn_at": timezone.now(), **why},
        {"reason": "Words without a language"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            first.update(**values)
            connection.check_constraints()
    first.update(is_pending=False, is_not_selected=True, **why)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubTopic.objects.filter(pk=sub_topic.pk).update(chosen_at=sub_topic.requests_close - HOUR)


def test_who_leaves_the_portal_leaves_no_reason_behind(moderator):
    person = UserFactory()
    sub_topic, requests = asked_by(2)
    requests[1].registration.person = person
    requests[1].registration.save()
    choose(sub_topic, requests, [seat(1), refusal(reason="About this person.")], moderator)

    forget(person)

    assert not SpeakingRequest.objects.filter(reason__contains="person").exists()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_letters_in_four_languages(moderator, language):
    sub_topic, requests = asked_by(3, seats=1, language=language)
    choose(sub_topic, requests, [seat(1), place(1), refusal()], moderator)

    letters = list(Letter.objects.filter(template="chosen").order_by("pk"))
    with translation.override(language):
        for request, letter in zip(requests, letters, strict=True):
            assert str(SpeakingRequest.objects.get(pk=request.pk).outcome) in letter.body
    assert len({letter.subject for letter in letters}) == 3
    assert all(f"/{language}/consultations/link/" in letter.body for letter in letters)


@pytest.mark.parametrize("people", [1, 4])
def test_the_page_asks_the_database_as_often_for_one_as_for_many(
    client_of, moderator, django_assert_max_num_queries, people
):
    sub_topic, _ = asked_by(people)
    client, address = client_of(moderator), sub_topic.event.address_of("choosing", sub_topic.pk)
    client.get(address)

    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200
