"""What people need to take part is answered, each of them, and they see the answer."""

import pytest

from accounts.models import AuditEntry, Letter
from accounts.tests.factories import UserFactory
from consultations.actions.access_needs import answer_needs
from consultations.actions.registrations import forget
from consultations.models import AccessAnswer
from consultations.tests.factories import EventFactory, RegistrationFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return RegistrationFactory(access_needs="Captions at www.evil.example", person=UserFactory())


def answer(registration, moderator, text="We have captions.") -> AccessAnswer:
    needs = registration.access_needs
    return answer_needs(registration, needs=needs, text=text, language="en", by=moderator)


def test_the_answer_is_a_letter_that_repeats_nothing_a_stranger_typed(client_of, moderator, registration):
    event, client = registration.event, client_of(moderator)
    page = client.get(event.address_of("answer_access_needs", registration.pk))
    assert "Captions at" in page.text

    sent = {"seen": page.context["form"]["seen"].value(), "text": "We have captions.", "language": "en"}
    assert client.post(event.address_of("answer_access_needs", registration.pk), sent).status_code == 302

    kept, letter = AccessAnswer.objects.get(), Letter.objects.get(template="access_answer")
    assert (kept.text, kept.answered_by, kept.needs) == (
        "We have captions.",
        moderator,
        registration.access_needs,
    )
    assert letter.person == registration.person
    assert "We have captions." in letter.body
    assert "evil" not in letter.body + letter.subject
    (entry,) = AuditEntry.objects.filter(verb="answered")
    assert entry.facts == {}


def test_the_person_sees_the_answer_on_their_own_page(client_of, moderator, registration):
    page = client_of(registration.person).get(registration.event.address_of("registration")).text
    assert "What the organisers answered" not in page

    answer(registration, moderator)

    page = client_of(registration.person).get(registration.event.address_of("registration")).text
    assert "We have captions." in page


def test_who_waits_for_an_answer_stands_first(client_of, moderator):
    event = EventFactory()
    first, second = (RegistrationFactory(event=event, access_needs="x", name=name) for name in ("Ab", "Cd"))
    RegistrationFactory(event=event, name="Nothing")
    answer(first, moderator)
    client = client_of(moderator)

    page = client.get(event.address_of("access_needs"))

    assert [one.name for one in page.context["page"]] == [second.name, first.name]
    assert "1 person waits for an answer." in page.text
    assert "(1 not answered)" in client.get(event.address_of("prepare")).text


def test_who_changes_what_they_need_waits_again(client_of, moderator, registration):
    answer(registration, moderator)
    registration.access_needs = "A sign language interpreter"
    registration.save()

    page = client_of(moderator).get(registration.event.address_of("access_needs")).text

    assert "1 person waits for an answer." in page
    assert "Answered before the person changed what they need:" in page
    own = client_of(registration.person).get(registration.event.address_of("registration")).text
    assert "The organisers will answer again." in own


def test_what_was_not_read_is_not_answered(client_of, moderator, registration):
    address, client = (
        registration.event.address_of("answer_access_needs", registration.pk),
        client_of(moderator),
    )
    seen = client.get(address).context["form"]["seen"].value()
    old = registration.access_needs
    registration.access_needs = "Something else"
    registration.save()

    page = client.post(address, {"seen": seen, "text": "Yes.", "language": "en"})

    assert page.status_code == 422
    assert "The person has changed what they need." in page.text
    assert "Yes." in page.text
    with pytest.raises(WrongState):
        answer_needs(registration, needs=old, text="Yes.", language="en", by=moderator)
    assert not Letter.objects.exists()


def test_an_empty_answer_says_what_to_do(client_of, moderator, registration):
    page = client_of(moderator).post(
        registration.event.address_of("answer_access_needs", registration.pk), {"text": " ", "language": "en"}
    )

    assert page.status_code == 422
    assert "Write what you can do for this person." in page.text


def test_generated_people_get_no_letter(moderator):
    answer(RegistrationFactory(access_needs="x", is_generated=True), moderator)

    assert not Letter.objects.exists()


def test_who_leaves_the_portal_leaves_no_answer(moderator, registration):
    answer(registration, moderator)

    forget(registration.person)

    assert not AccessAnswer.objects.exists()


def test_the_list_asks_as_much_for_three_as_for_one(client_of, moderator, django_assert_num_queries):
    event, client, counts = EventFactory(), client_of(moderator), []
    for people in (1, 3):
        for registration in RegistrationFactory.create_batch(people, event=event, access_needs="x"):
            answer(registration, moderator)
        with django_assert_num_queries(counts[0] if counts else 40, exact=bool(counts)) as queries:
            client.get(event.address_of("access_needs"))
        counts.append(len(queries))
