"""What has changed is told once, in the reader's language, with calendar entries that follow."""

from datetime import date, time

import pytest
from django.utils import translation
from icalendar import Calendar

from accounts.models import AuditEntry, Letter
from accounts.tests.letters import written
from consultations.actions.announcing import News, announce_change
from consultations.actions.consultations import keep_what_is_known, publish_consultation
from consultations.actions.registrations import register
from consultations.history import changes, facts_of
from consultations.models import AgendaItem, Day, Event
from consultations.outline import Outline
from consultations.tests.factories import (
    AgendaItemFactory,
    ConsultationFactory,
    DayFactory,
    EventFactory,
    RegistrationFactory,
)
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db

PERSON = {"name": "A", "stakeholder_kind": "nhri", "mode": "online"}


@pytest.fixture
def event():
    """A (13:00), B (13:05), C (13:25) on Tuesday, 13 July; D on Wednesday; all of it known."""
    event = EventFactory(venue="Room XX")
    tuesday = DayFactory(event=event, date=date(2027, 7, 13), starts=time(13), ends=time(15))
    wednesday = DayFactory(event=event, date=date(2027, 7, 14), starts=time(13), ends=time(15))
    for position, (title, minutes) in enumerate((("A", 5), ("B", 20), ("C", 10)), 1):
        AgendaItemFactory(
            day=tuesday, position=position, title=title, title_fr=f"{title} fr", minutes=minutes
        )
    AgendaItemFactory(day=wednesday, position=1, title="D")
    keep_what_is_known(event)
    return event


def news(event) -> list[str]:
    event.refresh_from_db()
    return changes(event.announced, facts_of(Outline(event)))


def item(title: str):
    return AgendaItem.objects.filter(title=title)


def day(number: int):
    return Day.objects.filter(date=date(2027, 7, number))


def longer(event):
    item("A").update(minutes=20)


def renamed(event):
    item("B").update(title_en="Bees")


def removed(event):
    item("C").delete()


def added(event):
    AgendaItemFactory(day=day(13).get(), position=9, title="E", minutes=5)


def moved(event):
    item("C").update(day=day(14).get(), position=2)


def later(event):
    day(13).update(starts=time(14), ends=time(16))


def off(event):
    day(14).delete()


def another(event):
    DayFactory(event=event, date=date(2027, 7, 15), starts=time(9), ends=time(10), theme="")


def rethemed(event):
    day(14).update(theme_en="Follow-up")


def venue(event):
    Event.objects.filter(pk=event.pk).update(venue_en="Room XVII")


TUESDAY, WEDNESDAY = "Tuesday, 13 July 2027", "Wednesday, 14 July 2027"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            longer,
            [
                f"“B” moves from 13:05 to 13:20, on {TUESDAY}.",
                f"“C” moves from 13:25 to 13:40, on {TUESDAY}.",
            ],
        ),
        (renamed, ["“B” is now called “Bees”."]),
        (removed, ["No longer in the programme: “C”."]),
        (added, [f"New in the programme: “E”, {TUESDAY}, 13:35."]),
        (moved, [f"“C” moves from {TUESDAY}, 13:25 to {WEDNESDAY}, 13:10."]),
        (later, [f"A day has moved from {TUESDAY}, 13:00–15:00 to {TUESDAY}, 14:00–16:00."]),
        (off, [f"This day does not take place: {WEDNESDAY}, 13:00–15:00."]),
        (another, ["There is a new day: Thursday, 15 July 2027, 09:00–10:00."]),
        (rethemed, [f"The theme of {WEDNESDAY} is now “Follow-up”."]),
        (venue, ["Venue: Room XVII."]),
    ],
)
def test_each_change_is_one_sentence(event, change, said):
    assert news(event) == [], "the control: nothing has changed"

    change(event)

    assert news(event) == said


def test_what_changed_in_french_alone_is_told_to_those_who_read_french(event, moderator):
    english, french = (RegistrationFactory(event=event, language=code) for code in ("en", "fr"))
    item("B").update(title_fr="Abeilles")

    assert announce_change(event, by=moderator) == 1

    letter = Letter.objects.get()
    assert (letter.to, letter.language) == (french.email, "fr")
    assert "« B fr » s’appelle maintenant « Abeilles »." in letter.body.replace("\xa0", " ")
    assert english.email != letter.to


