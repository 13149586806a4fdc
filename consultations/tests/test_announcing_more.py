"""Speakers and windows of requests are told, too; who registers meanwhile reads what is new to them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import Letter
from consultations.actions import preparing
from consultations.actions.announcing import News, announce_change, readers_of
from consultations.actions.consultations import keep_what_is_known
from consultations.actions.registrations import register, withdraw_registration
from consultations.history import changes, facts_of
from consultations.models import AgendaItem, Event, ProgrammeVersion, Registration, SubTopic
from consultations.outline import Outline
from consultations.tests.factories import (
    AgendaItemFactory,
    DayFactory,
    EventFactory,
    RegistrationFactory,
    SubTopicFactory,
)

pytestmark = pytest.mark.django_db
OPENS, CLOSES = datetime(2027, 6, 1, 10, tzinfo=UTC), datetime(2027, 7, 1, 10, tzinfo=UTC)
PERSON = {"name": "A", "stakeholder_kind": "nhri", "mode": "online", "language": "en"}


@pytest.fixture
def event():
    """An opening whose speakers are to be confirmed, a talk, and two sub-topics; all of it known."""
    event = EventFactory()
    day = DayFactory(event=event, date=date(2027, 7, 13), starts=time(13), ends=time(15))
    AgendaItemFactory(day=day, position=1, title="Opening", speakers="", speakers_confirmed=False)
    AgendaItemFactory(day=day, position=2, title="Findings", speakers="Ann, director\nBo, analyst")
    for position, title in ((3, "Wells"), (4, "Rivers")):
        window = {"requests_open": OPENS, "requests_close": CLOSES}
        sub_topic = SubTopicFactory(event=event, title=title, **window)
        AgendaItemFactory(
            day=day, position=position, kind="sub_topic", title="", minutes=None, sub_topic=sub_topic
        )
    keep_what_is_known(event)
    return event


def item(title: str) -> AgendaItem:
    return AgendaItem.objects.get(title=title)


def news(event) -> list[str]:
    event.refresh_from_db()
    return changes(event.announced, facts_of(Outline(event)))


def opening(**fields):
    return lambda: AgendaItem.objects.filter(title="Opening").update(**fields)


def findings(**fields):
    return lambda: AgendaItem.objects.filter(title="Findings").update(**fields)


def window(*titles, **fields):
    return lambda: SubTopic.objects.filter(title__in=titles).update(**fields)


LATER, EARLIER = CLOSES + timedelta(days=1), OPENS - timedelta(days=1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            opening(speakers="Lerato, UPR Info", speakers_en="Lerato, UPR Info", speakers_confirmed=True),
            ["Speakers of “Opening”: Lerato, UPR Info."],
        ),
        (
            opening(speakers="Lerato", speakers_en="Lerato"),
            ["Speakers of “Opening”: Lerato (to be confirmed)."],
        ),
        (
            findings(speakers_confirmed=False),
            ["Speakers of “Findings”: Ann, director; Bo, analyst (to be confirmed)."],
        ),
        (findings(speakers="", speakers_en=""), ["Speakers of “Findings”: –."]),
        (
            window("Wells", requests_close=LATER),
            ["Requests to speak now close on Friday, 2 July 2027, 12:00 (Europe/Zurich): “Wells”."],
        ),
        (
            window("Wells", "Rivers", requests_open=EARLIER),
            ["Requests to speak now open on Monday, 31 May 2027, 12:00 (Europe/Zurich): “Wells”, “Rivers”."],
        ),
        (
            window("Rivers", requests_open=EARLIER, requests_close=LATER),
            [
                "Requests to speak now open on Monday, 31 May 2027, 12:00 (Europe/Zurich) and close on"
                " Friday, 2 July 2027, 12:00 (Europe/Zurich): “Rivers”."
            ],
        ),
    ],
    ids=["named", "not yet certain", "uncertain again", "nobody", "closing", "opening", "both"],
)
def test_speakers_and_windows_are_told_in_words(event, change, said):
    assert news(event) == [], "the control: nothing has changed"

    change()

    assert news(event) == said


def test_who_has_confirmed_is_told(event):
    findings(speakers_confirmed=False)()
    keep_what_is_known(event)

    findings(speakers_confirmed=True)()

    assert news(event) == ["The speakers of “Findings” have confirmed: Ann, director; Bo, analyst."]


def test_they_stand_in_the_one_letter_with_the_other_changes(event, moderator):
    RegistrationFactory(event=event)
    opening(speakers="Lerato", speakers_en="Lerato", speakers_confirmed=True)()
    window("Wells", requests_close=LATER)()
    AgendaItem.objects.filter(title="Findings").update(minutes=20)

    assert announce_change(event, by=moderator) == 1

    body = Letter.objects.get().body
    assert "Speakers of “Opening”: Lerato." in body and "Requests to speak now close on" in body
    assert "“Wells” moves from" in body


def test_what_was_announced_before_these_facts_were_kept_tells_nothing_of_them(event):
    known = {**event.announced, "items": {}}
    for key, facts in event.announced["items"].items():
        known["items"][key] = {name: facts[name] for name in ("day", "at", "after", "kind", "title")}
    Event.objects.update(announced=known)
    opening(speakers="Lerato", speakers_en="Lerato")()

    assert news(event) == []


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_the_new_sentences_are_translated(event, language):
    opening(speakers="L", speakers_en="L", **{f"speakers_{language}": "L"})()
    findings(speakers_confirmed=False)()
    window("Wells", requests_close=LATER)()
    window("Rivers", requests_close=LATER, requests_open=EARLIER)()
    event.refresh_from_db()
    now = facts_of(Outline(event))

    with translation.override(language):
        told = " ".join(changes(event.announced, now))

    assert not any(word in told for word in ("Speakers", "Requests", "confirmed", "close"))


def rename(event, now: str, by, title: str = "Findings") -> None:
    preparing.change(item(title), event=event, by=by, title_en=now)


def newcomer(event) -> Registration:
    """Somebody who registers now."""
    number = Registration.objects.count()
    return register(Event.objects.get(pk=event.pk), email=f"new{number}@example.org", **PERSON)


def told(registration: Registration) -> str:
    letter = Letter.objects.filter(template="programme_changed", to=registration.email).first()
    return letter.body if letter else ""


def test_who_registers_between_a_change_and_its_letter_does_not_get_that_letter(event, moderator):
    before = newcomer(event)
    rename(event, "Results", moderator)
    between = newcomer(event)

    assert announce_change(event, by=moderator) == 1

    assert "“Findings” is now called “Results”." in told(before)
    assert told(between) == ""
    assert not ProgrammeVersion.objects.exists(), "now all know the same"


def test_who_registers_between_two_changes_reads_of_the_second_alone(event, moderator):
    before = newcomer(event)
    rename(event, "Results", moderator)
    between = newcomer(event)
    rename(event, "Start", moderator, title="Opening")
    after = newcomer(event)

    assert announce_change(event, by=moderator) == 2

    assert all(words in told(before) for words in ("“Results”", "“Start”"))
    assert "“Start”" in told(between) and "“Results”" not in told(between)
    assert told(after) == ""


def test_what_is_changed_back_is_news_for_who_registered_meanwhile(event, moderator):
    before = newcomer(event)
    rename(event, "Results", moderator)
    between = newcomer(event)
    rename(event, "Findings", moderator, title="Results")

    assert announce_change(event, by=moderator) == 1

    assert told(before) == "" and "“Results” is now called “Findings”." in told(between)


def test_a_change_that_no_version_knows_is_told_to_everybody(event, moderator):
    """Made past the moderators' pages, it is told once too often rather than not at all."""
    AgendaItem.objects.filter(title="Findings").update(title_en="Results")
    between = newcomer(event)

    announce_change(event, by=moderator)

    assert "“Results”" in told(between)


