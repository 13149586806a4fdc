"""The desk: states move by actions only, sub-topics come with seats, what people sent is only read."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import AuditEntry, Letter
from consultations.actions.asking import ask_to_speak
from consultations.models import Consultation, SubTopic
from consultations.tests.factories import (
    AgendaItemFactory,
    ConsultationFactory,
    DayFactory,
    EventFactory,
    RegistrationFactory,
    SubTopicFactory,
)

pytestmark = pytest.mark.django_db


def written_about(consultation) -> list[str]:
    entries = AuditEntry.objects.filter(
        thing_kind="consultations.consultation", thing_key=str(consultation.pk)
    )
    return list(entries.order_by("number").values_list("verb", flat=True))


def act(client, model: str, action: str, *things):
    data = {"action": action, "_selected_action": [thing.pk for thing in things]}
    return client.post(reverse(f"admin:consultations_{model}_changelist"), data, follow=True)


def test_publishing_and_closing(client_of, moderator):
    consultation = ConsultationFactory(draft=True, languages=["en"], contact="UPR Info")
    client = client_of(moderator)

    act(client, "consultation", "publish", consultation)
    act(client, "consultation", "close", consultation)

    consultation.refresh_from_db()
    assert consultation.state == Consultation.State.CLOSED
    assert written_about(consultation) == ["published", "closed"]


def test_a_step_that_does_not_exist_is_refused_in_words(client_of, moderator):
    consultation = ConsultationFactory(draft=True)

    page = act(client_of(moderator), "consultation", "close", consultation)

    consultation.refresh_from_db()
    assert consultation.is_draft
    assert "cannot take this step" in page.content.decode()


def test_what_must_be_mended_before_publishing_is_said_at_the_desk(client_of, moderator):
    consultation = ConsultationFactory(draft=True, languages=["en"])

    page = act(client_of(moderator), "consultation", "publish", consultation)

    consultation.refresh_from_db()
    assert consultation.is_draft
    assert "Say who answers questions about the consultation." in page.content.decode()


def test_adding_a_sub_topic_makes_its_seats(client_of, moderator):
    event = EventFactory()
    data = {
        "event": event.pk,
        "title_en": "Coalitions",
        "questions_en": "Which last?",
        "seat_count": 6,
        "slot_seconds": 120,
        "dialogue_minutes": 20,
        "allocation_rule": "first_come",
        **{f"requests_{end}_0": date for end, date in (("open", "2026-11-01"), ("close", "2026-12-01"))},
        **{f"requests_{end}_1": "12:00" for end in ("open", "close")},
    }

    response = client_of(moderator).post(reverse("admin:consultations_subtopic_add"), data)

    assert response.status_code == 302, response.context["adminform"].form.errors
    assert SubTopic.objects.get().seats.count() == 6


@pytest.mark.parametrize("asked", [True, False])
def test_the_number_of_seats_stays_once_somebody_has_asked(client_of, moderator, asked):
    sub_topic = SubTopicFactory()
    if asked:
        ask_to_speak(RegistrationFactory(event=sub_topic.event), sub_topic, language="en")

    page = client_of(moderator).get(reverse("admin:consultations_subtopic_change", args=[sub_topic.pk]))

    assert ('name="seat_count"' in page.text) != asked
    assert 'name="dialogue_minutes"' in page.text


def test_an_item_of_a_day_offers_the_sub_topics_of_its_event_alone(client_of, moderator):
    item = AgendaItemFactory(with_sub_topic=True)
    SubTopicFactory(title="Elsewhere")
    address = reverse("admin:consultations_day_change", args=[item.day.pk])

    page = client_of(moderator).get(address).content.decode()

    assert f'<option value="{item.sub_topic.pk}" selected>' in page
    assert "Elsewhere" not in page


def test_changed_times_are_announced(client_of, moderator):
    event = DayFactory().event
    RegistrationFactory.create_batch(2, event=event)

    act(client_of(moderator), "event", "announce", event)

    assert Letter.objects.filter(template="programme_changed").count() == 2


@pytest.mark.parametrize("model", ["registration", "speakingrequest"])
def test_what_people_sent_is_only_read(client_of, moderator, model):
    RegistrationFactory()
    client = client_of(moderator)

    assert client.get(reverse(f"admin:consultations_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:consultations_{model}_add")).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"minutes": 5}, "leave the minutes empty"), ({"day": None}, "belongs to another event")],
)
def test_an_agenda_item_that_cannot_be_is_refused_in_words(wrong, said):
    item = AgendaItemFactory(with_sub_topic=True)
    changes = {"day": DayFactory()} if "day" in wrong else wrong
    for field, value in changes.items():
        setattr(item, field, value)

    with pytest.raises(ValidationError, match=said):
        item.full_clean()
