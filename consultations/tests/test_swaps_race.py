"""Swaps that are answered in the same moment, each over a connection of its own."""

import pytest
from django.db import IntegrityError

from consultations.actions.asking import ask_to_speak
from consultations.actions.seats import withdraw_request
from consultations.actions.swaps import accept_swap, exchange_people, propose_swap, take_back_swap
from consultations.models import SpeakingRequest, SubTopic, Swap
from consultations.tests.factories import SubTopicFactory
from consultations.tests.test_seats_race import all_at_once, crowd_of
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db(transaction=True)


def seated(sub_topic: SubTopic, people: int) -> list[SpeakingRequest]:
    return [ask_to_speak(one, sub_topic, language="en") for one in crowd_of(sub_topic, people)]


def all_seats_are_held(*sub_topics: SubTopic) -> bool:
    held = [list(one.requests.seated().values_list("seat__number", flat=True)) for one in sub_topics]
    return held == [[1, 2, 3, 4, 5, 6]] * len(sub_topics)


def people_of(*sub_topics: SubTopic) -> list[int]:
    rows = SpeakingRequest.objects.seated().filter(sub_topic__in=sub_topics)
    return sorted(rows.values_list("registration", flat=True))


def test_answering_ten_times_at_once_is_swapping_once():
    sub_topic = SubTopicFactory()
    first, second = seated(sub_topic, 2)
    swap = propose_swap(first, second)

    found = all_at_once(accept_swap, [swap] * 10)

    assert sum(one is None for one in found) == 1
    assert sum(isinstance(one, WrongState) for one in found) == 9
    assert SpeakingRequest.objects.get(pk=first.pk).seat.number == 2


def test_twelve_swaps_in_a_ring_over_two_sub_topics_keep_everybody_in_one_seat():
    one = SubTopicFactory()
    other = SubTopicFactory(event=one.event)
    here, there = seated(one, 6), seated(other, 6)
    before = people_of(one, other)
    pairs = list(zip(here, there, strict=True)) + list(zip(there, here[1:] + here[:1], strict=True))
    swaps = [propose_swap(*pair) for pair in pairs]

    found = all_at_once(accept_swap, swaps)

    assert all(one is None or isinstance(one, WrongState) for one in found)
    assert any(one is None for one in found)
    assert all_seats_are_held(one, other)
    assert people_of(one, other) == before
    assert not Swap.objects.filter(pk__in=[swap.pk for swap in swaps]).exists()


@pytest.mark.parametrize("other", ["proposer withdraws", "wanted withdraws", "taken back"])
def test_accepting_and_the_opposite_at_once_leave_every_seat_with_one(other):
    sub_topic = SubTopicFactory()
    requests = seated(sub_topic, 8)
    swap = propose_swap(requests[0], requests[1])
    does = {
        "proposer withdraws": lambda: withdraw_request(requests[0]),
        "wanted withdraws": lambda: withdraw_request(requests[1]),
        "taken back": lambda: take_back_swap(swap),
    }[other]

    found = all_at_once(lambda work: work(), [lambda: accept_swap(swap), does])

    assert all(one is None or isinstance(one, WrongState) for one in found)
    assert all_seats_are_held(sub_topic)
    places = list(sub_topic.requests.waiting().values_list("waiting_place", flat=True))
    assert places == list(range(1, len(places) + 1))


def test_without_the_lock_a_ring_of_swaps_loses_somebody():
    """Two who swap with the same third, carelessly: both have read before either writes."""
    one = SubTopicFactory()
    other = SubTopicFactory(event=one.event)
    (first,), there = seated(one, 1), seated(other, 2)
    before = people_of(one, other)
    read = [[SpeakingRequest.objects.get(pk=pk) for pk in (first.pk, theirs.pk)] for theirs in there]

    exchange_people(*read[0])
    # The database refuses one person on two seats of a sub-topic; what was written before stays written.
    with pytest.raises(IntegrityError):
        exchange_people(*read[1])

    assert people_of(one, other) != before
