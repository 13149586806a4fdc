"""Two hundred who ask in the same moment, each over a connection of its own.

The control shows that the test can fail: without lock and constraints the same crowd oversells.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from consultations.actions.asking import QUEUES, Queue, ask_to_speak
from consultations.actions.deciding import decide_for
from consultations.actions.registrations import withdraw_registration
from consultations.actions.seats import withdraw_request
from consultations.models import Registration, Seat, SpeakingRequest, SubTopic
from consultations.tests.factories import RegistrationFactory, SubTopicFactory
from upr_portal.states import WrongState
from upr_portal.tests.running import eventually

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 200


def all_at_once(does, things: list) -> list:
    """`does(thing)` for each in a thread of its own, connections open, all together; what each gave."""
    barrier = Barrier(len(things), timeout=60)

    def one_of_the_crowd(thing):
        with connection.cursor() as cursor:
            # On a busy machine two hundred take longer than a page may; how long is not what is tried here.
            cursor.execute("SET statement_timeout = 0")
        barrier.wait()
        try:
            return outcome(does, thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(one_of_the_crowd, things))


def outcome(does, thing):
    try:
        return does(thing)
    except Exception as error:  # the test looks at what was raised
        return error


def crowd_of(sub_topic: SubTopic, size: int = CROWD) -> list[Registration]:
    # Generated, so that no letters are written: they are not what is tried here.
    return RegistrationFactory.create_batch(size, event=sub_topic.event, is_generated=True)


def test_two_hundred_ask_at_once_and_six_have_a_seat():
    sub_topic = SubTopicFactory()
    crowd = crowd_of(sub_topic)

    found = all_at_once(lambda one: ask_to_speak(one, sub_topic, language="en"), crowd)

    assert [error for error in found if isinstance(error, Exception)] == []
    assert sorted(one.seat.number for one in found if one.is_seated) == [1, 2, 3, 4, 5, 6]
    assert sorted(one.waiting_place for one in found if not one.is_seated) == list(range(1, CROWD - 6 + 1))


def test_one_person_with_forty_windows_holds_one_seat():
    sub_topic = SubTopicFactory()
    (one,) = crowd_of(sub_topic, 1)

    all_at_once(lambda _: ask_to_speak(one, sub_topic, language="en"), list(range(40)))

    assert sub_topic.requests.active().count() == 1


def asking_while_it_is_nobody_s_turn(sub_topic: SubTopic, crowd: list[Registration]) -> list:
    """All have been received and wait before the first of them has their turn; what each gets."""
    queue = QUEUES.setdefault(sub_topic.pk, Queue())
    with ThreadPoolExecutor(1) as pool:
        with queue.turn:
            asked = pool.submit(all_at_once, lambda one: ask_to_speak(one, sub_topic, language="en"), crowd)
            assert eventually(lambda: len(queue.waiting) == len(crowd), 60)
        return asked.result()


def test_those_who_wait_for_their_turn_are_decided_of_by_the_first_and_handed_what_they_have(monkeypatch):
    sub_topic, decided = SubTopicFactory(), []
    crowd = crowd_of(sub_topic, 12)

    def counting(together, of):
        decided.append(len(together))
        return decide_for(together, of)

    monkeypatch.setattr("consultations.actions.asking.decide_for", counting)

    found = asking_while_it_is_nobody_s_turn(sub_topic, crowd)

    assert decided == [12]
    assert [one.registration for one in found] == crowd
    assert {str(one.outcome) for one in found} == {str(one.outcome) for one in sub_topic.requests.all()}
    assert not QUEUES[sub_topic.pk].decided


def test_those_whom_somebody_took_along_and_then_failed_decide_for_themselves(monkeypatch):
    sub_topic, failures = SubTopicFactory(), [OperationalError("the connection is lost")]

    def failing_once(together, of):
        if failures:
            raise failures.pop()
        return decide_for(together, of)

    monkeypatch.setattr("consultations.actions.asking.decide_for", failing_once)

    found = asking_while_it_is_nobody_s_turn(sub_topic, crowd_of(sub_topic, 12))

    assert sum(isinstance(error, OperationalError) for error in found) == 1
    assert sub_topic.requests.seated().count() == 6 and sub_topic.requests.waiting().count() == 6


def test_who_asks_within_transactions_of_callers_is_decided_one_after_the_other():
    sub_topic = SubTopicFactory()

    found = all_at_once(
        transaction.atomic(lambda one: ask_to_speak(one, sub_topic, language="en")), crowd_of(sub_topic, 12)
    )

    assert [error for error in found if isinstance(error, Exception)] == []
    assert sub_topic.requests.seated().count() == 6 and sub_topic.requests.waiting().count() == 6


def test_asking_and_withdrawing_at_once_leaves_no_gap():
    sub_topic = SubTopicFactory()
    early = [ask_to_speak(one, sub_topic, language="en") for one in crowd_of(sub_topic, 40)]
    late = crowd_of(sub_topic, 40)

    def does(thing):
        if isinstance(thing, SpeakingRequest):
            return withdraw_request(thing)
        return ask_to_speak(thing, sub_topic, language="en")

    leaving = early[::2]
    mixed = [thing for pair in zip(leaving, late[: len(leaving)], strict=True) for thing in pair]
    found = all_at_once(does, mixed + late[len(leaving) :])

    assert [error for error in found if isinstance(error, Exception)] == []
    assert sorted(sub_topic.requests.seated().values_list("seat__number", flat=True)) == [1, 2, 3, 4, 5, 6]
    places = list(sub_topic.requests.waiting().values_list("waiting_place", flat=True))
    assert places == list(range(1, 40 + 40 - len(leaving) - 6 + 1))


def test_who_withdraws_from_the_event_while_asking_holds_nothing():
    sub_topic = SubTopicFactory()
    crowd = crowd_of(sub_topic, 40)

    def does(thing):
        one, leaves = thing
        return withdraw_registration(one) if leaves else ask_to_speak(one, sub_topic, language="en")

    found = all_at_once(does, [(one, leaves) for one in crowd for leaves in (False, True)])

    assert all(isinstance(error, WrongState) for error in found if isinstance(error, Exception))
    assert not sub_topic.requests.active().exists()


@contextmanager
def without_constraints():
    """Take away what the database holds of seats and places, and put it back."""
    taken = [
        ("consultations_speakingrequest", "one_request_a_waiting_place"),
        ("consultations_speakingrequest", "consultations_speakingrequest_seat_id_key"),
    ]
    with connection.cursor() as cursor:
        definitions = {}
        for table, name in taken:
            cursor.execute(
                "select pg_get_constraintdef(oid) from pg_constraint"
                " where conname = %s and conrelid = %s::regclass",
                [name, table],
            )
            (definitions[table, name],) = cursor.fetchone()
            cursor.execute(f"alter table {table} drop constraint {name}")
    try:
        yield
    finally:
        SpeakingRequest.objects.all().delete()
        with connection.cursor() as cursor:
            for (table, name), definition in definitions.items():
                cursor.execute(f"alter table {table} add constraint {name} {definition}")


def ask_carelessly(registration: Registration, sub_topic: SubTopic) -> SpeakingRequest:
    """Look for a free seat and take it, as one would without thinking of others."""
    seat = Seat.objects.filter(sub_topic=sub_topic, request=None).order_by("number").first()
    waiting = sub_topic.requests.waiting().count()
    return SpeakingRequest.objects.create(
        registration=registration,
        sub_topic=sub_topic,
        language="en",
        asked_at=timezone.now(),
        seat=seat,
        waiting_place=None if seat else waiting + 1,
    )


def test_without_lock_and_constraints_the_same_crowd_oversells():
    sub_topic = SubTopicFactory()
    crowd = crowd_of(sub_topic)

    with without_constraints():
        all_at_once(lambda one: ask_carelessly(one, sub_topic), crowd)
        seated = sub_topic.requests.seated().count()

    assert seated > 6


def test_the_constraints_alone_refuse_a_seventh():
    sub_topic = SubTopicFactory()
    crowd = crowd_of(sub_topic)

    all_at_once(lambda one: ask_carelessly(one, sub_topic), crowd)

    assert 1 <= sub_topic.requests.seated().count() <= 6
    places = list(sub_topic.requests.waiting().values_list("waiting_place", flat=True))
    assert len(places) == len(set(places))
