"""Requests are received first and decided together: in their order, and nobody holds up others."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry, Letter
from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak, receive
from consultations.actions.deciding import decide_received
from consultations.actions.draws import hold_draw
from consultations.actions.registrations import withdraw_registration
from consultations.actions.seats import lock_and_renew
from consultations.models import Draw, ReceivedRequest, Registration, SubTopic
from consultations.tasks import decide_received_requests
from consultations.tests.factories import RegistrationFactory, SubTopicFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db

ORGANISATION = Registration.PublicName.ORGANISATION


def received(sub_topic: SubTopic, *, at=None, naming=None, by=None, **registration) -> ReceivedRequest:
    one = RegistrationFactory(event=sub_topic.event, **registration)
    return receive(one, sub_topic, "en", by, at or timezone.now(), naming or {}, {})


def outcome_of(one: ReceivedRequest) -> str | None:
    found = one.registration.requests.filter(sub_topic=one.sub_topic).first()
    return found and str(found.outcome)


def test_whoever_decides_decides_of_all_in_the_order_in_which_they_came():
    sub_topic = SubTopicFactory(seat_count=2)
    earlier = [received(sub_topic) for _ in range(2)]

    mine = ask_to_speak(RegistrationFactory(event=sub_topic.event), sub_topic, language="en")

    assert [outcome_of(one) for one in earlier] == ["confirmed, seat 1 of 2", "confirmed, seat 2 of 2"]
    assert str(mine.outcome) == "waiting, place 1"
    assert not ReceivedRequest.objects.exists()


def test_who_finds_their_request_decided_by_another_process_is_told_the_outcome(monkeypatch):
    sub_topic = SubTopicFactory()
    registration = RegistrationFactory(event=sub_topic.event)

    def another_process_was_first(of):
        decide_received(of)
        return decide_received(of)

    monkeypatch.setattr("consultations.actions.deciding.decide_received", another_process_was_first)

    assert str(ask_to_speak(registration, sub_topic, language="en").outcome) == "confirmed, seat 1 of 6"


def test_one_person_who_asks_three_times_at_once_has_one_request():
    sub_topic = SubTopicFactory()
    one = RegistrationFactory(event=sub_topic.event)
    for _ in range(3):
        receive(one, sub_topic, "en", None, timezone.now(), {}, {})

    decide_received(sub_topic)

    assert one.requests.count() == 1


def test_what_the_database_refuses_holds_up_nobody_else():
    sub_topic = SubTopicFactory()
    first, last = received(sub_topic), RegistrationFactory(event=sub_topic.event)
    refused = received(sub_topic, organisation_name="Rights Watch", naming={"public_name": ORGANISATION})
    # The organisation was taken out in another window meanwhile.
    Registration.objects.filter(pk=refused.registration_id).update(organisation_name="")

    # Each of those who ask finds out for themselves.
    assert ask_to_speak(last, sub_topic, language="en").seat.number == 1
    decide_received_requests()

    assert (outcome_of(first), outcome_of(refused)) == ("confirmed, seat 2 of 6", None)
    assert not ReceivedRequest.objects.exists()


def test_whose_name_does_not_fit_any_more_is_told_so():
    sub_topic = SubTopicFactory()
    one = RegistrationFactory(event=sub_topic.event, organisation_name="Rights Watch")
    Registration.objects.filter(pk=one.pk).update(organisation_name="")

    with pytest.raises(WrongState):
        ask_to_speak(one, sub_topic, language="en", public_name=ORGANISATION)
    assert not ReceivedRequest.objects.exists()


def test_who_withdraws_before_the_decision_holds_nothing():
    sub_topic = SubTopicFactory()
    one = received(sub_topic)
    withdraw_registration(one.registration)

    decide_received(sub_topic)

    assert outcome_of(one) is None


def test_who_turns_out_to_be_a_child_is_asked_anew_how_to_be_named():
    sub_topic = SubTopicFactory()
    one = received(sub_topic, naming={"public_name": Registration.PublicName.FULL})
    adult = {"accompanying_adult": "Ines Paz", "adult_contact": "ines@example.org"}
    Registration.objects.filter(pk=one.registration_id).update(is_under_18=True, **adult)

    decide_received(sub_topic)

    assert outcome_of(one) is None


def test_who_asked_in_time_is_in_time_however_late_it_is_decided():
    sub_topic = SubTopicFactory()
    closes = timezone.now() - timedelta(minutes=5)
    SubTopic.objects.filter(pk=sub_topic.pk).update(requests_close=closes)
    late = received(sub_topic, at=closes)
    in_time = received(sub_topic, at=closes - timedelta(seconds=1))

    decide_received_requests()

    assert (outcome_of(late), outcome_of(in_time)) == (None, "confirmed, seat 1 of 6")


def test_after_the_draw_nobody_comes_in():
    sub_topic = SubTopicFactory(drawn=True)
    one = received(sub_topic)
    hold_draw(Draw.objects.get(sub_topic=sub_topic), at=sub_topic.requests_close + timedelta(seconds=1))

    decide_received(sub_topic)

    assert outcome_of(one) is None


def test_an_organisation_keeps_to_its_limit_among_those_decided_together():
    sub_topic = SubTopicFactory(organisation_limit=1)
    both = [received(sub_topic, organisation_name="Rights Watch") for _ in range(2)]

    decide_received(sub_topic)

    assert [outcome_of(one) for one in both] == ["confirmed, seat 1 of 6", "waiting, place 1"]


def test_what_a_dead_process_left_is_decided_by_the_clock_with_letter_and_entry():
    sub_topic, person = SubTopicFactory(), UserFactory()
    one = received(sub_topic, by=person, person=person, naming={"public_name": Registration.PublicName.FULL})

    decide_received_requests()

    assert outcome_of(one) == "confirmed, seat 1 of 6"
    assert Letter.objects.get(template="seat").person == person
    assert AuditEntry.objects.get(verb="seated").by == person
    one.registration.refresh_from_db()
    assert one.registration.public_name == Registration.PublicName.FULL


def test_deciding_of_many_asks_the_database_no_more_often(django_assert_num_queries):
    # Lock, read, lock who ask, names, seats, line, requests, letters, entries (2).
    for count in (3, 12):
        sub_topic = SubTopicFactory(seat_count=2)
        for _ in range(count):
            received(sub_topic, naming={"public_name": Registration.PublicName.FULL})
        with django_assert_num_queries(10):
            decide_received(sub_topic)


RECEIVED = """
INSERT INTO consultations_receivedrequest
    (registration_id, sub_topic_id, received_at, language, public_name, draw_kind, motivation,
     motivation_language)
VALUES (%s, %s, now(), 'en', '', '', '', '')
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locks_the_key", [False, True])
def test_while_one_decides_others_are_received(locks_the_key):
    """Its control: under a lock of the whole row they would wait, and be decided one by one."""
    sub_topic = SubTopicFactory()
    one = RegistrationFactory(event=sub_topic.event)
    other = connection.copy()
    try:
        with transaction.atomic(), other.cursor() as cursor:
            lock_and_renew(sub_topic)
            if locks_the_key:
                SubTopic.objects.select_for_update().get(pk=sub_topic.pk)
            cursor.execute("SET lock_timeout = 200")
            waits = None
            try:
                cursor.execute(RECEIVED, [one.pk, sub_topic.pk])
            except OperationalError as error:
                waits = error
    finally:
        other.close()

    assert (waits is not None) == locks_the_key
