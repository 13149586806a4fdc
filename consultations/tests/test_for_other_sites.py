"""The programme on the pages of others: as a frame for anybody, and in the words of schema.org."""

import html
import json
import re

import pytest
from django.utils import translation

from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.models import Event, Registration
from consultations.tests.factories import AgendaItemFactory, DayFactory, EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
EVIL = "</script><script>alert(1)</script><!-- & more"


def structured(client, event: Event, language: str = "en") -> dict:
    with translation.override(language):
        address = event.get_absolute_url()
    [block] = BLOCK.findall(client.get(address).content.decode())
    return json.loads(block)


def test_the_programme_says_what_when_and_where_in_the_words_of_schema_org(client):
    day = DayFactory(
        date="2026-07-13",
        starts="13:00",
        ends="15:00",
        event__mode=Event.Mode.HYBRID,
        event__venue="Palais Wilson",
    )
    DayFactory(event=day.event, date="2026-07-14", starts="09:00", ends="12:00")

    told = structured(client, day.event)

    page = f"/en/consultations/{day.event.consultation.slug}/events/dialogue/"
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Event")
    assert (told["name"], told["description"]) == (day.event.title, day.event.consultation.summary)
    assert (told["startDate"], told["endDate"]) == ("2026-07-13T13:00:00+02:00", "2026-07-14T12:00:00+02:00")
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    assert told["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    place, online = told["location"]
    assert (place["@type"], place["name"]) == ("Place", "Palais Wilson")
    assert online["@type"] == "VirtualLocation" and online["url"].endswith(page)
    assert told["inLanguage"] == ["en", "fr"]
    assert [(day["startDate"], day["name"]) for day in told["subEvent"]] == [
        ("2026-07-13T13:00:00+02:00", f"{day.event.title} – Participation"),
        ("2026-07-14T09:00:00+02:00", f"{day.event.title} – Participation"),
    ]


@pytest.mark.parametrize(
    ("contact", "name"), [("UPR Info, info@example.org", "UPR Info"), ("info@example.org", "UPR portal")]
)
def test_who_holds_it_and_where_is_told_without_an_address_of_a_person(client, contact, name):
    venue = {"event__mode": "in_person", "event__venue": "Room XX, Palais des Nations, Geneva"}
    day = DayFactory(event__consultation__contact=contact, **venue)

    told = structured(client, day.event)

    assert (told["organizer"]["@type"], told["organizer"]["name"]) == ("Organization", name)
    assert "info@example.org" not in json.dumps(told)
    [place] = told["location"]
    assert (place["name"], place["address"]) == ("Room XX", "Palais des Nations, Geneva")
    assert "subEvent" not in told, "one day is the event itself"


@pytest.mark.parametrize(
    ("mode", "attendance", "places"),
    [
        ("online", "OnlineEventAttendanceMode", ["VirtualLocation"]),
        ("in_person", "OfflineEventAttendanceMode", ["Place"]),
        ("hybrid", "MixedEventAttendanceMode", ["Place", "VirtualLocation"]),
    ],
)
def test_how_it_is_held(client, mode, attendance, places):
    told = structured(client, DayFactory(event__mode=mode).event)

    assert told["eventAttendanceMode"] == f"https://schema.org/{attendance}"
    assert [place["@type"] for place in told["location"]] == places


def test_the_way_in_is_never_told(client):
    event = DayFactory().event

    for address in (event.get_absolute_url(), event.address_of("embed")):
        page = client.get(address).content.decode()
        assert "secret-room" not in page and event.dial_in not in page


def test_a_title_cannot_end_the_block(client):
    event = DayFactory(event__title=EVIL).event
    page = client.get(event.get_absolute_url()).content.decode()

    [block] = BLOCK.findall(page)
    assert json.loads(block)["name"] == EVIL
    assert page.count("<script") == 1 and "<!--" not in block
    assert f'<script type="application/ld+json">{json.dumps({"name": EVIL})}</script>'.count("</script>") == 3


def test_without_days_there_is_no_block(client):
    assert not BLOCK.search(client.get(EventFactory().get_absolute_url()).content.decode())


def test_anybody_may_frame_the_programme(client):
    event = DayFactory().event

    answer = client.get(event.address_of("embed"))

    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *;" in answer["Content-Security-Policy"] + ";"
    assert "default-src 'none'" in answer["Content-Security-Policy"], "all else stays as it is"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("view", ["programme", "register", "calendar"])
def test_every_other_page_stays_without_frames(client, view):
    answer = client.get(DayFactory().event.address_of(view))

    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_frame_knows_nobody(client, client_of, moderator, django_assert_max_num_queries):
    event = AgendaItemFactory(with_sub_topic=True).day.event
    address = event.address_of("embed")
    client.get(address)  # what is looked up once for all
    usual = client.get(address)

    for user in (UserFactory(), moderator, UserFactory(staff=True, second_factor=False)):
        answer = client_of(user).get(address)
        assert answer.content == usual.content
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
    assert set(usual["Cache-Control"].split(", ")) == {"max-age=60", "public"}


def test_the_frame_asks_for_no_session(client_of, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    event = DayFactory().event
    client = client_of(UserFactory())

    with CaptureQueriesContext(connection) as asked:
        client.get(event.address_of("embed"))

    assert [one["sql"] for one in asked if "session" in one["sql"] or "accounts_user" in one["sql"]] == []


def test_a_draft_is_framed_for_nobody(client_of, moderator):
    event = DayFactory(event__consultation__draft=True).event

    assert client_of(moderator).get(event.address_of("embed")).status_code == 404


def test_links_leave_the_frame_and_there_is_nothing_to_send(client):
    page = client.get(AgendaItemFactory(with_sub_topic=True).day.event.address_of("embed")).content.decode()

    assert '<base target="_top">' in page
    assert "<form" not in page and "<nav" not in page and "<script" not in page


def test_the_frame_shows_items_and_seats_and_no_names(client):
    sub_topic = AgendaItemFactory(with_sub_topic=True, sub_topic__title="Water").sub_topic
    naming = {"public_name": Registration.PublicName.FULL, "consents_to_listing": True}
    one = RegistrationFactory(event=sub_topic.event, name="Listed Person")
    ask_to_speak(one, sub_topic, language="en", **naming)

    page = client.get(sub_topic.event.address_of("embed")).content.decode()

    assert "Water" in page and "1 of 6 seats are taken." in page
    assert "Listed Person" not in page


def test_the_programme_offers_the_lines_to_copy(client):
    event = DayFactory(event__title='A "title" & more').event
    page = client.get(event.get_absolute_url()).content.decode()

    [code] = re.findall(r"<code[^>]*>(&lt;iframe.*?)</code>", page)
    lines = html.unescape(code)

    assert lines.startswith("<iframe src=")
    assert event.address_of("embed") in lines
    assert 'title="Programme: A &quot;title&quot; &amp; more"' in lines
