"""The programme: computed times, by every clock; who sees which name."""

import re
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.models import Registration
from consultations.tests.factories import (
    AgendaItemFactory,
    ConsultationFactory,
    DayFactory,
    EventFactory,
    PhaseFactory,
    RegistrationFactory,
)
from reference.models import RegionalGroup

pytestmark = pytest.mark.django_db

THE_FIRST_DAY = {"date": date(2021, 7, 13), "starts": time(13), "ends": time(15)}


def plan(day, *minutes) -> None:
    for position, length in enumerate(minutes, start=1):
        AgendaItemFactory(day=day, position=position, minutes=length)


def hours(day) -> list[str]:
    return [f"{slot.starts:%H:%M}-{slot.ends:%H:%M}" for slot in day.slots()]


def test_what_one_does_on_a_screen_is_not_printed_and_the_paper_says_of_what_it_is(client):
    event = AgendaItemFactory(with_sub_topic=True, day__event__consultation__title="Water for all").day.event

    page = client.get(event.get_absolute_url()).text

    assert '<p class="on-paper">Water for all</p>' in page
    assert f'<p class="on-screen"><a href="{event.address_of("register")}?sub_topic=' in page
    assert '<details class="on-screen"><summary>Show this programme' in page


def test_all_times_of_a_page_run_the_way_of_the_page(client):
    day = DayFactory(event__time_zone="Africa/Nairobi")
    with translation.override("ar"):
        page = client.get(f"{day.event.get_absolute_url()}?zone=Lima").text

    times = re.findall(r"<bdi>[^<]*\d\d:\d\d", page)

    assert times == [], "inside, they would run from left to right"
    assert "<bdi>UTC</bdi>" in page and "<bdi>Lima</bdi>" in page


def test_a_sentence_ends_right_after_its_moment(client):
    event = EventFactory(time_zone="UTC")
    today = timezone.now().date()
    DayFactory(event=event, date=today, starts=time.min, ends=time.max)

    page = client.get(event.get_absolute_url()).text

    assert "(<bdi>UTC</bdi>). Who is registered" in page


def test_a_consultation_without_phases_is_listed_for_everybody_and_a_draft_for_moderators(
    client, client_of, moderator
):
    ConsultationFactory(title="No dates yet")
    ConsultationFactory(title="Hidden draft", draft=True)
    ConsultationFactory(title="Closed without dates", closed=True)

    page, desk = (one.get("/en/consultations/").text for one in (client, client_of(moderator)))

    assert "No dates yet" in page and "Hidden draft" not in page
    assert page.index("No dates yet") < page.index("Earlier consultations") < page.index("Closed without")
    assert "Hidden draft" in desk.partition("Earlier consultations")[0]


def test_clock_times_follow_from_the_lengths():
    day = DayFactory(**THE_FIRST_DAY)
    AgendaItemFactory(day=day, position=1, minutes=15)
    AgendaItemFactory(day=day, position=2, with_sub_topic=True)
    AgendaItemFactory(day=day, position=3, minutes=5)

    assert hours(day) == ["13:00-13:15", "13:15-13:47", "13:47-13:52"]


def test_a_day_that_is_too_full_says_so(client):
    day = DayFactory(**THE_FIRST_DAY)
    plan(day, 100, 30)

    page = client.get(day.event.get_absolute_url()).content.decode()

    assert day.overrun == timedelta(minutes=10)
    assert [slot.overruns for slot in day.slots()] == [False, True]
    assert "The items take 10 minutes more than the day has." in page


def test_times_are_right_on_a_night_when_clocks_change():
    day = DayFactory(date=date(2026, 10, 25), starts=time(1), ends=time(5))
    plan(day, 60, 60, 60)

    assert hours(day) == ["01:00-02:00", "02:00-02:00", "02:00-03:00"]
    assert day.overrun == timedelta()


@pytest.mark.parametrize(
    ("language", "weekday"),
    [
        ("en", "Wednesday"),
        ("fr", "mercredi"),
        ("es", "miércoles"),
        ("ar", "الأربعاء"),
        ("ru", "среда"),
        ("zh-hans", "星期三"),
    ],
)
def test_14_july_2021_was_a_wednesday(client, language, weekday):
    """The concept note of 2021 called it a Thursday."""
    day = DayFactory(**{**THE_FIRST_DAY, "date": date(2021, 7, 14)})
    with translation.override(language):
        address, written = day.event.get_absolute_url(), date_format(day.date, "DATE_FORMAT")

    page = client.get(address).content.decode().lower()

    assert weekday.lower() in page
    assert written.lower() in page


