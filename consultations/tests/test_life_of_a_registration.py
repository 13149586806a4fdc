"""All letters of the life of a registration, each job delivered five times: one letter each."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from accounts.emails import deliver
from accounts.models import Letter
from consultations.actions.announcing import announce_change
from consultations.actions.asking import ask_to_speak
from consultations.actions.registrations import register, withdraw_registration
from consultations.actions.seats import withdraw_request
from consultations.models import Registration, SubTopic
from consultations.tasks import end_offers, hold_draws, remind_before_each_day
from consultations.tests.factories import AgendaItemFactory, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

LIFE = [
    "registration",
    "waiting",
    "promoted",
    "programme_changed",
    "reminder_day",
    "reminder_hour",
    "registration_withdrawn",
]
# What a template leaves where something is missing, or a translation is.
PLACEHOLDER = re.compile(r"%\(|%s|\{\{|\{%|\bNone\b|\[\]|&\w+;|<[a-z/]")
TITLES = {"en": "Days of dialogue", "fr": "Journées de dialogue", "es": "Jornadas de diálogo"}
WATER = {"en": "Water", "fr": "L’eau", "es": "El agua"}
ADDRESS = "amina@example.org"


def strike_five_times() -> None:
    """Every job of the clock and every delivery, five times over."""
    for _ in range(5):
        hold_draws()
        end_offers()
        remind_before_each_day()
        for letter in Letter.objects.order_by("pk"):
            deliver(letter.pk)


def put(sub_topic: SubTopic, hours: float) -> None:
    """Its day begins in so many hours, and nobody may ask any more."""
    begins, day = datetime.now(UTC) + timedelta(hours=hours), sub_topic.item.day
    day.date, day.starts, day.ends = begins.date(), begins.time(), time.max
    day.save()


def planned() -> SubTopic:
    event = EventFactory(time_zone="UTC", place="Geneva time", venue="Palais Wilson", mode="hybrid")
    sub_topic = AgendaItemFactory(with_sub_topic=True, day__event=event, sub_topic__seat_count=1).sub_topic
    for thing, titles in ((event, TITLES), (sub_topic, WATER)):
        for language, title in titles.items():
            setattr(thing, f"title_{language}", title)
        thing.save()
    return sub_topic


def live_through(language: str, by) -> list:
    """The mails to one person from registering to withdrawing."""
    sub_topic = planned()
    other = RegistrationFactory(event=sub_topic.event)
    first = ask_to_speak(other, sub_topic, language="en")
    details = {"name": "Amina", "stakeholder_kind": "national-ngo", "mode": Registration.Mode.ONLINE}
    one = register(sub_topic.event, email=ADDRESS, language=language, **details)
    Letter.objects.held().update(state=Letter.State.WAITING)  # as the hour lets it out
    strike_five_times()
    ask_to_speak(one, sub_topic, language=language)
    strike_five_times()
    withdraw_request(first)
    strike_five_times()
    announce_change(sub_topic.event, by=by)
    strike_five_times()
    Registration.objects.filter(pk=one.pk).update(registered_at=timezone.now() - timedelta(days=7))
    for hours in (23, 0.9):
        put(sub_topic, hours)
        strike_five_times()
    withdraw_registration(Registration.objects.select_related("event").get(pk=one.pk))
    strike_five_times()
    return [letter for letter in mail.outbox if letter.to == [ADDRESS]]


def templates() -> list[str]:
    return list(Letter.objects.filter(to=ADDRESS).order_by("pk").values_list("template", flat=True))


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_one_letter_each_and_every_word_in_the_language(moderator, language):
    mails = live_through(language, by=moderator)

    assert templates() == LIFE
    assert len(mails) == len(LIFE), "each job five times, each letter once"
    for letter in mails:
        whole = f"{letter.subject}\n{letter.body}"
        assert not PLACEHOLDER.search(whole), whole
        assert TITLES[language] in whole or WATER[language] in whole
        assert f"{settings.SITE_URL}/{language}/" in whole
        assert all(name not in whole for other, name in TITLES.items() if other != language), whole
        assert letter.extra_headers["Content-Language"] == language
        assert len(letter.subject) <= 78


def english_lines() -> set[str]:
    """The lines that say something in the English letters; addresses, names and times may be the same."""
    lines = {line for letter in mail.outbox for line in [letter.subject, *letter.body.splitlines()]}
    return {line for line in lines if len(line) > 12 and "://" not in line and "UTC" not in line}


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_line_is_left_in_english(moderator, language):
    live_through("en", by=moderator)
    english = english_lines()
    Letter.objects.all().delete()
    mail.outbox.clear()

    mails = live_through(language, by=moderator)

    theirs = {line for letter in mails for line in [letter.subject, *letter.body.splitlines()]}
    assert english & theirs == set()


def test_the_control_finds_the_lines_of_an_english_letter(moderator):
    live_through("en", by=moderator)

    assert "You are registered for this meeting:" in english_lines()
    assert "You have withdrawn from:" in english_lines()


@pytest.mark.parametrize("text", ["Dear %(name)s,", "Hello {{ name }}", "seat None of 6", "Day &amp; night"])
def test_the_control_finds_what_a_template_left_over(text):
    assert PLACEHOLDER.search(text)
