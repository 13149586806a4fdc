"""Substitutes who answer in the same moment, each over a connection of its own."""

from threading import Barrier

import pytest
from django.utils import timezone

from consultations.actions.asking import ask_to_speak
from consultations.actions.seats import end_proposals, withdraw_request
from consultations.actions.substitutes import (
    CannotSpeakInstead,
    end_substitute,
    hand_over,
    name_substitute,
    registration_of,
    speak_instead,
    take_back_substitute,
)
from consultations.models import Registration, SpeakingRequest, Substitute
from consultations.tests.factories import SubTopicFactory
from consultations.tests.test_seats_race import all_at_once, crowd_of
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db(transaction=True)
PART = {"name": "Amina", "mode": Registration.Mode.ONLINE, "access_needs": ""}
NAMING = {"public_name": "full", "region": None, "consents_to_listing": False}


def agree(substitute: Substitute) -> Registration:
    return speak_instead(substitute, language="en", taking_part=PART, naming=NAMING)


def named_by(people: int, email: str = "amina@example.org") -> list[Substitute]:
    """So many hold a seat or wait, and all name the same person."""
    sub_topic = SubTopicFactory()
    requests = [ask_to_speak(one, sub_topic, language="en") for one in crowd_of(sub_topic, people)]
    return [name_substitute(one, name="Amina", email=email, language="en") for one in requests]


def test_who_is_named_by_eight_and_accepts_all_at_once_stands_once():
    substitutes = named_by(8)
    sub_topic = substitutes[0].request.sub_topic

    found = all_at_once(agree, substitutes)

    assert sum(isinstance(one, Registration) for one in found) == 1
    assert sum(isinstance(one, CannotSpeakInstead | WrongState) for one in found) == 7
    assert Registration.objects.filter(email="amina@example.org").count() == 1
    standing = sub_topic.requests.active()
    assert standing.count() == 8
    assert standing.filter(registration__email="amina@example.org").count() == 1


def test_answering_ten_times_at_once_is_answering_once():
    (substitute,) = named_by(1)

    found = all_at_once(agree, [substitute] * 10)

    assert sum(isinstance(one, Registration) for one in found) == 1
    assert sum(isinstance(one, WrongState) for one in found) == 9


@pytest.mark.parametrize("other", ["withdraws", "takes it back", "declines"])
def test_accepting_and_the_opposite_at_once_leave_one_of_the_two(other):
    substitutes = named_by(8)
    substitute = substitutes[0]
    request = substitute.request
    does = {
        "withdraws": lambda: withdraw_request(SpeakingRequest.objects.get(pk=request.pk)),
        "takes it back": lambda: take_back_substitute(request),
        "declines": lambda: end_substitute(substitute, is_refused=True),
    }[other]

    found = all_at_once(lambda work: work(), [lambda: agree(substitute), does])

    assert all(one is None or isinstance(one, Registration | WrongState) for one in found)
    assert not Substitute.objects.filter(pk=substitute.pk).exists()
    after = SpeakingRequest.objects.get(pk=request.pk)
    if isinstance(found[0], Registration) and other != "withdraws":
        assert after.registration == found[0] and after.is_seated
    seats = request.sub_topic.requests.seated()
    assert sorted(seats.values_list("seat__number", flat=True)) == [1, 2, 3, 4, 5, 6]
    places = list(request.sub_topic.requests.waiting().values_list("waiting_place", flat=True))
    assert places == list(range(1, len(places) + 1))


def test_without_the_lock_two_answers_are_both_taken():
    (substitute,) = named_by(1)
    barrier = Barrier(2, timeout=30)

    def agree_carelessly(number: int) -> Registration:
        """As one would without thinking of others: nothing locked, nothing looked at again."""
        request = SpeakingRequest.objects.select_related("registration__event", "sub_topic").get(
            pk=substitute.request_id
        )
        theirs = Substitute.objects.get(pk=substitute.pk)
        barrier.wait()
        theirs.email = f"{number}@example.org"
        registration = registration_of(theirs, request.registration, PART, None, timezone.now())
        hand_over(request, registration, "en")
        end_proposals(request)
        return registration

    found = all_at_once(agree_carelessly, [1, 2])

    assert sum(isinstance(one, Registration) for one in found) == 2