def test_times_stand_in_the_events_zone_and_in_utc(client):
    day = DayFactory(**THE_FIRST_DAY)

    page = client.get(day.event.get_absolute_url()).content.decode()

    assert "13:00–&#8288;15:00 Geneva time (<bdi>Europe/Zurich</bdi>)" in page
    assert "11:00–&#8288;13:00 <bdi>UTC</bdi>" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("Africa/Nairobi", "14:00–16:00 <bdi>Nairobi</bdi>"),
        ("nairobi", "14:00–16:00 <bdi>Nairobi</bdi>"),
        ("Kathmandu", "16:45–18:45 <bdi>Kathmandu</bdi>"),
        ("kiritimati", "Wednesday 01:00–03:00 <bdi>Kiritimati</bdi>"),
        ("los angeles", "04:00–06:00 <bdi>Los Angeles</bdi>"),
    ],
)
def test_times_by_the_readers_clock_without_script(client, asked, shown):
    address = DayFactory(**THE_FIRST_DAY).event.get_absolute_url()

    first = client.get(address, {"zone": asked}).content.decode()
    later = client.get(address).content.decode()

    assert shown in first
    assert shown in later, "remembered in a cookie"


def test_an_unknown_zone_says_what_to_do(client):
    response = client.get(DayFactory().event.get_absolute_url(), {"zone": "../etc/passwd"})

    assert response.status_code == 200
    assert "Try the nearest large city." in response.content.decode()
    assert "zone" not in response.cookies


def test_the_zone_of_the_account_needs_no_asking(client_of):
    day = DayFactory(**THE_FIRST_DAY)

    page = client_of(UserFactory(time_zone="Africa/Nairobi")).get(day.event.get_absolute_url())

    assert "14:00–16:00 <bdi>Nairobi</bdi>" in page.content.decode()


NAMINGS = [
    ("full", True, "Zainab Q. (Rights Watchers)"),
    ("organisation", True, "Rights Watchers"),
    ("representative", True, "A civil-society representative, African States"),
    ("full", False, "Taken"),
]


@pytest.mark.parametrize(("public_name", "consents", "shown"), NAMINGS)
def test_the_public_list_names_speakers_only_as_they_agreed(client, public_name, consents, shown):
    item = AgendaItemFactory(with_sub_topic=True)
    registration = RegistrationFactory(event=item.day.event, name="Zainab Q.")
    region, _ = RegionalGroup.objects.get_or_create(code="AFRICA", defaults={"name": "African States"})
    naming = {"public_name": public_name, "region": region, "consents_to_listing": consents}
    ask_to_speak(registration, item.sub_topic, language="en", **naming)

    page = client.get(item.day.event.get_absolute_url()).content.decode()

    assert shown in page
    assert ("Zainab" in page) == (public_name == "full" and consents)
    assert "1 of 6 seats are taken." in page


@pytest.mark.parametrize(
    "chosen",
    [
        {"public_name": "representative"},
        {"public_name": "organisation", "organisation_name": ""},
        {"public_name": "", "consents_to_listing": True},
    ],
)
def test_a_listing_that_says_nothing_is_refused_by_the_database(chosen):
    with pytest.raises(IntegrityError):
        RegistrationFactory(**chosen)


def test_nothing_public_tells_how_to_join(client):
    event = DayFactory().event
    consultation = event.consultation

    for address in (consultation.get_absolute_url(), event.get_absolute_url(), event.address_of("calendar")):
        page = client.get(address).content.decode()
        assert "secret-room" not in page
        assert "+41 22" not in page


def test_the_programme_asks_as_much_for_three_items_as_for_one(
    client, django_assert_num_queries, stopped_clock
):
    event = EventFactory()
    for days, items in ((1, 1), (3, 3)):
        for step in range(days):
            day = DayFactory(event=event, date=date(2021, 7, items * 5 + step))
            for _ in range(items):
                item = AgendaItemFactory(day=day, with_sub_topic=True)
                registration = RegistrationFactory(event=event, public_name="full", consents_to_listing=True)
                ask_to_speak(registration, item.sub_topic, language="en")

        with django_assert_num_queries(16):
            client.get(event.get_absolute_url())
        with django_assert_num_queries(1):
            client.get(event.get_absolute_url())


def test_the_list_asks_as_much_for_three_as_for_one(client, django_assert_num_queries, stopped_clock):
    for count in (1, 2):
        PhaseFactory.create_batch(count)
        with django_assert_num_queries(5):
            client.get("/en/consultations/")
        with django_assert_num_queries(1):
            client.get("/en/consultations/")


def test_a_consultation_asks_as_much_for_three_phases_as_for_one(
    client, django_assert_num_queries, stopped_clock
):
    consultation = ConsultationFactory()
    for slugs in (["one"], ["two", "three"]):
        for slug in slugs:
            day = DayFactory(event__consultation=consultation, event__slug=slug)
            PhaseFactory(consultation=consultation, event=day.event)
        with django_assert_num_queries(10):
            client.get(consultation.get_absolute_url())
        with django_assert_num_queries(1):
            client.get(consultation.get_absolute_url())


def test_the_generated_are_labelled(client):
    event = DayFactory(event__consultation__is_generated=True).event

    assert (
        "everybody who registered here is generated" in client.get(event.get_absolute_url()).content.decode()
    )


def test_modes_offered_are_those_of_the_event():
    from consultations.forms import MODES_OF

    assert Registration.Mode.ROOM not in MODES_OF["online"]
    assert set(MODES_OF["hybrid"]) == set(Registration.Mode)
