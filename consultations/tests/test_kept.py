"""What processes keep of a consultation is never shown after something has changed, whoever changed it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.seats import withdraw_request
from consultations.models import AgendaItem, Consultation, Day, Event, Material, Phase, Registration, SubTopic
from consultations.tests.factories import (
    AgendaItemFactory,
    ConsultationFactory,
    DayFactory,
    PhaseFactory,
    RegistrationFactory,
)
from consultations.views.access import SESSION
from reference.models import RegionalGroup
from surveys.models import Question, Survey
from surveys.tests.factories import QuestionFactory
from upr_portal import strangers

pytestmark = pytest.mark.django_db

CANARY = "What nobody has read before"


@pytest.fixture
def item():
    """A sub-topic that rests on a question, on the only day of an event, with a document and a phase."""
    question = QuestionFactory(section__survey__closed=True)
    item = AgendaItemFactory(day=DayFactory(), with_sub_topic=True)
    item.sub_topic.grounds.add(question)
    consultation = item.day.event.consultation
    Material.objects.create(
        consultation=consultation,
        event=item.day.event,
        title="A note",
        text="Read me.",
        language="en",
        published_at=timezone.now() - timedelta(days=1),
    )
    PhaseFactory(consultation=consultation, kind="survey", survey=question.survey, event=None)
    return item


def pages_of(event: Event, client: Client | None = None) -> str:
    """The list, the call page and the programme, as strangers read them."""
    client = client or Client()
    addresses = ("/en/consultations/", event.consultation.get_absolute_url(), event.get_absolute_url())
    return "".join(client.get(address).text for address in addresses)


CHANGES = {
    "the consultation": lambda item: Consultation.objects.update(title_en=CANARY),
    "the event": lambda item: Event.objects.update(title_en=CANARY),
    "a day": lambda item: Day.objects.update(theme_en=CANARY),
    "a sub-topic": lambda item: SubTopic.objects.update(title_en=CANARY),
    "an item": lambda item: AgendaItem.objects.create(
        day=item.day, position=9, kind="closing", title_en=CANARY, minutes=5
    ),
    "a document": lambda item: Material.objects.update(title=CANARY),
    "a question": lambda item: Question.objects.update(text_en=CANARY),
    "a survey": lambda item: Survey.objects.update(title_en=CANARY),
    "who speaks": lambda item: listed(item, CANARY),
}


def listed(item: AgendaItem, name: str) -> Registration:
    person = RegistrationFactory(
        event=item.day.event, name=name, public_name="full", consents_to_listing=True
    )
    ask_to_speak(person, item.sub_topic, language="en")
    return person


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_stands_on_the_next_page(item, what, stopped_clock):
    before = pages_of(item.day.event)
    assert pages_of(item.day.event) == before and CANARY not in before

    CHANGES[what](item)

    assert CANARY in pages_of(item.day.event)


@pytest.mark.parametrize("what", ["the event", "who speaks"])
def test_the_control_where_nothing_says_that_it_changed_the_old_page_is_shown(
    item, what, monkeypatch, stopped_clock
):
    monkeypatch.setattr(
        "consultations.kept.STATE", "SELECT slug FROM consultations_consultation WHERE slug = %s"
    )
    monkeypatch.setattr("consultations.kept.STATE_OF_ALL", "SELECT 'all'")
    pages_of(item.day.event)

    CHANGES[what](item)

    assert CANARY not in pages_of(item.day.event)


def test_who_takes_a_consent_back_is_not_named_any_more(item):
    person = listed(item, CANARY)
    assert CANARY in pages_of(item.day.event)

    Registration.objects.filter(pk=person.pk).update(consents_to_listing=False)

    assert CANARY not in pages_of(item.day.event)


def test_a_renamed_region_is_named_anew(item):
    region, _ = RegionalGroup.objects.get_or_create(code="AFRICA", defaults={"name": "African States"})
    person = RegistrationFactory(
        event=item.day.event, public_name="representative", region=region, consents_to_listing=True
    )
    ask_to_speak(person, item.sub_topic, language="en")
    assert CANARY not in pages_of(item.day.event)

    RegionalGroup.objects.filter(pk=region.pk).update(name_en=CANARY)

    assert CANARY in pages_of(item.day.event)


def test_a_phase_that_is_added_stands_on_the_next_page(item):
    before = pages_of(item.day.event)

    Phase.objects.create(
        consultation=item.day.event.consultation, kind="report", starts="2031-05-01", ends="2031-06-01"
    )

    assert pages_of(item.day.event) != before


def test_seats_and_the_line_are_counted_anew(item):
    SubTopic.objects.update(seat_count=1)
    item.sub_topic.seats.exclude(number=1).delete()
    item.sub_topic.refresh_from_db()
    first, second = RegistrationFactory.create_batch(2, event=item.day.event)
    pages = [pages_of(item.day.event)]
    held = ask_to_speak(first, item.sub_topic, language="en")
    pages.append(pages_of(item.day.event))
    ask_to_speak(second, item.sub_topic, language="en")
    pages.append(pages_of(item.day.event))
    withdraw_request(held)
    pages.append(pages_of(item.day.event))

    assert len({*pages[:3]}) == 3
    assert pages[3] == pages[1], "the second has the seat now, and nobody waits"


def test_the_list_says_when_the_last_seat_is_taken(item):
    item.sub_topic.seats.exclude(number=1).delete()
    assert "waiting list" not in Client().get("/en/consultations/").text

    ask_to_speak(RegistrationFactory(event=item.day.event), item.sub_topic, language="en")

    assert "waiting list" in Client().get("/en/consultations/").text


def test_a_page_is_good_for_its_minute(item, monkeypatch):
    pages_of(item.day.event)
    SubTopic.objects.filter(pk=item.sub_topic.pk).update(requests_close=timezone.now() + timedelta(minutes=5))
    assert "Requests are closed" not in pages_of(item.day.event)

    later = timezone.now() + timedelta(minutes=10)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert "Requests are closed" in pages_of(item.day.event)


def test_a_draft_is_nobodys(item):
    pages_of(item.day.event)

    Consultation.objects.update(state=Consultation.State.DRAFT)

    assert Client().get(item.day.event.get_absolute_url()).status_code == 404
    assert Client().get(item.day.event.consultation.get_absolute_url()).status_code == 404
    assert Client().get(item.day.event.address_of("register")).status_code == 404


def test_what_is_shown_to_one_who_is_known_is_shown_to_nobody_else(item, client_of, moderator):
    moderator, person = client_of(moderator), UserFactory()
    RegistrationFactory(event=item.day.event, person=person)
    assert "Workbench" in pages_of(item.day.event, moderator)
    assert "You are registered" in pages_of(item.day.event, client_of(person))

    strangers = pages_of(item.day.event)

    assert "Workbench" not in strangers and "You are registered" not in strangers
    assert "Workbench" in pages_of(item.day.event, moderator)


def test_who_came_by_a_link_sees_their_own_page(item):
    client, registration = Client(), RegistrationFactory(event=item.day.event)
    pages_of(item.day.event)
    session = client.session
    session[SESSION] = {str(item.day.event_id): registration.pk}
    session.save()

    assert "You are registered" in pages_of(item.day.event, client)


def test_each_language_has_its_own_page(item):
    french = item.day.event.get_absolute_url().replace("/en/", "/fr/")
    pages_of(item.day.event)

    assert 'lang="fr"' in Client().get(french).text.partition("<body")[0]


def test_what_is_asked_of_a_page_is_answered(item):
    pages_of(item.day.event)

    assert "Nairobi" in Client().get(item.day.event.get_absolute_url(), {"zone": "Nairobi"}).text


def test_no_more_is_kept_than_is_said(monkeypatch):
    monkeypatch.setattr(strangers.pages, "most", 2)
    for _ in range(3):
        Client().get(ConsultationFactory().get_absolute_url())

    assert len(strangers.pages) == 2


def test_an_edition_that_was_rolled_back_never_comes_again(item):
    def edition() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT edition FROM consultations_consultation")
            return str(cursor.fetchone()[0])

    seen = {edition()}
    for _ in range(3):
        connection.cursor().execute("SAVEPOINT here")
        Event.objects.update(title_en=CANARY)
        seen.add(edition())
        connection.cursor().execute("ROLLBACK TO here")

    assert len(seen) == 4
