"""What somebody writes for the moderators who choose: read by them and by the writer, and gone in time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.erasing import erase_details
from consultations.actions.seats import withdraw_request
from consultations.models import Day, Registration, SpeakingRequest, SubTopic
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory, SubTopicFactory

pytestmark = pytest.mark.django_db
WORDS = "Ten years of wells in our district."
WROTE = {"motivation": WORDS, "motivation_language": "fr"}


@pytest.fixture
def sub_topic() -> SubTopic:
    moderated = SubTopic.AllocationRule.MODERATED
    return AgendaItemFactory(with_sub_topic=True, sub_topic__allocation_rule=moderated).sub_topic


@pytest.fixture
def asked(sub_topic) -> SpeakingRequest:
    registration = RegistrationFactory(event=sub_topic.event, person=UserFactory())
    return ask_to_speak(registration, sub_topic, language="en", groups=WROTE)


def close(sub_topic: SubTopic) -> None:
    sub_topic.requests_close = timezone.now() - timedelta(hours=1)
    sub_topic.save()


def choosing(client, sub_topic: SubTopic) -> str:
    return client.get(sub_topic.event.address_of("choosing", sub_topic.pk)).content.decode()


def test_it_is_asked_where_moderators_choose_and_kept_in_the_language_of_the_page(client_of, sub_topic):
    person = UserFactory()
    RegistrationFactory(event=sub_topic.event, person=person)
    address = sub_topic.event.address_of("ask", sub_topic.pk).replace("/en/", "/fr/")

    client_of(person).post(address, {"language": "fr", "public_name": "full", "motivation": WORDS})

    request = SpeakingRequest.objects.get()
    assert (request.motivation, request.motivation_language) == (WORDS, "fr")


def test_where_seats_are_given_otherwise_it_is_not_asked(client_of):
    person, sub_topic = UserFactory(), SubTopicFactory()
    RegistrationFactory(event=sub_topic.event, person=person)
    address = sub_topic.event.address_of("ask", sub_topic.pk)

    assert 'name="motivation"' not in client_of(person).get(address).content.decode()
    client_of(person).post(address, {"language": "en", "public_name": "full", "motivation": WORDS})
    assert SpeakingRequest.objects.get().motivation == ""


def test_moderators_read_it_with_its_language_and_so_does_its_writer(client_of, moderator, asked):
    own = client_of(asked.registration.person).get(asked.sub_topic.event.address_of("registration"))
    close(asked.sub_topic)

    assert f'<p lang="fr" dir="ltr">{WORDS}</p>' in choosing(client_of(moderator), asked.sub_topic)
    assert WORDS in own.content.decode()


def test_nobody_else_does(client_of, client, asked):
    event = asked.sub_topic.event
    for reader in (client, client_of(UserFactory())):
        for address in (
            event.get_absolute_url(),
            event.address_of("speakers"),
            event.address_of("registration"),
        ):
            assert WORDS not in reader.get(address).content.decode()


def test_it_goes_with_a_request_that_is_withdrawn(asked):
    withdraw_request(asked)

    asked.refresh_from_db()
    assert (asked.motivation, asked.motivation_language) == ("", "")


@pytest.mark.parametrize(("days", "is_gone"), [(30, False), (31, True)])
def test_it_goes_thirty_days_after_the_meeting(asked, days, is_gone):
    Day.objects.update(date=timezone.localdate() - timedelta(days=days))

    erase_details()

    asked.refresh_from_db()
    assert (asked.motivation == "") == is_gone


def test_words_without_a_language_are_refused_by_the_database(asked):
    with pytest.raises(IntegrityError, match="a_motivation_has_a_language"), transaction.atomic():
        SpeakingRequest.objects.update(motivation_language="")


def test_moderators_see_which_seats_somebody_holds_elsewhere_in_one_query(client_of, moderator, sub_topic):
    elsewhere = SubTopicFactory(event=sub_topic.event, title="Wells and rivers")
    client, counts = client_of(moderator), []
    for more in (1, 4):
        for registration in RegistrationFactory.create_batch(more, event=sub_topic.event):
            ask_to_speak(registration, sub_topic, language="en", at=sub_topic.requests_open)
            ask_to_speak(registration, elsewhere, language="en")
        close(sub_topic)
        with CaptureQueriesContext(connection) as sent:
            page = choosing(client, sub_topic)
        counts.append(len(sent))

    assert counts[0] == counts[1]
    assert page.count("Wells and rivers") == Registration.objects.count() == 5
