"""At most so many seats for one organisation, where a sub-topic says so."""

from threading import Barrier

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Letter
from accounts.tests.factories import UserFactory
from accounts.tests.letters import written
from consultations.actions.asking import ask_to_speak
from consultations.actions.draws import hold_draw
from consultations.actions.registrations import change_registration
from consultations.actions.seats import withdraw_request
from consultations.models import SpeakingRequest, SubTopic
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory, SubTopicFactory
from consultations.tests.test_seats_race import all_at_once
from consultations.verify_draw import problems_of

pytestmark = pytest.mark.django_db


def ask(sub_topic, *organisations: str) -> list[SpeakingRequest]:
    """One request for each name, in this order."""
    return [
        ask_to_speak(
            RegistrationFactory(event=sub_topic.event, organisation_name=name), sub_topic, language="en"
        )
        for name in organisations
    ]


def outcomes(requests) -> list[str]:
    return [str(SpeakingRequest.objects.get(pk=request.pk).outcome) for request in requests]


@pytest.fixture
def sub_topic():
    """Three seats, one for each organisation."""
    return SubTopicFactory(seat_count=3, organisation_limit=1)


def test_who_meets_the_limit_waits_also_while_seats_are_free(sub_topic):
    requests = ask(sub_topic, "Water", "Water", "Land")

    assert outcomes(requests) == ["confirmed, seat 1 of 3", "waiting, place 1", "confirmed, seat 2 of 3"]
    letter = written(Letter.objects.get(template="waiting"))
    assert "Your organisation already has as many seats" in letter.body
    assert "All seats of this sub-topic are taken" not in letter.body


def test_without_a_limit_the_same_people_have_seats():
    requests = ask(SubTopicFactory(seat_count=3), "Water", "Water", "Land")

    assert all(request.is_seated for request in requests)


def test_two_of_an_organisation_where_two_may(sub_topic):
    sub_topic.organisation_limit = 2
    sub_topic.save()

    requests = ask(sub_topic, "Water", "Water", "Water")

    assert [request.is_seated for request in requests] == [True, True, False]


@pytest.mark.parametrize("written", ["WATER for All", " water  for all ", "Water-for-All!", "Ｗater for All"])
def test_the_same_name_written_otherwise(sub_topic, written):
    first, second = ask(sub_topic, "Water for All", written)

    assert first.is_seated and not second.is_seated


def test_who_speaks_for_no_organisation_is_not_limited(sub_topic):
    assert all(request.is_seated for request in ask(sub_topic, "", "", ""))


def test_a_freed_seat_passes_over_who_meets_the_limit(sub_topic):
    requests = ask(sub_topic, "Water", "Land", "Housing", "Water", "Children")

    withdraw_request(requests[1])

    assert outcomes(requests[3:]) == ["waiting, place 1", "confirmed, seat 2 of 3"]


def test_when_its_own_seat_is_given_back_the_next_of_the_organisation_has_one(sub_topic):
    requests = ask(sub_topic, "Water", "Water", "Water")

    withdraw_request(requests[0])

    assert outcomes(requests[1:]) == ["confirmed, seat 1 of 3", "waiting, place 1"]


def test_an_offered_seat_counts(sub_topic):
    requests = ask(sub_topic, "Water", "Land", "Housing", "Children", "Children")
    SubTopic.objects.update(requests_close=timezone.now())

    withdraw_request(requests[0])
    withdraw_request(requests[1])

    assert outcomes(requests[3:])[0].startswith("seat 1 is offered until")
    assert outcomes(requests[3:])[1] == "waiting, place 1"
    assert sub_topic.seats.filter(request=None).count() == 1


def test_a_seat_that_nobody_could_have_is_not_forgotten(sub_topic):
    requests = ask(sub_topic, "Water", "Land", "Housing", "Water", "Housing")
    withdraw_request(requests[1])
    assert sub_topic.seats.filter(request=None).count() == 1

    withdraw_request(requests[0])

    assert outcomes(requests[3:]) == ["confirmed, seat 1 of 3", "waiting, place 1"]
    assert sub_topic.seats.filter(request=None).count() == 1


def test_naming_another_organisation_later_frees_no_seat(sub_topic):
    first, second = ask(sub_topic, "Water", "Water")

    change_registration(first.registration, organisation_name="Land")
    (third,) = ask(sub_topic, "Water")

    assert outcomes([first, second, third]) == [
        "confirmed, seat 1 of 3",
        "waiting, place 1",
        "waiting, place 2",
    ]


def test_a_draw_keeps_the_limit_and_codes_only_who_could_meet_it():
    sub_topic = SubTopicFactory(drawn=True, seat_count=3, organisation_limit=1)
    requests = ask(sub_topic, *["Water"] * 8, "Land", "Housing", "Housing", "")
    SubTopic.objects.update(requests_close=timezone.now())

    hold_draw(sub_topic.draw)

    sub_topic.draw.refresh_from_db()
    record = sub_topic.draw.record
    by_id = {str(request.public_id): request.organisation_key for request in requests}
    codes = {(by_id[entry["id"]], entry.get("organisation")) for entry in record["entries"]}
    assert {name for name, code in codes if code} == {"water", "housing"}
    assert len(codes) == 4
    seated = [by_id[one] for one in record["seated"]]
    assert seated.count("water") <= 1 and seated.count("housing") <= 1
    assert problems_of(record) == []


def test_the_limit_stands_before_the_form(client_of):
    item = AgendaItemFactory(with_sub_topic=True, sub_topic__organisation_limit=1)
    event, person = item.day.event, UserFactory()
    ask(item.sub_topic, "Water")
    RegistrationFactory(event=event, person=person, organisation_name="water")

    page = client_of(person).get(event.address_of("ask", item.sub_topic.pk)).content.decode()

    assert "At most 1 seat for one organisation." in page
    assert "You would wait until one of them is given back" in page


def test_a_limit_of_none_is_refused():
    with pytest.raises(IntegrityError):
        SubTopicFactory(organisation_limit=0)


@pytest.mark.django_db(transaction=True)
def test_forty_of_one_organisation_at_once_have_one_seat():
    sub_topic = SubTopicFactory(organisation_limit=1)
    crowd = RegistrationFactory.create_batch(40, event=sub_topic.event, is_generated=True)

    all_at_once(lambda one: ask_to_speak(one, sub_topic, language="en"), crowd)

    assert sub_topic.requests.seated().count() == 1
    assert sub_topic.requests.waiting().count() == 39


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_six_of_one_organisation_have_six():
    sub_topic = SubTopicFactory(organisation_limit=1)
    crowd = RegistrationFactory.create_batch(6, event=sub_topic.event, is_generated=True)

    all_have_looked = Barrier(6, timeout=60)

    def ask_carelessly(numbered) -> None:
        number, registration = numbered
        has_room = sub_topic.has_room_for(registration.organisation_key)
        all_have_looked.wait()
        if has_room:
            SpeakingRequest.objects.create(
                registration=registration,
                sub_topic=sub_topic,
                language="en",
                asked_at=timezone.now(),
                organisation_key=registration.organisation_key,
                seat=sub_topic.seats.get(number=number),
            )

    all_at_once(ask_carelessly, list(enumerate(crowd, start=1)))

    assert sub_topic.requests.seated().count() == 6
