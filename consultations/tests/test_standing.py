"""Where an event stands, from its announcement to its report, said the same way on three pages."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from consultations.actions.asking import ask_to_speak
from consultations.actions.consultations import publish_consultation
from consultations.models import Consultation, Event
from consultations.standing import Stage, next_to_watch, standings
from consultations.tests.factories import (
    AgendaItemFactory,
    ConsultationFactory,
    DayFactory,
    EventFactory,
    PhaseFactory,
    RegistrationFactory,
    SubTopicFactory,
)

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 7, 1, 12, tzinfo=UTC)


def event_of_two_days(**fields) -> Event:
    """Registration from 1 to 10 July 2026, days on 13 and 14 July, 13:00–15:00 UTC."""
    event = EventFactory(
        time_zone="UTC",
        registration_opens=MOMENT,
        registration_closes=MOMENT + timedelta(days=9),
        **fields,
    )
    for number in (13, 14):
        DayFactory(event=event, date=date(2026, 7, number), starts=time(13), ends=time(15))
    return event


def stage(event: Event, at: datetime) -> Stage:
    return standings([event], at)[0].stage


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 7, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "wanted", "next_thing"),
    [
        (at(1, 11, 59), Stage.ANNOUNCED, at(1, 12)),
        (at(1, 12), Stage.OPEN, at(10, 12)),
        (at(10, 11, 59), Stage.OPEN, at(10, 12)),
        (at(10, 12), Stage.SETTLED, at(13, 13)),
        (at(13, 11, 59), Stage.SETTLED, at(13, 13)),
        (at(13, 12), Stage.SOON, at(13, 13)),
        (at(13, 13), Stage.LIVE, at(13, 15)),
        (at(13, 14, 59), Stage.LIVE, at(13, 15)),
        (at(13, 15), Stage.PAUSED, at(14, 13)),
        (at(14, 12, 30), Stage.SOON, at(14, 13)),
        (at(14, 13), Stage.LIVE, at(14, 15)),
        (at(14, 15), Stage.OVER, None),
    ],
)
def test_from_the_announcement_to_the_end(moment, wanted, next_thing):
    standing = standings([event_of_two_days()], moment)[0]

    assert (standing.stage, standing.moment) == (wanted, next_thing)


def test_a_draft_is_a_draft_and_what_is_closed_takes_nobody():
    assert stage(event_of_two_days(consultation__draft=True), at(5, 0)) == Stage.DRAFT
    assert stage(event_of_two_days(consultation__closed=True), at(5, 0)) == Stage.SETTLED
    assert stage(event_of_two_days(consultation__closed=True), at(1, 0)) == Stage.SETTLED
    assert stage(EventFactory(consultation__closed=True), at(5, 0)) == Stage.OVER, "it never had a day"


def test_full_once_all_seats_of_all_sub_topics_are_taken():
    first = SubTopicFactory(seat_count=1)
    event, second = first.event, SubTopicFactory(event=first.event, seat_count=1)
    now = timezone.now()
    one, other = RegistrationFactory.create_batch(2, event=event)

    ask_to_speak(one, first, language="en")
    assert stage(event, now) == Stage.OPEN, "a seat is left"
    ask_to_speak(other, second, language="en")
    assert stage(event, now) == Stage.FULL


def test_without_seats_or_with_requests_closed_nothing_is_full():
    event = EventFactory()
    assert stage(event, timezone.now()) == Stage.OPEN

    sub_topic = SubTopicFactory(event=event, seat_count=1)
    ask_to_speak(RegistrationFactory(event=event), sub_topic, language="en")
    sub_topic.requests_close = timezone.now()
    sub_topic.save()

    assert stage(event, timezone.now()) == Stage.OPEN


def test_over_with_a_report_once_it_is_published(client):
    event = event_of_two_days()
    reports = event.consultation.reports
    report = reports.create(title="What was said", slug="said", languages=["en"])
    assert stage(event, at(20, 0)) == Stage.OVER, "drafts are not told of"

    reports.update(state="published", published_at=timezone.now())
    standing = standings([event], at(20, 0))[0]

    assert (standing.stage, standing.report) == (Stage.REPORTED, report)


def test_a_consultation_shows_its_next_event():
    consultation = ConsultationFactory()
    early = event_of_two_days(consultation=consultation)
    late = event_of_two_days(consultation=consultation, slug="late")
    late.days.filter(date=date(2026, 7, 14)).update(date=date(2026, 9, 1))
    found = standings([early, late], at(20, 0))

    assert next_to_watch(found).event == late
    assert next_to_watch(found[:1]).event == early
    assert next_to_watch([]) is None


def pages_of(client, event: Event, language: str = "en") -> list[str]:
    with translation.override(language):
        addresses = [event.get_absolute_url(), event.consultation.get_absolute_url()]
    addresses.append(f"/{language}/consultations/")
    return [client.get(address).content.decode() for address in addresses]


@pytest.mark.parametrize(
    ("opens", "closes", "begins", "tag", "sentence"),
    [
        (5, 10, 20, "Announced", "Registration opens:"),
        (-5, 10, 20, "Registration is open", "You can register. Registration closes:"),
        (-9, -1, 20, "Registration is closed", "The meeting begins:"),
        (-9, -1, -2, "Over", "There is no report yet."),
    ],
)
def test_list_consultation_and_programme_say_the_same(client, opens, closes, begins, tag, sentence):
    now = timezone.now()
    event = EventFactory(
        registration_opens=now + timedelta(days=opens), registration_closes=now + timedelta(days=closes)
    )
    DayFactory(event=event, date=timezone.localdate() + timedelta(days=begins))
    PhaseFactory(consultation=event.consultation, event=event)

    for page in pages_of(client, event):
        assert f">{tag}</span>" in page
        assert sentence in page


def test_while_it_is_live_the_way_in_is_named_and_the_link_is_not_shown(client):
    event = EventFactory(time_zone="UTC")
    DayFactory(event=event, date=datetime.now(UTC).date(), starts=time.min, ends=time.max)
    PhaseFactory(consultation=event.consultation)

    for page in pages_of(client, event):
        assert ">Live now</span>" in page
        assert event.address_of("registration") in page
        assert "secret-room" not in page


def test_phases_say_in_words_what_is_over_now_and_next(client):
    today = timezone.localdate()
    consultation = ConsultationFactory()
    for kind, starts, ends in (
        ("survey", -30, -10),
        ("dialogue", -5, 5),
        ("report", 6, 20),
        ("dissemination", 21, 40),
    ):
        PhaseFactory(
            consultation=consultation,
            kind=kind,
            starts=today + timedelta(days=starts),
            ends=today + timedelta(days=ends),
        )

    page = client.get(consultation.get_absolute_url()).content.decode()

    words = [word for word in ("Over", "Now", "Next", "To come") if f"<br>{word}</p>" in page]
    assert words == ["Over", "Now", "Next", "To come"]
    assert page.count('aria-current="step"') == 1
    assert page.count("<ol") >= 2


@pytest.mark.parametrize("view", ["list", "consultation", "programme"])
def test_standing_costs_as_many_queries_for_three_as_for_one(client, view):
    def made() -> Event:
        event = AgendaItemFactory(with_sub_topic=True).day.event
        DayFactory(event=event, date=timezone.localdate() + timedelta(days=30))
        PhaseFactory(consultation=event.consultation)
        return event

    event = made()
    address = {
        "list": "/en/consultations/",
        "consultation": event.consultation.get_absolute_url(),
        "programme": event.get_absolute_url(),
    }[view]
    counts = []
    for name in ("second", "third"):
        with CaptureQueriesContext(connection) as sent:
            assert client.get(address).status_code == 200
        counts.append(len(sent))
        made()
        DayFactory(event=EventFactory(consultation=event.consultation, slug=name))

    assert counts[0] == counts[1]


def test_publishing_takes_a_draft_into_its_life(moderator):
    event = event_of_two_days(
        consultation__draft=True, consultation__languages=["en"], consultation__contact="us@example.org"
    )
    PhaseFactory(consultation=event.consultation, starts=MOMENT, ends=MOMENT + timedelta(days=30))
    publish_consultation(event.consultation, by=moderator)

    fresh = Event.objects.select_related("consultation").get(pk=event.pk)

    assert fresh.consultation.state == Consultation.State.PUBLISHED
    assert stage(fresh, at(5, 0)) == Stage.OPEN