def test_each_person_gets_one_letter_with_what_changed_and_renewed_entries(event, moderator):
    register(event, email="a@example.org", language="en", **PERSON)
    written(Letter.objects.get())
    longer(event)
    off(event)

    assert announce_change(event, by=moderator) == 1

    first, second = Letter.objects.order_by("pk")
    assert second.subject == "Changes: Two days of dialogue"
    assert f"- “B” moves from 13:05 to 13:20, on {TUESDAY}." in second.body
    assert f"- This day does not take place: {WEDNESDAY}, 13:00–15:00." in second.body
    assert "They also take out of your calendar what does not take place." in second.body
    before, after = entries_of(first), entries_of(second)
    assert before.keys() == after.keys(), "the same UIDs"
    assert [(method, status, number) for method, status, number in after.values()] == [
        ("REQUEST", "CONFIRMED", 1),
        ("CANCEL", "CANCELLED", 1),
    ]


def entries_of(letter: Letter) -> dict[str, tuple]:
    """UID → (method, status, sequence number) of the calendar files of a letter."""
    found = {}
    for file in letter.attachments:
        calendar = Calendar.from_ical(file["content"])
        (entry,) = calendar.events
        found[str(entry["uid"])] = (str(calendar["method"]), str(entry["status"]), entry["sequence"])
    return found


def test_announcing_twice_with_nothing_new_writes_nothing(event, moderator):
    RegistrationFactory(event=event)
    longer(event)

    assert [announce_change(event, by=moderator) for _ in range(3)] == [1, 0, 0]

    event.refresh_from_db()
    assert (event.sequence, Letter.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(verb="announced").count() == 1


def test_what_was_changed_back_is_no_news(event, moderator):
    RegistrationFactory(event=event)
    longer(event)
    item("A").update(minutes=5)

    assert announce_change(event, by=moderator) == 0


def test_the_page_shows_what_people_do_not_know_and_the_letter(client_of, moderator, event):
    RegistrationFactory.create_batch(2, event=event)
    RegistrationFactory(event=event, language="fr")
    client = client_of(moderator)
    assert "What registered people do not know yet" not in client.get(event.address_of("prepare")).text
    longer(event)

    workbench = client.get(event.address_of("prepare")).text
    letter = client.get(event.address_of("announce"))

    assert "What registered people do not know yet" in workbench
    assert "“B” moves from 13:05 to 13:20" in workbench
    assert "3 people will get a letter." in letter.text
    assert "Changes: Two days of dialogue" in letter.text
    assert "passe de" in letter.text
    client.post(event.address_of("announce"), {"seen": letter.context["form"]["seen"].value()})
    assert Letter.objects.filter(template="programme_changed").count() == 3
    assert "What registered people do not know yet" not in client.get(event.address_of("prepare")).text
    assert "know the programme as it stands" in client.get(event.address_of("announce")).text


def test_a_letter_that_was_not_looked_at_is_not_sent(client_of, moderator, event):
    RegistrationFactory(event=event)
    longer(event)
    client = client_of(moderator)
    seen = client.get(event.address_of("announce")).context["form"]["seen"].value()
    renamed(event)

    answer = client.post(event.address_of("announce"), {"seen": seen})

    assert answer.status_code == 409
    assert not Letter.objects.exists()
    with pytest.raises(WrongState):
        announce_change(event, by=moderator, seen=seen)


def test_publishing_keeps_what_people_see(moderator):
    day = DayFactory(
        event__consultation=ConsultationFactory(draft=True, languages=["en"], contact="UPR Info")
    )
    Event.objects.update(registration_closes=day.starts_at)
    publish_consultation(day.event.consultation, by=moderator)
    day.event.refresh_from_db()

    assert day.event.announced["days"].keys() == {str(day.uid)}
    assert announce_change(day.event, by=moderator) == 0


def test_an_event_whose_facts_were_never_kept_is_told_by_its_days(moderator):
    event = DayFactory().event
    RegistrationFactory(event=event)

    assert announce_change(event, by=moderator) == 1
    assert announce_change(event, by=moderator) == 0

    assert "These are the new ones:" in Letter.objects.get().body


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_sentences_are_in_the_readers_language(event, language):
    longer(event)
    off(event)
    event.refresh_from_db()

    sentences = News.of(Outline(event)).sentences(language)

    with translation.override("en"):
        english = News.of(Outline(event)).sentences("en")
    assert len(sentences) == len(english)
    assert (sentences == english) == (language == "en")
