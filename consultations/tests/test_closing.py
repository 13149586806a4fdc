"""A consultation is closed once nothing is to come, and opened again; a meeting is cancelled."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Letter
from consultations.actions.asking import ask_to_speak
from consultations.actions.closing import (
    cancel_event,
    close_consultation,
    reopen_consultation,
    what_is_open,
)
from consultations.actions.consultations import keep_what_is_known
from consultations.actions.reminders import due
from consultations.calendars import invitations, programme_calendar
from consultations.models import Consultation, Draw, Event
from consultations.standing import Stage, standings
from consultations.tests.factories import (
    AgendaItemFactory,
    ConsultationFactory,
    DayFactory,
    EventFactory,
    PhaseFactory,
    RegistrationFactory,
    SubTopicFactory,
)
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


def address(name: str, consultation) -> str:
    return reverse(f"consultations:{name}", args=[consultation.slug])


def over(day) -> None:
    day.date = timezone.localdate() - timedelta(days=2)
    day.save()


def test_a_meeting_to_come_stands_in_the_way_of_closing(client_of, moderator):
    event = DayFactory(event__title="Days").event
    client, consultation = client_of(moderator), event.consultation

    page = client.get(address("close", consultation)).content.decode()
    answer = client.post(address("close", consultation))

    assert event.address_of("cancel_event") in page and ">Close the consultation</button>" not in page
    assert answer.status_code == 422
    consultation.refresh_from_db()
    assert consultation.is_published
    with pytest.raises(ValidationError, match="“Days” goes on until"):
        close_consultation(consultation, by=moderator)


@pytest.mark.parametrize("way", ["over", "cancelled"])
def test_once_it_is_over_or_cancelled_it_does_not(client_of, moderator, way):
    day = DayFactory()
    client, consultation = client_of(moderator), day.event.consultation
    if way == "over":
        over(day)
    else:
        client.post(day.event.address_of("cancel_event"))

    assert client.post(address("close", consultation)).status_code == 302
    consultation.refresh_from_db()
    assert consultation.state == Consultation.State.CLOSED


def test_what_is_left_undone_is_named_and_does_not_stop_anybody(moderator):
    day = DayFactory(event__title="Days")
    keep_what_is_known(day.event)
    sub_topic = SubTopicFactory(event=day.event, drawn=True, title="Wells")
    ask_to_speak(RegistrationFactory(event=day.event, access_needs="Captions"), sub_topic, language="en")
    over(day)
    EventFactory(consultation=day.event.consultation, slug="x", title="Later", state=Event.State.DRAFT)

    found = what_is_open(day.event.consultation)

    assert all(finding.is_advice for finding in found)
    assert [finding.sentence for finding in found] == [
        "“Days”: registered people were not told what has changed.",
        "“Days”: 1 person waits for an answer.",
        "The draw of “Wells” is not held yet.",
        "“Later” was never published.",
    ]


def test_where_all_is_done_nothing_is_named():
    day = DayFactory()
    over(day)
    keep_what_is_known(day.event)

    assert what_is_open(Consultation.objects.get()) == []


def test_a_closed_consultation_is_opened_again_and_that_is_written_down(client_of, moderator):
    consultation = ConsultationFactory(closed=True)
    client = client_of(moderator)
    assert "Open the consultation again" in client.get(address("prepare_consultation", consultation)).text

    client.post(address("reopen", consultation))

    consultation.refresh_from_db()
    assert consultation.is_published
    assert AuditEntry.objects.filter(verb="reopened", thing_key=str(consultation.pk)).count() == 1


def test_only_what_is_closed_is_opened_again_and_by_moderators_alone(client_of, moderator, client):
    published, closed = ConsultationFactory(), ConsultationFactory(closed=True)

    assert client.post(address("reopen", closed)).status_code in (302, 403)
    assert client_of(moderator).post(address("reopen", published)).status_code == 409
    with pytest.raises(WrongState):
        reopen_consultation(published, by=moderator)
    closed.refresh_from_db()
    assert closed.state == Consultation.State.CLOSED


def test_phases_of_a_closed_consultation_are_neither_now_nor_next(client):
    for state, words in (("published", ["Over", "Now", "Next"]), ("closed", ["Over"])):
        consultation = ConsultationFactory(state=state)
        for kind, starts in (("survey", -30), ("dialogue", -2), ("report", 20)):
            first = timezone.localdate() + timedelta(days=starts)
            PhaseFactory(consultation=consultation, kind=kind, starts=first, ends=first + timedelta(days=5))

        page = client.get(consultation.get_absolute_url()).content.decode()

        assert [word for word in ("Over", "Now", "Next", "To come") if f"<br>{word}</p>" in page] == words
        assert page.count('aria-current="step"') == (state == "published")


def test_a_meeting_of_a_closed_consultation_is_over_after_its_day_and_not_before():
    day = DayFactory(event__consultation__closed=True)
    now = timezone.now()

    assert standings([day.event], now)[0].stage == Stage.SETTLED
    assert standings([day.event], now + timedelta(days=40))[0].stage == Stage.OVER


def test_who_is_registered_is_told_that_it_is_cancelled_and_their_calendars_too(moderator):
    event = DayFactory().event
    registration = RegistrationFactory(event=event)
    RegistrationFactory(event=event, state="withdrawn")

    assert cancel_event(event, by=moderator) == 1

    letter = Letter.objects.get(template="event_cancelled")
    assert letter.to == registration.email
    assert "does not take place" in letter.body
    registration.event = Event.objects.get(pk=event.pk)
    [entry] = invitations(registration)
    assert "STATUS:CANCELLED" in entry.content and "SEQUENCE:1" in entry.content
    assert "STATUS:CANCELLED" in programme_calendar(registration.event)


def test_a_cancelled_meeting_says_so_and_takes_nothing_any_more(client, moderator):
    event = AgendaItemFactory(with_sub_topic=True).day.event
    register = event.address_of("register")
    assert register in client.get(event.get_absolute_url()).text

    cancel_event(event, by=moderator)

    page = client.get(event.get_absolute_url()).text
    assert "This meeting does not take place." in page and "EventCancelled" in page
    assert register not in page and "EventScheduled" not in page
    fresh = Event.objects.get(pk=event.pk)
    assert not fresh.takes_registrations(timezone.now())
    assert not fresh.sub_topics.get().takes_requests(timezone.now())


def test_nobody_is_reminded_of_a_cancelled_meeting_and_no_seat_of_it_is_drawn(moderator):
    tomorrow = timezone.now() + timedelta(hours=20)
    event = EventFactory(time_zone="UTC")
    DayFactory(event=event, date=tomorrow.date(), starts=tomorrow.time(), ends=time.max)
    SubTopicFactory(event=event, drawn=True, closed=True)
    assert list(due(timezone.now())) and Draw.objects.due(timezone.now()).exists()

    cancel_event(event, by=moderator)

    assert not list(due(timezone.now())) and not Draw.objects.due(timezone.now()).exists()


def test_what_is_over_or_cancelled_is_not_cancelled(client_of, moderator):
    day = DayFactory(date=date(2020, 1, 1))
    cancelled = EventFactory(state=Event.State.CANCELLED)

    for event in (day.event, cancelled):
        assert client_of(moderator).post(event.address_of("cancel_event")).status_code == 409
        with pytest.raises(WrongState):
            cancel_event(event, by=moderator)
    assert not Letter.objects.exists()


def test_the_page_of_closing_asks_as_much_for_three_meetings_as_for_one(django_assert_num_queries):
    consultation = DayFactory().event.consultation
    with django_assert_num_queries(40, exact=False) as first:
        what_is_open(consultation)
    for number in range(2):
        DayFactory(event=EventFactory(consultation=consultation, slug=f"event-{number}"))
    again = Consultation.objects.get(pk=consultation.pk)

    with django_assert_num_queries(len(first)):
        what_is_open(again)
