"""Draws that are held, asked for and left in the same moment, each over a connection of its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.actions.asking import ask_to_speak
from consultations.actions.draws import give_out, hold_draw
from consultations.actions.seats import withdraw_request
from consultations.draws import held_record
from consultations.models import Draw, SpeakingRequest, SubTopic
from consultations.tests.factories import SubTopicFactory
from consultations.tests.test_seats_race import all_at_once, crowd_of
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db(transaction=True)


def drawn_with(count: int) -> tuple[SubTopic, list[SpeakingRequest]]:
    sub_topic = SubTopicFactory(drawn=True)
    return sub_topic, [ask_to_speak(one, sub_topic, language="en") for one in crowd_of(sub_topic, count)]


def closed(sub_topic: SubTopic) -> Draw:
    SubTopic.objects.filter(pk=sub_topic.pk).update(requests_close=timezone.now() - timedelta(minutes=1))
    return Draw.objects.get(sub_topic=sub_topic)


def test_five_who_hold_the_draw_at_once_hold_it_once():
    sub_topic, _ = drawn_with(20)
    draw = closed(sub_topic)

    found = all_at_once(lambda key: hold_draw(Draw.objects.get(pk=key)), [draw.pk] * 5)

    assert sum(one is None for one in found) == 1
    assert sum(isinstance(one, WrongState) for one in found) == 4
    assert sub_topic.requests.seated().count() == 6


def test_who_withdraws_while_the_draw_is_held_is_in_it_or_not_and_no_seat_is_lost():
    sub_topic, requests = drawn_with(20)
    draw = closed(sub_topic)

    def does(thing):
        return withdraw_request(thing) if isinstance(thing, SpeakingRequest) else hold_draw(thing)

    found = all_at_once(does, [*requests[:10], draw])

    assert [one for one in found if one is not None] == []
    assert sub_topic.requests.active().count() == 10
    assert not sub_topic.requests.pending().exists()
    # A seat that is given back after the draw is offered to the next.
    assert sub_topic.requests.seated().count() + sub_topic.requests.offered().count() == 6
    assert list(sub_topic.requests.waiting().values_list("waiting_place", flat=True)) == [1, 2, 3, 4]


def test_who_asks_while_requests_close_is_in_the_draw_or_refused():
    sub_topic, _ = drawn_with(5)
    late = crowd_of(sub_topic, 20)
    draw = Draw.objects.get(sub_topic=sub_topic)
    # Requests close while the crowd stands at the door.
    SubTopic.objects.filter(pk=sub_topic.pk).update(requests_close=timezone.now() + timedelta(seconds=1))

    def does(thing):
        if isinstance(thing, Draw):
            return hold_draw(thing, at=timezone.now() + timedelta(seconds=2))
        return ask_to_speak(thing, sub_topic, language="en")

    found = all_at_once(does, [*late[:10], draw, *late[10:]])

    assert all(one is None or isinstance(one, SpeakingRequest | WrongState) for one in found)
    assert not sub_topic.requests.pending().exists()
    assert sub_topic.requests.count() == 5 + sum(isinstance(one, SpeakingRequest) for one in found)


def hold_carelessly(key: int) -> None:
    """Hold a draw as one would without thinking of others: nothing locked, nothing looked at again."""
    draw = Draw.objects.get(pk=key)
    requests = list(draw.sub_topic.requests.pending().select_related("registration"))
    draw.held_at = timezone.now()
    draw.record = held_record(draw, requests, draw.held_at)
    draw.save()
    give_out(requests, draw)


def test_without_the_lock_a_draw_is_held_more_than_once():
    sub_topic, _ = drawn_with(20)
    draw = closed(sub_topic)

    found = all_at_once(hold_carelessly, [draw.pk] * 5)

    assert sum(one is None for one in found) > 1
