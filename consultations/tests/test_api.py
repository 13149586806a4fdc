"""What programs are given of consultations: what a stranger sees on the pages, and nothing of persons."""

import json
from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations.actions.asking import ask_to_speak
from consultations.models import Event, Registration
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
ROOT = "/api/v1/consultations/"


def event_of(client, event: Event, **query) -> dict:
    return client.get(f"{ROOT}{event.consultation.slug}/events/{event.slug}/", query).json()


def test_the_list_has_what_is_public_page_by_page(client):
    today = timezone.localdate()
    for number in range(3):
        PhaseFactory(ends=today.replace(year=today.year + number + 1), starts=today)
    ConsultationFactory(draft=True, slug="secret")

    address, seen = f"{ROOT}?limit=2", []
    while address:
        page = client.get(address).json()
        seen += page["items"]
        address = page["next"]

    assert page["count"] == 3 and page["offset"] == 2
    assert len(seen) == 3 and "secret" not in [one["slug"] for one in seen]
    assert [one["ends"] for one in seen] == sorted((one["ends"] for one in seen), reverse=True)


def test_one_has_its_phases_and_events(client):
    event = DayFactory().event
    PhaseFactory(consultation=event.consultation, event=event)

    one = client.get(f"{ROOT}{event.consultation.slug}/", {"language": "fr"}).json()

    assert [(phase["kind"], phase["name"], phase["event"]) for phase in one["phases"]] == [
        ("dialogue", "Dialogue", event.slug)
    ]
    assert [(each["slug"], each["stage"]) for each in one["events"]] == [(event.slug, "open")]
    assert one["events"][0]["address"].endswith(
        f"/fr/consultations/{event.consultation.slug}/events/dialogue/"
    )


def test_instants_are_computed_and_in_utc(client):
    day = DayFactory(date=date(2021, 7, 13), starts=time(13), ends=time(15))
    AgendaItemFactory(day=day, position=1, minutes=15)
    AgendaItemFactory(day=day, position=2, with_sub_topic=True)

    found = event_of(client, day.event)

    assert found["time_zone"] == "Europe/Zurich"
    assert [(item["starts"], item["ends"]) for item in found["days"][0]["items"]] == [
        ("2021-07-13T11:00:00Z", "2021-07-13T11:15:00Z"),
        ("2021-07-13T11:15:00Z", "2021-07-13T11:47:00Z"),
    ]
    assert (found["begins"], found["ends"]) == ("2021-07-13T11:00:00Z", "2021-07-13T13:00:00Z")
    begins = datetime.fromisoformat(found["begins"])
    assert begins == day.starts_at.astimezone(UTC)


def test_seats_are_counted_and_only_who_agreed_is_named(client):
    sub_topic = AgendaItemFactory(with_sub_topic=True, sub_topic__seat_count=2).sub_topic
    shown = {"public_name": Registration.PublicName.FULL, "consents_to_listing": True}
    hidden = {"public_name": Registration.PublicName.FULL, "consents_to_listing": False}
    for name, naming in (("Listed Person", shown), ("Hidden Person", hidden), ("Waiting Person", shown)):
        one = RegistrationFactory(event=sub_topic.event, name=name, access_needs="a ramp")
        ask_to_speak(one, sub_topic, language="en", **naming)

    found = event_of(client, sub_topic.event)

    [item] = found["days"][0]["items"]
    told = item["sub_topic"]
    assert (told["seats_total"], told["seats_taken"], told["waiting"], told["rule"]) == (
        2,
        2,
        1,
        "first_come",
    )
    assert told["speakers"] == [{"seat": 1, "name": "Listed Person (Rights Watchers)"}]


def test_nothing_of_persons_and_no_way_in_is_told(client):
    sub_topic = AgendaItemFactory(with_sub_topic=True).sub_topic
    one = RegistrationFactory(event=sub_topic.event, name="Hidden Person", access_needs="a ramp")
    asked = ask_to_speak(one, sub_topic, language="en")
    slug = sub_topic.event.consultation.slug

    told = "".join(
        client.get(address).content.decode()
        for address in (ROOT, f"{ROOT}{slug}/", f"{ROOT}{slug}/events/dialogue/")
    )

    secrets = [one.email, str(one.public_id), str(asked.public_id), "Hidden", "Rights Watchers", "a ramp"]
    assert [secret for secret in [*secrets, "secret-room", sub_topic.event.dial_in] if secret in told] == []
    assert "Sub-topic" in told, "what is public is there"


def test_an_unnamed_representative_is_listed_in_the_language_asked_for(client, reference):
    from reference.models import RegionalGroup

    sub_topic = AgendaItemFactory(with_sub_topic=True).sub_topic
    naming = {
        "public_name": Registration.PublicName.REPRESENTATIVE,
        "region": RegionalGroup.objects.first(),
        "consents_to_listing": True,
    }
    ask_to_speak(RegistrationFactory(event=sub_topic.event), sub_topic, language="en", **naming)

    names = [
        event_of(client, sub_topic.event, language=language)["days"][0]["items"][0]["sub_topic"]["speakers"][
            0
        ]["name"]
        for language in ("en", "fr")
    ]

    assert names[0].startswith("A civil-society representative") and names[0] != names[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing-here/", 404),
        ("secret/", 404),
        ("secret/events/dialogue/", 404),
        ("open/events/none/", 404),
        ("a%00b/", 422),
        ("?limit=0", 422),
        ("?limit=101", 422),
        ("?language=xx", 422),
    ],
)
def test_a_refusal_says_why(client, path, status):
    EventFactory(consultation__slug="secret", consultation__draft=True)
    EventFactory(consultation__slug="open")

    response = client.get(ROOT + path)

    assert response.status_code == status
    assert response.json()["detail"]


def test_a_moderator_is_given_no_more(client, client_of, moderator):
    EventFactory(consultation__slug="secret", consultation__draft=True)

    response = client_of(moderator).get(ROOT)

    assert response.content == client.get(ROOT).content
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["", "one/", "one/events/dialogue/"])
def test_three_rows_cost_no_more_queries_than_one(client, path):
    event = EventFactory(consultation__slug="one")

    def add(number: int) -> None:
        day = DayFactory(event=event, date=date(2027, 1, number))
        sub_topic = AgendaItemFactory(
            day=day, with_sub_topic=True, sub_topic=SubTopicFactory(event=event)
        ).sub_topic
        ask_to_speak(RegistrationFactory(event=event), sub_topic, language="en")
        PhaseFactory(consultation=event.consultation)
        DayFactory(event=EventFactory(consultation=event.consultation, slug=f"other-{number}"))
        PhaseFactory()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ROOT + path).status_code == 200
        return len(asked)

    add(1)
    few = queries()
    for number in (2, 3):
        add(number)

    assert queries() == few


def test_the_stage_says_full_as_the_pages_do(client):
    sub_topic = AgendaItemFactory(with_sub_topic=True, sub_topic__seat_count=1).sub_topic
    ask_to_speak(RegistrationFactory(event=sub_topic.event), sub_topic, language="en")
    event = sub_topic.event

    assert event_of(client, event)["stage"] == "full"
    assert "Open, with a waiting list" in client.get(event.get_absolute_url()).content.decode()


def test_letters_travel_as_they_are(client):
    ConsultationFactory(slug="one", title="Participation – الماء")

    assert "الماء" in client.get(ROOT).content.decode()
    assert json.loads(client.get(ROOT).content)["items"][0]["languages"] == ["en", "fr"]
