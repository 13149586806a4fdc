"""Six seats and a line: who asks first, who waits, who moves up."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Letter
from consultations.actions.asking import ask_to_speak
from consultations.actions.closing import close_consultation
from consultations.actions.registrations import withdraw_registration
from consultations.actions.seats import withdraw_request
from consultations.models import SpeakingRequest
from consultations.tests.factories import RegistrationFactory, SubTopicFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


def ask(sub_topic, count: int = 1) -> list[SpeakingRequest]:
    registrations = RegistrationFactory.create_batch(count, event=sub_topic.event)
    return [ask_to_speak(registration, sub_topic, language="en") for registration in registrations]


def standing_of(sub_topic) -> tuple[list[int], list[int]]:
    """Numbers of the seats held, and the waiting places."""
    return (
        list(sub_topic.requests.seated().values_list("seat__number", flat=True)),
        list(sub_topic.requests.waiting().values_list("waiting_place", flat=True)),
    )


def test_the_seventh_waits():
    sub_topic = SubTopicFactory()

    requests = ask(sub_topic, 8)

    assert [str(request.outcome) for request in requests] == [
        *(f"confirmed, seat {number} of 6" for number in range(1, 7)),
        "waiting, place 1",
        "waiting, place 2",
    ]


def test_who_withdraws_lets_the_first_in_and_the_line_closes_its_ranks():
    sub_topic = SubTopicFactory()
    requests = ask(sub_topic, 9)

    withdraw_request(requests[2])

    first, second, third = SpeakingRequest.objects.filter(pk__in=[one.pk for one in requests[6:]]).order_by(
        "pk"
    )
    assert first.seat.number == 3
    assert (second.waiting_place, third.waiting_place) == (1, 2)
    assert standing_of(sub_topic) == ([1, 2, 3, 4, 5, 6], [1, 2])


def test_who_leaves_the_line_leaves_no_gap():
    sub_topic = SubTopicFactory()
    requests = ask(sub_topic, 9)

    withdraw_request(requests[7])

    assert standing_of(sub_topic) == ([1, 2, 3, 4, 5, 6], [1, 2])
    assert str(SpeakingRequest.objects.get(pk=requests[8].pk).outcome) == "waiting, place 2"


def test_a_seat_given_back_while_nobody_waits_is_the_next_ones():
    sub_topic = SubTopicFactory()
    requests = ask(sub_topic, 3)

    withdraw_request(requests[0])
    (again,) = ask(sub_topic)

    assert again.seat.number == 1


def test_asking_twice_is_asking_once():
    sub_topic, registration = SubTopicFactory(), None
    registration = RegistrationFactory(event=sub_topic.event)

    first = ask_to_speak(registration, sub_topic, language="en")
    second = ask_to_speak(registration, sub_topic, language="fr")

    assert first.pk == second.pk
    assert Letter.objects.filter(template="seat").count() == 1


def test_withdrawing_twice_promotes_one():
    sub_topic = SubTopicFactory()
    requests = ask(sub_topic, 8)

    withdraw_request(requests[0])
    withdraw_request(requests[0])

    assert standing_of(sub_topic) == ([1, 2, 3, 4, 5, 6], [1])


def test_who_withdraws_can_ask_again_and_is_the_last():
    sub_topic = SubTopicFactory()
    requests = ask(sub_topic, 8)

    withdraw_request(requests[0])
    again = ask_to_speak(requests[0].registration, sub_topic, language="en")

    assert again.waiting_place == 2


def test_withdrawing_from_the_event_gives_back_everything():
    sub_topic = SubTopicFactory()
    other = SubTopicFactory(event=sub_topic.event)
    requests = ask(sub_topic, 7)
    ask_to_speak(requests[0].registration, other, language="en")

    withdraw_registration(requests[0].registration)

    assert standing_of(sub_topic) == ([1, 2, 3, 4, 5, 6], [])
    assert standing_of(other) == ([], [])


def test_letters_go_to_all_concerned():
    sub_topic = SubTopicFactory()
    requests = ask(sub_topic, 8)

    withdraw_request(requests[0])

    written = Letter.objects.order_by("pk").values_list("template", "to")
    assert list(written[:8]) == [
        *(("seat", request.registration.email) for request in requests[:6]),
        *(("waiting", request.registration.email) for request in requests[6:]),
    ]
    assert set(written[8:]) == {
        ("promoted", requests[6].registration.email),
        ("request_withdrawn", requests[0].registration.email),
    }


def test_a_rolled_back_request_writes_nothing():
    sub_topic = SubTopicFactory()

    with pytest.raises(RuntimeError), transaction.atomic():
        ask(sub_topic)
        raise RuntimeError

    assert not Letter.objects.exists()


@pytest.mark.parametrize("why", ["closed sub-topic", "closed consultation", "withdrawn", "other event"])
def test_who_may_not_ask(why, moderator):
    sub_topic = SubTopicFactory(closed=why == "closed sub-topic")
    event = SubTopicFactory().event if why == "other event" else sub_topic.event
    registration = RegistrationFactory(event=event)
    if why == "closed consultation":
        close_consultation(sub_topic.event.consultation, by=moderator)
    if why == "withdrawn":
        withdraw_registration(registration)

    with pytest.raises(WrongState):
        ask_to_speak(registration, sub_topic, language="en")

    assert not sub_topic.requests.exists()


def now(**values) -> dict:
    return {"language": "en", "asked_at": timezone.now(), **values}


def refused(**values) -> bool:
    """Does the database refuse such a row?"""
    try:
        with transaction.atomic():
            SpeakingRequest.objects.create(**now(**values))
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


def test_the_database_keeps_the_promises():
    sub_topic, other = SubTopicFactory(), SubTopicFactory()
    seat, second, third = sub_topic.seats.all()[:3]
    one, two = RegistrationFactory.create_batch(2, event=sub_topic.event)
    SpeakingRequest.objects.create(**now(registration=one, sub_topic=sub_topic, seat=seat))

    assert refused(registration=two, sub_topic=sub_topic, seat=seat), "a seat is held by one"
    assert refused(registration=one, sub_topic=sub_topic, seat=second), "nobody holds two"
    assert refused(registration=two, sub_topic=sub_topic), "a seat or a place"
    assert refused(registration=two, sub_topic=sub_topic, seat=second, waiting_place=1), "not both"
    assert refused(registration=two, sub_topic=sub_topic, waiting_place=0), "places count from one"
    assert refused(registration=two, sub_topic=sub_topic, seat=other.seats.first()), (
        "its own sub-topic's seat"
    )
    assert refused(registration=two, sub_topic=sub_topic, seat=third, withdrawn_at=timezone.now()), (
        "given back"
    )
    assert not refused(registration=two, sub_topic=sub_topic, seat=second)


def test_a_sub_topic_comes_with_its_seats():
    sub_topic = SubTopicFactory(seat_count=4)

    assert [seat.number for seat in sub_topic.seats.all()] == [1, 2, 3, 4]
