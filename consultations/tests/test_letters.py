"""Letters that are written when they are sent say what was decided, to whom it was decided."""

import pytest
from django.core import mail

from accounts import emails
from accounts.models import Letter
from consultations.actions.asking import ask_to_speak
from consultations.actions.letters import of_request
from consultations.actions.registrations import withdraw_registration
from consultations.actions.seats import withdraw_request
from consultations.models import SpeakingRequest
from consultations.tests.factories import RegistrationFactory, SubTopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def requests():
    """One seat, and three who ask for it; the letters are not sent yet."""
    sub_topic = SubTopicFactory(seat_count=1)
    crowd = RegistrationFactory.create_batch(3, event=sub_topic.event)
    return [ask_to_speak(one, sub_topic, language="en") for one in crowd]


def letter_of(request: SpeakingRequest) -> Letter:
    return Letter.objects.get(to=request.registration.email, template__in=["seat", "waiting"])


def deliver(letter: Letter) -> Letter:
    emails.deliver(letter.pk)
    letter.refresh_from_db()
    return letter


def test_a_letter_says_what_was_decided_also_when_the_line_has_moved_since(requests):
    withdraw_request(requests[1])
    assert SpeakingRequest.objects.get(pk=requests[2].pk).waiting_place == 1

    letter = deliver(letter_of(requests[2]))

    assert "waiting, place 2" in mail.outbox[0].body and "/consultations/link/" in mail.outbox[0].body
    assert (letter.state, letter.body, letter.facts) == (Letter.State.SENT, "", None)


def test_a_letter_to_be_written_holds_no_names(requests):
    facts = letter_of(requests[0]).facts

    assert facts == {"request": requests[0].pk, "registration": requests[0].registration_id, "seat": 1}


def test_what_has_become_somebody_elses_is_not_told_to_who_had_it(requests):
    before, after = requests[0].registration, RegistrationFactory(event=requests[0].registration.event)
    SpeakingRequest.objects.filter(pk=requests[0].pk).update(registration=after)

    letter = deliver(letter_of(requests[0]))

    assert (letter.state, letter.last_error, mail.outbox) == (Letter.State.FAILED, "NothingToTell", [])
    assert of_request(requests[0].pk, before.pk, seat=1) is None
    # The control: for whom it is now there is a way in, and it leads to their page.
    assert "/link/" in of_request(requests[0].pk, after.pk, seat=1)["link"]


def test_who_has_withdrawn_from_the_meeting_is_told_just_that(requests):
    withdraw_registration(requests[2].registration)

    assert deliver(letter_of(requests[2])).state == Letter.State.FAILED
    assert Letter.objects.filter(
        to=requests[2].registration.email, template="registration_withdrawn"
    ).exists()
