"""From the survey to the agenda: grounds of a sub-topic, and letters to those who left their address."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Letter
from consultations.actions.findings import invite_contacts, questions_for, rest_on
from consultations.tests.factories import AgendaItemFactory, EventFactory, PhaseFactory, SubTopicFactory
from surveys.models import ContactOptIn, Question
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory
from upr_portal.states import WrongState


@pytest.fixture
def event(db):
    return EventFactory(consultation__languages=["fr", "en"], consultation__contact="UPR Info")


@pytest.fixture
def survey(event):
    survey = SurveyFactory(state="closed", languages=["es", "en"], title_es="Agua", title_en="Water")
    PhaseFactory(consultation=event.consultation, kind="survey", survey=survey)
    return survey


@pytest.fixture
def sub_topic(event):
    sub_topic = SubTopicFactory(event=event)
    AgendaItemFactory(day__event=event, kind="sub_topic", sub_topic=sub_topic, minutes=None)
    return sub_topic


@pytest.fixture
def question(survey):
    section = SectionFactory(survey=survey)
    QuestionFactory(
        section=section, code="R1", kind="text", sensitivity=Question.Sensitivity.REPRISAL, required=False
    )
    return QuestionFactory(section=section, code="Q1", text="What should change?")


def test_a_moderator_picks_questions_and_the_programme_leads_to_their_results(
    client, client_of, moderator, event, sub_topic, question
):
    page = event.address_of("findings", sub_topic.pk)

    assert client_of(moderator).get(page).text.count('type="checkbox"') == 1, "reprisals are never shown"
    assert client_of(moderator).post(page, {"questions": [question.pk]}).status_code == 302

    link = f'<a href="/en/surveys/{question.survey.slug}/results/#Q1">What should change?</a>'
    assert link in client.get(event.get_absolute_url()).text


def test_what_it_rests_on_is_edited_from_the_workbench_and_not_from_the_page(client_of, moderator, sub_topic):
    event, client = sub_topic.event, client_of(moderator)
    link = f'href="{event.address_of("findings", sub_topic.pk)}">What it rests on<span class="hidden">'

    assert event.address_of("findings", sub_topic.pk) not in client.get(event.get_absolute_url()).text
    assert f"{link}: {sub_topic.title}</span>" in client.get(event.address_of("prepare")).text


def test_what_is_not_asked_in_this_consultation_is_no_ground(event, sub_topic, question, moderator):
    stranger = QuestionFactory(section=SectionFactory(survey=SurveyFactory()))

    with pytest.raises(ValueError):
        rest_on(sub_topic, [stranger], by=moderator)

    assert list(questions_for(sub_topic)) == [question]
    assert not sub_topic.grounds.exists()


def test_everybody_who_left_an_address_is_written_to_once(event, survey, moderator):
    for email in ("one@example.org", "one@example.org", "two@example.org"):
        ContactOptIn.objects.create(survey=survey, email=email)
    ContactOptIn.objects.create(survey=SurveyFactory(), email="stranger@example.org")

    assert invite_contacts(event, by=moderator) == 2
    assert invite_contacts(event, by=moderator) == 0

    letters = Letter.objects.all()
    assert {letter.to for letter in letters} == {"one@example.org", "two@example.org"}
    assert all(letter.language == "es" for letter in letters), "the first language of the survey"
    assert all("Agua" in letter.body and event.consultation.title in letter.body for letter in letters)
    assert all("UPR Info" in letter.body for letter in letters), "who deletes the address"
    assert all(f"/en{event.get_absolute_url()[3:]}" in letter.body for letter in letters)
    assert not any(letter.key.endswith(letter.to) for letter in letters), "no address in a key"


def test_the_page_says_who_was_written_to_and_does_not_offer_it_again(client_of, moderator, event, survey):
    QuestionFactory(section__survey=survey, kind="contact", text="May we write to you?", code="C1")
    ContactOptIn.objects.create(survey=survey, email="one@example.org")
    client, address = client_of(moderator), event.address_of("invite")
    before = client.get(address).text
    assert "one@example.org" not in before and ">Write the letters</button>" in before
    assert "May we write to you?" in before

    client.post(address)
    after = client.get(address).text
    ContactOptIn.objects.create(survey=survey, email="two@example.org")
    again = client.get(address).text

    assert "one@example.org" in after and ">Write the letters</button>" not in after
    assert "1 of them was not written to yet." in again and ">Write the letters</button>" in again


def test_the_page_asks_as_much_for_three_addresses_as_for_one(client_of, moderator, event, survey):
    client, counts = client_of(moderator), []
    for addresses in (["one"], ["two", "three"]):
        for name in addresses:
            ContactOptIn.objects.create(survey=survey, email=f"{name}@example.org")
        invite_contacts(event, by=moderator)
        with CaptureQueriesContext(connection) as sent:
            client.get(event.address_of("invite"))
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_nobody_is_invited_to_what_they_cannot_read(event, survey, moderator):
    ContactOptIn.objects.create(survey=survey, email="one@example.org")
    type(event.consultation).objects.filter(pk=event.consultation_id).update(state="draft")
    event.consultation.refresh_from_db()

    with pytest.raises(WrongState):
        invite_contacts(event, by=moderator)

    assert not Letter.objects.exists() and not mail.outbox
