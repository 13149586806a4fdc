"""Moderators who choose while people leave, each over a connection of its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.choosing import Decision, Given, choose_speakers, give_as_decided
from consultations.actions.seats import withdraw_request
from consultations.models import SpeakingRequest, SubTopic
from consultations.tests.factories import SubTopicFactory
from consultations.tests.test_seats_race import all_at_once, crowd_of
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db(transaction=True)


def decided(people: int = 12) -> tuple[SubTopic, list[SpeakingRequest], dict[int, Decision]]:
    """Requests have closed; six seats for the first, places for the others."""
    sub_topic = SubTopicFactory(moderated=True)
    requests = [ask_to_speak(one, sub_topic, language="en") for one in crowd_of(sub_topic, people)]
    SubTopic.objects.update(requests_close=timezone.now() - timedelta(minutes=1))
    decisions = {}
    for number, request in enumerate(requests, start=1):
        given = (Given.SEAT, number) if number <= 6 else (Given.WAITING, number - 6)
        decisions[request.pk] = Decision(*given, ["subject"], "", "")
    return SubTopic.objects.get(pk=sub_topic.pk), requests, decisions


def test_five_who_confirm_at_once_decide_once():
    sub_topic, _, decisions = decided()
    moderator = UserFactory(moderator=True)

    found = all_at_once(lambda _: choose_speakers(sub_topic, decisions, by=moderator), list(range(5)))

    assert sum(one is None for one in found) == 1
    assert sum(isinstance(one, WrongState) for one in found) == 4


@pytest.mark.parametrize("leaving", [1, 4])
def test_who_withdraws_while_moderators_choose_is_decided_of_or_stops_the_decision(leaving):
    sub_topic, requests, decisions = decided()
    moderator = UserFactory(moderator=True)

    def does(thing):
        if isinstance(thing, SpeakingRequest):
            return withdraw_request(thing)
        return choose_speakers(sub_topic, decisions, by=moderator)

    found = all_at_once(does, [sub_topic, *requests[:leaving]])

    assert found[1:] == [None] * leaving
    assert found[0] is None or isinstance(found[0], WrongState)
    standing = sub_topic.requests.active()
    assert standing.count() == 12 - leaving
    if found[0] is None:
        # A seat that is given back is offered to the next.
        assert standing.filter(seat__isnull=False).count() == 6
        places = list(sub_topic.requests.waiting().values_list("waiting_place", flat=True))
        assert places == list(range(1, 12 - leaving - 6 + 1))
    else:
        assert sub_topic.requests.pending().count() == 12 - leaving


def choose_carelessly(sub_topic: SubTopic, decisions: dict[int, Decision], wait) -> None:
    """Decide as one would without thinking of others: nothing locked, nothing looked at again."""
    requests = list(sub_topic.requests.pending().select_related("registration"))
    wait()
    give_as_decided(requests, decisions, sub_topic)
    SubTopic.objects.filter(pk=sub_topic.pk).update(chosen_at=timezone.now())


def test_without_the_lock_somebody_decides_of_who_has_left():
    sub_topic, requests, decisions = decided()

    # Between reading who asks and writing, the first leaves: without the lock nothing holds them off.
    choose_or_fail = None
    try:
        choose_carelessly(sub_topic, decisions, lambda: withdraw_request(requests[0]))
    except Exception as error:  # the constraint refuses a withdrawn request with a seat
        choose_or_fail = error

    assert choose_or_fail is not None
