"""Two who hold seats swap them, once both have agreed."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.models import Letter
from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.seats import withdraw_request
from consultations.actions.swaps import accept_swap, end_swap, propose_swap, take_back_swap
from consultations.models import SpeakingRequest, SubTopic, Swap
from consultations.tasks import end_swaps
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory, SubTopicFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ask(sub_topic: SubTopic, *registrations) -> list[SpeakingRequest]:
    return [ask_to_speak(one, sub_topic, language="en") for one in registrations]


def seated(sub_topic: SubTopic, people: int, **registered) -> list[SpeakingRequest]:
    return ask(sub_topic, *RegistrationFactory.create_batch(people, event=sub_topic.event, **registered))


@pytest.fixture
def two():
    """Two sub-topics of one event, two seats each."""
    item = AgendaItemFactory(with_sub_topic=True, sub_topic__seat_count=2)
    other = AgendaItemFactory(day=item.day, with_sub_topic=True, sub_topic__seat_count=2)
    return item.sub_topic, other.sub_topic


def holders(*sub_topics) -> list[list[int]]:
    """Registrations by seat, sub-topic by sub-topic."""
    return [list(one.requests.seated().values_list("registration", flat=True)) for one in sub_topics]


def now(request: SpeakingRequest) -> SpeakingRequest:
    return SpeakingRequest.objects.get(pk=request.pk)


def test_within_a_sub_topic_the_numbers_change_hands(two):
    first, second = seated(two[0], 2)
    seated(two[0], 2)

    swap = propose_swap(first, second)
    assert (now(first).seat.number, now(second).seat.number) == (1, 2), "not before they agree"
    accept_swap(swap)

    assert (now(first).seat.number, now(second).seat.number) == (2, 1)
    assert list(two[0].requests.waiting().values_list("waiting_place", flat=True)) == [1, 2]
    assert Letter.objects.filter(template="swapped").count() == 2
    assert not Swap.objects.exists()


def test_between_sub_topics_the_people_change_places(two):
    (first,), (second,) = seated(two[0], 1, organisation_name="Water"), seated(two[1], 1, name="Amina")
    SpeakingRequest.objects.filter(pk=second.pk).update(language="fr", reason="Of her.", reason_language="en")

    accept_swap(propose_swap(first, second))

    assert holders(*two) == [[second.registration_id], [first.registration_id]]
    assert (now(first).language, now(first).organisation_key) == ("fr", "rights watchers")
    assert (now(second).organisation_key, now(second).reason) == ("water", "")
    assert now(first).public_id == first.public_id, "the number in the draw of this sub-topic"
    letter = Letter.objects.get(template="swapped", to=first.registration.email)
    assert two[1].title in letter.subject


def test_who_stands_in_the_others_sub_topic_cannot_swap_into_it(two):
    (first,), (second,) = seated(two[0], 1), seated(two[1], 1)
    ask(two[1], first.registration)

    with pytest.raises(WrongState):
        propose_swap(first, second)


def test_who_asks_there_meanwhile_cannot_swap_any_more(two):
    (first,), (second,) = seated(two[0], 1), seated(two[1], 1)
    swap = propose_swap(first, second)
    ask(two[0], second.registration)

    with pytest.raises(WrongState):
        accept_swap(swap)

    assert holders(two[1]) == [[second.registration_id]]


def test_the_limit_of_an_organisation_holds(two):
    seated(two[1], 1, organisation_name="Water")
    (first,), (second,) = seated(two[0], 1, organisation_name="Water"), seated(two[1], 1)
    SubTopic.objects.filter(pk=two[1].pk).update(organisation_limit=1)

    with pytest.raises(WrongState):
        propose_swap(first, second)


@pytest.mark.parametrize("what", ["waits", "is offered", "another event", "one's own"])
def test_only_seats_that_others_hold_in_the_same_event(two, what):
    first, second, third = seated(two[0], 3)
    wanted = third
    if what == "is offered":
        SubTopic.objects.update(requests_close=timezone.now() - HOUR)
        withdraw_request(second)
    if what == "another event":
        (wanted,) = seated(SubTopicFactory(), 1)
    if what == "one's own":
        (wanted,) = ask(two[1], first.registration)

    with pytest.raises(WrongState):
        propose_swap(first, wanted)


def test_there_is_a_day_to_answer_or_until_the_day_begins(two):
    first, second = seated(two[0], 2)
    at = two[0].begins - 5 * HOUR

    assert propose_swap(first, second, at=at).ends_at == two[0].begins
    with pytest.raises(WrongState):
        propose_swap(first, second, at=two[0].begins)


def test_an_expired_proposal_vanishes_and_is_told_once(two):
    first, second = seated(two[0], 2)
    swap = propose_swap(first, second)

    end_swaps()
    assert Swap.objects.exists(), "there is still time"
    Swap.objects.update(proposed_at=timezone.now() - 25 * HOUR, ends_at=timezone.now() - HOUR)
    with pytest.raises(WrongState):
        accept_swap(swap)
    for _ in range(5):
        end_swaps()

    assert not Swap.objects.exists()
    assert Letter.objects.get(template="swap_ended").to == first.registration.email


@pytest.mark.parametrize("how", ["declined", "taken back", "the other leaves", "this one leaves"])
def test_what_ends_a_proposal(two, how):
    first, second = seated(two[0], 2)
    swap = propose_swap(first, second)

    if how == "declined":
        end_swap(swap, is_refused=True)
    if how == "taken back":
        take_back_swap(swap)
    if how == "the other leaves":
        withdraw_request(second)
    if how == "this one leaves":
        withdraw_request(first)

    with pytest.raises(WrongState):
        accept_swap(swap)
    told = Letter.objects.filter(template="swap_ended").count()
    assert told == (how in ("declined", "the other leaves"))


def test_five_proposals_are_the_most(two):
    first, second = seated(two[0], 2)
    for _ in range(5):
        propose_swap(first, second)

    with pytest.raises(WrongState):
        propose_swap(first, second)


def test_who_did_not_agree_to_be_listed_is_a_number(two, client_of):
    person = UserFactory()
    (first,) = seated(two[0], 1, person=person)
    seated(two[1], 1, name="Lerato M.", organisation_name="", public_name="full", consents_to_listing=True)
    seated(two[1], 1, name="Secret Name", public_name="full")

    page = client_of(person).get(two[0].event.address_of("swap", first.pk)).content.decode()

    assert "seat 1: Lerato M." in page and ">seat 2<" in page
    assert "Secret Name" not in page


def test_by_the_pages(two, client_of):
    people = UserFactory.create_batch(2)
    (first,), (second,) = seated(two[0], 1, person=people[0]), seated(two[1], 1, person=people[1])
    event, (one, other) = two[0].event, map(client_of, people)
    home, address = event.address_of("registration"), event.address_of("swap", first.pk)
    assert address in one.get(home).content.decode()

    assert one.post(address, {"wanted": ""}).status_code == 422
    one.post(address, {"wanted": second.pk})
    assert "Take it back" in one.get(address).content.decode()
    answer = event.address_of("answer_swap", Swap.objects.get().pk)
    assert answer in other.get(home).content.decode()
    assert one.get(answer).status_code == 302, "it is not theirs to answer"
    assert "Would you swap seats?" in other.get(answer).content.decode()
    other.post(answer, {"answer": "accept"})

    assert holders(*two) == [[second.registration_id], [first.registration_id]]
    assert other.post(answer, {"answer": "accept"}).status_code == 302, "answered"


def test_declining_and_taking_back_by_the_pages(two, client_of):
    people = UserFactory.create_batch(2)
    first, second = (seated(two[0], 1, person=person)[0] for person in people)
    event, (one, other) = two[0].event, map(client_of, people)
    address = event.address_of("swap", first.pk)

    one.post(address, {"wanted": second.pk})
    other.post(event.address_of("answer_swap", Swap.objects.get().pk), {"answer": "decline"})
    assert not Swap.objects.exists()
    one.post(address, {"wanted": second.pk})
    one.post(address, {"answer": "take_back"})

    assert not Swap.objects.exists()
    assert holders(two[0]) == [[first.registration_id, second.registration_id]]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_letters_in_four_languages(two, language):
    first, second = seated(two[0], 2, language=language)

    end_swap(propose_swap(first, second), is_refused=True)
    accept_swap(propose_swap(first, second))

    letters = {
        name: Letter.objects.filter(template=name).first() for name in ("swap", "swap_ended", "swapped")
    }
    assert len({letter.subject for letter in letters.values()}) == 3
    with translation.override(language):
        assert (
            str(now(first).outcome)
            in Letter.objects.get(template="swapped", to=first.registration.email).body
        )
    assert all(f"/{language}/consultations/link/" in letter.body for letter in letters.values())
    assert not any(first.registration.name in letter.body for letter in letters.values())
