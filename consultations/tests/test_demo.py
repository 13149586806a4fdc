"""The two demonstrated consultations."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Letter
from consultations.demo import seed_2021_consultation, seed_open_consultation
from consultations.models import Consultation, Registration, SubTopic
from surveys.documents.cleaning import clean
from surveys.documents.words import text_in

pytestmark = pytest.mark.django_db


def seats_of(consultation) -> list[tuple[int, int]]:
    """(taken, waiting) of each sub-topic in the order of the programme."""
    sub_topics = SubTopic.objects.filter(event__consultation=consultation).counting_who_waits()
    ordered = sub_topics.order_by("item__day__date", "item__position")
    return [(sub_topic.taken, sub_topic.waiting) for sub_topic in ordered]


def test_the_consultation_of_2021(reference, moderator):
    consultation = seed_2021_consultation(moderator, None)

    event = consultation.events.get()
    assert consultation.state == Consultation.State.CLOSED
    assert [str(day.starts_at) for day in event.days.all()] == [
        "2021-07-13 13:00:00+02:00",
        "2021-07-14 13:00:00+02:00",
    ]
    assert seats_of(consultation) == [(6, 2), (6, 0), (6, 1), (6, 3)]
    assert not any(day.overrun for day in event.days.all())


def test_the_one_that_is_open_now(reference, moderator):
    consultation = seed_open_consultation(moderator, timezone.localdate(), None)

    assert consultation.events.get().takes_registrations(timezone.now())
    assert seats_of(consultation) == [(4, 0), (6, 2), (1, 0), (0, 0)]


def test_it_can_be_loaded_on_any_day_of_the_week(reference, moderator):
    for day in range(1, 8):
        Consultation.objects.all().delete()
        consultation = seed_open_consultation(moderator, date(2027, 3, day), None)
        first, second = consultation.events.get().days.all()

        assert (first.date.weekday(), second.date.weekday()) == (1, 2)


def test_everybody_is_generated_and_nobody_gets_a_letter(reference, moderator):
    seed_2021_consultation(moderator, None)

    assert set(Registration.objects.values_list("is_generated", flat=True)) == {True}
    assert not Letter.objects.exists()
    assert all(
        email.endswith("@example.org") for email in Registration.objects.values_list("email", flat=True)
    )


def test_the_open_one_has_a_file_and_pages_in_four_languages_and_one_to_come(
    reference, moderator, client, client_of, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    consultation = seed_open_consultation(moderator, timezone.localdate(), None)
    notes = consultation.materials.filter(kind="concept_note")
    pages = consultation.materials.filter(kind="guidance")

    for found in (notes, pages):
        assert set(found.values_list("language", flat=True)) == {"en", "fr", "es", "ar"}
    for note in notes:
        note.full_clean()
        answer = client.get(note.get_absolute_url())
        words = text_in(clean(b"".join(answer.streaming_content)))
        assert " ".join(note.title.split()) in words and len(words.split()) > 60
    assert all(
        "two minutes" in client.get(page.get_absolute_url()).text for page in pages.filter(language="en")
    )
    coming = consultation.materials.get(kind="other")
    assert client.get(coming.get_absolute_url()).status_code == 404
    assert client_of(moderator).get(coming.get_absolute_url()).status_code == 200