def test_a_version_without_a_reader_makes_room(event, moderator):
    for number in range(3):
        rename(event, f"Findings {number}", moderator, title=item_named("Findings"))
    assert ProgrammeVersion.objects.count() == 1
    newcomer(event)
    rename(event, "Findings at last", moderator, title=item_named("Findings"))

    assert ProgrammeVersion.objects.count() == 2


def item_named(start: str) -> str:
    return AgendaItem.objects.get(title__startswith=start).title


def test_before_publication_nothing_is_kept(event, moderator):
    Event.objects.update(announced=None)

    rename(event, "Results", moderator)

    assert not ProgrammeVersion.objects.exists()


def test_a_change_at_the_desk_counts_too(event, moderator, client_of):
    newcomer(event)
    day = event.days.get()
    client = client_of(moderator)
    change = reverse("admin:consultations_day_change", args=[day.pk])
    form = {"event": event.pk, "date": "2027-07-13", "theme_en": "Water", "starts": "13:00", "ends": "15:00"}
    form |= {"items-TOTAL_FORMS": 0, "items-INITIAL_FORMS": 0}

    assert client.post(change, form).status_code == 302
    assert ProgrammeVersion.objects.count() == 1
    between = newcomer(event)
    assert announce_change(event, by=moderator) == 1

    assert told(between) == ""
    client.post(reverse("admin:consultations_day_delete", args=[day.pk]), {"post": "yes"})
    assert ProgrammeVersion.objects.count() == 1


def test_the_page_shows_each_letter_with_its_readers(event, moderator, client_of):
    newcomer(event)
    rename(event, "Results", moderator)
    withdraw_registration(newcomer(event))
    newcomer(event)
    rename(event, "Start", moderator, title="Opening")

    page = client_of(moderator).get(event.address_of("announce")).text

    assert "2 people will get a letter." in page
    assert page.count("English (1)") == 2 and page.count("“Opening” is now called “Start”.") == 2
    assert page.count("“Findings” is now called “Results”.") == 1
    assert page.count("They read only what they do not know.") == 1


def test_a_page_without_readers_shows_the_letter_all_the_same(event, moderator, client_of):
    rename(event, "Results", moderator)
    event.refresh_from_db()

    assert readers_of(News.of(Outline(event))) == {}
    assert "“Results”" in client_of(moderator).get(event.address_of("announce")).text
