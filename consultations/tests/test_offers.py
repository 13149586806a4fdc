"""A seat that is freed after requests have closed: offered, accepted, declined, or passed on by the clock."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.models import Letter
from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.offers import accept_offer, end_offer
from consultations.actions.registrations import withdraw_registration
from consultations.actions.seats import withdraw_request
from consultations.models import SpeakingRequest, SubTopic
from consultations.tasks import end_offers
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory
from consultations.tests.test_seats_race import all_at_once
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def sub_topic_with(people: int, seats: int = 2, **registered) -> tuple[SubTopic, list[SpeakingRequest]]:
    """Closed to requests, with so many who asked; its day is in three weeks."""
    sub_topic = AgendaItemFactory(with_sub_topic=True, sub_topic__seat_count=seats).sub_topic
    crowd = RegistrationFactory.create_batch(people, event=sub_topic.event, **registered)
    requests = [ask_to_speak(one, sub_topic, language="en") for one in crowd]
    sub_topic.requests_close = timezone.now() - HOUR
    sub_topic.save()
    return sub_topic, requests


def move_the_clock(hours: float) -> None:
    """Let so many hours pass for all offers."""
    for request in SpeakingRequest.objects.offered():
        request.offer_ends_at -= timedelta(hours=hours)
        request.save()


def now(request: SpeakingRequest) -> SpeakingRequest:
    return SpeakingRequest.objects.get(pk=request.pk)


def test_the_first_who_waits_is_offered_the_seat_for_a_day():
    sub_topic, requests = sub_topic_with(4)
    at = timezone.now()

    withdraw_request(requests[0], at=at)

    first, second = now(requests[2]), now(requests[3])
    assert (first.seat.number, first.offer_ends_at, first.is_seated) == (1, at + 24 * HOUR, False)
    assert second.waiting_place == 1
    assert first.outcome == f"seat 1 is offered until {sub_topic.event.in_words(at + 24 * HOUR)}"
    assert Letter.objects.filter(template="offer").get().to == first.registration.email


def test_while_requests_are_open_the_seat_is_theirs_at_once():
    _, requests = sub_topic_with(3)
    SubTopic.objects.update(requests_close=timezone.now() + HOUR)

    withdraw_request(requests[0])

    assert now(requests[2]).is_seated


@pytest.mark.parametrize(
    ("before", "left"), [(72, 24), (27, 24), (20, 18), (3.5, 1.5), (3, 1), (2.9, None), (0.5, None)]
)
def test_an_offer_ends_in_time_for_the_next(before, left):
    sub_topic, requests = sub_topic_with(3)
    at = sub_topic.begins - timedelta(hours=before)

    withdraw_request(requests[0], at=at)

    request = now(requests[2])
    assert request.offer_ends_at == (left and at + timedelta(hours=left))
    assert request.is_seated == (left is None)


def test_accepting():
    _, requests = sub_topic_with(3)
    withdraw_request(requests[0])

    for _ in range(2):
        accept_offer(now(requests[2]))

    assert now(requests[2]).outcome == "confirmed, seat 1 of 2"
    assert Letter.objects.filter(template="seat", to=requests[2].registration.email).count() == 1


def test_declining_passes_it_on():
    _, requests = sub_topic_with(4)
    withdraw_request(requests[0])

    withdraw_request(now(requests[2]))

    assert now(requests[2]).withdrawn_at
    assert now(requests[3]).is_offered and now(requests[3]).seat.number == 1


def test_who_leaves_the_event_passes_it_on():
    _, requests = sub_topic_with(4)
    withdraw_request(requests[0])

    withdraw_registration(requests[2].registration)

    assert now(requests[3]).is_offered


def test_who_does_not_answer_passes_it_on_by_the_clock():
    _, requests = sub_topic_with(4)
    withdraw_request(requests[0])

    end_offers()
    assert now(requests[2]).is_offered, "there is still time"
    move_the_clock(25)
    for _ in range(5):
        end_offers()

    assert now(requests[2]).withdrawn_at
    assert now(requests[3]).is_offered
    assert Letter.objects.filter(template="offer_ended").count() == 1
    assert Letter.objects.filter(template="offer").count() == 2


def test_when_nobody_waits_any_more_the_seat_is_free():
    sub_topic, requests = sub_topic_with(3)
    withdraw_request(requests[0])
    move_the_clock(25)

    end_offers()

    assert [seat.number for seat in sub_topic.seats.filter(request=None)] == [1]


def test_after_the_end_nobody_accepts():
    _, requests = sub_topic_with(3)
    withdraw_request(requests[0])
    move_the_clock(25)

    with pytest.raises(WrongState):
        accept_offer(now(requests[2]))


def test_only_what_is_offered_can_be_accepted_or_end():
    _, requests = sub_topic_with(3)

    with pytest.raises(WrongState):
        accept_offer(requests[2])
    for request in (requests[0], requests[2]):
        with pytest.raises(WrongState):
            end_offer(request)


def test_the_database_knows_offers_of_seats_only_and_each_seat_once():
    _, requests = sub_topic_with(3)
    seat = requests[0].seat

    with pytest.raises(IntegrityError), transaction.atomic():
        SpeakingRequest.objects.filter(pk=requests[2].pk).update(offer_ends_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SpeakingRequest.objects.filter(pk=requests[2].pk).update(
            seat=seat, waiting_place=None, offer_ends_at=timezone.now()
        )


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_letters_in_four_languages(language):
    _, requests = sub_topic_with(3, language=language)
    withdraw_request(requests[0])
    offer = Letter.objects.get(template="offer")
    with translation.override(language):
        outcome = str(now(requests[2]).outcome)

    move_the_clock(25)
    end_offers()
    ended = Letter.objects.get(template="offer_ended")

    assert outcome in offer.body
    assert f"/{language}/consultations/link/" in offer.body and f"/{language}/" in ended.body
    assert offer.subject != ended.subject


@pytest.mark.parametrize(("word", "held"), [("accept", True), ("decline", False)])
def test_answering_by_the_page(client_of, word, held):
    person = UserFactory()
    sub_topic, requests = sub_topic_with(3)
    event = sub_topic.event
    requests[2].registration.person = person
    requests[2].registration.save()
    withdraw_request(requests[0])
    client, address = client_of(person), event.address_of("answer", requests[2].pk)

    assert address in client.get(event.address_of("registration")).content.decode()
    assert "Accept the seat" in client.get(address).content.decode()
    client.post(address, {"answer": word})

    assert now(requests[2]).is_seated == held
    assert client.get(address).status_code == 302, "answered"


def test_the_programme_names_nobody_to_whom_a_seat_is_only_offered(client, client_of, moderator):
    sub_topic, requests = sub_topic_with(3, name="Lerato M.", public_name="full", consents_to_listing=True)
    requests[2].registration.name = "Offered to Me"
    requests[2].registration.save()
    withdraw_request(requests[0])

    page = client.get(sub_topic.event.get_absolute_url()).content.decode()
    speakers = client_of(moderator).get(sub_topic.event.address_of("speakers")).content.decode()

    assert "Offered to Me" not in page and "1. Offered" in page
    assert "Offered to Me" in speakers


@pytest.mark.django_db(transaction=True)
def test_accepting_leaving_and_ending_at_once_leave_the_seat_with_one():
    sub_topic, requests = sub_topic_with(6, seats=1, is_generated=True)
    withdraw_request(requests[0])
    offered = requests[1]
    late = now(offered).offer_ends_at + HOUR
    works = [
        lambda: accept_offer(now(offered)),
        lambda: withdraw_request(now(offered)),
        lambda: end_offer(now(offered), at=late),
    ] * 5

    found = all_at_once(lambda work: work(), works)

    assert all(one is None or isinstance(one, WrongState) for one in found)
    held = SpeakingRequest.objects.filter(seat__isnull=False)
    assert held.count() == 1
    assert held.get().pk in (requests[1].pk, requests[2].pk)
    places = list(sub_topic.requests.waiting().values_list("waiting_place", flat=True))
    assert places == list(range(1, len(places) + 1))
    assert len(places) == (4 if held.get().pk == requests[1].pk else 3)
