"""Registering and speaking, with an account and without, by pages that need no script."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import delete_account
from accounts.models import Letter
from accounts.tests.factories import PASSWORD, OrganisationFactory, UserFactory
from accounts.tests.letters import written
from consultations.actions.access import registration_behind
from consultations.actions.asking import ask_to_speak
from consultations.actions.registrations import register, withdraw_registration
from consultations.models import AccessLink, Registration, SubTopic
from consultations.permissions import can_see_joining_details
from consultations.tests.factories import AgendaItemFactory, DayFactory, RegistrationFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db

DETAILS = {"organisation_name": "Water for All", "stakeholder_kind": "national-ngo", "mode": "online"}
GROWN_UP = {"is_under_18": "no"}
NEWCOMER = {"name": "Lerato M.", "email": "lerato@example.org", **DETAILS, **GROWN_UP}
SPEECH = {"language": "fr", "public_name": "full", "consents_to_listing": "on"}


@pytest.fixture
def item():
    return AgendaItemFactory(with_sub_topic=True)


@pytest.fixture
def event(item):
    return item.day.event


def link_in(letter: Letter) -> str:
    return re.search(r"/en/consultations/link/[^/]+/", written(letter).body)[0]


def test_from_the_seats_of_a_sub_topic_one_comes_by_registering_to_asking_there(client, event, item):
    ask = event.address_of("ask", item.sub_topic.pk)
    door = f"{event.address_of('register')}?sub_topic={item.sub_topic.pk}"
    assert door in client.get(event.get_absolute_url()).text
    assert item.sub_topic.title in client.get(door).text

    assert client.post(door, NEWCOMER).url == event.address_of("registered")
    opened = client.get(link_in(Letter.objects.get()))
    again = client.get(link_in(Letter.objects.get()))

    assert (opened.url, again.url) == (ask, event.address_of("registration")), "once"
    assert client.get(door).url == ask, "who is registered asks at once"
    assert ask in client.get(event.get_absolute_url()).text
    SubTopic.objects.update(requests_close=timezone.now())
    assert client.get(door).url == event.address_of("registration")
    assert "?sub_topic=" not in Client().get(event.get_absolute_url()).text, "no way where requests closed"


@pytest.mark.parametrize("key", ["", "0", "nothing", "9" * 40])
def test_a_sub_topic_that_is_not_there_changes_nothing(client, event, key):
    page = client.get(f"{event.address_of('register')}?sub_topic={key}")

    assert page.status_code == 200 and page.context["wanted"] is None


def test_with_an_account_one_comes_to_asking_at_once(client_of, event, item):
    door = f"{event.address_of('register')}?sub_topic={item.sub_topic.pk}"
    newcomer = {key: value for key, value in NEWCOMER.items() if key != "email"}

    assert client_of(UserFactory()).post(door, newcomer).url == event.address_of("ask", item.sub_topic.pk)


def test_the_whole_way_without_an_account(client, event, item):
    assert "none preset" and "checked" not in client.get(event.address_of("register")).content.decode()
    sent = client.post(event.address_of("register"), NEWCOMER, follow=True)
    assert "Look into your mailbox" in sent.content.decode()

    client.cookies.clear()
    page = client.get(link_in(Letter.objects.get()), follow=True)
    assert page.redirect_chain == [(event.address_of("registration"), 302)]
    assert "Lerato M." in page.content.decode()

    asked = client.post(event.address_of("ask", item.sub_topic.pk), SPEECH, follow=True).content.decode()
    assert "confirmed, seat 1 of 6" in asked
    assert "You will speak in: French" in asked

    request = Registration.objects.get().requests.get()
    client.post(event.address_of("give_back", request.pk))
    client.post(event.address_of("withdraw"))
    assert not event.registrations.standing().exists()
    assert set(Letter.objects.values_list("template", flat=True)) == {
        "registration",
        "seat",
        "request_withdrawn",
        "registration_withdrawn",
    }


def test_the_whole_way_with_an_account(client_of, event, item):
    person = UserFactory(organisation=OrganisationFactory(name="Rights Watchers"), language="fr")
    client = client_of(person)

    form = client.get(event.address_of("register")).content.decode()
    assert 'value="Rights Watchers"' in form
    assert 'name="email"' not in form
    page = client.post(
        event.address_of("register"), {"name": person.name, **DETAILS, **GROWN_UP}, follow=True
    )
    assert page.redirect_chain == [(event.address_of("registration"), 302)]
    asked = client.post(event.address_of("ask", item.sub_topic.pk), SPEECH, follow=True).content.decode()

    assert "confirmed, seat 1 of 6" in asked
    assert Registration.objects.get().person == person
    assert set(Letter.objects.values_list("to", "language")) == {(person.email, "fr")}


def test_what_an_account_speaks_for_is_filled_in_and_may_be_changed(client, client_of, event):
    organisation = OrganisationFactory(name="Rights Watchers", kind="academia")
    person = UserFactory(organisation=organisation)
    chosen = '<option value="academia" selected>'

    own = client_of(person)
    assert chosen in own.get(event.address_of("register")).text
    # The control: of strangers, and of accounts without an organisation, nothing is known.
    for other in (client, client_of(UserFactory())):
        assert '<option value="" selected>' in other.get(event.address_of("register")).text

    own.post(event.address_of("register"), {"name": person.name, **DETAILS, **GROWN_UP})
    assert Registration.objects.get().stakeholder_kind == DETAILS["stakeholder_kind"]


def test_the_outcome_of_the_seventh_is_said_at_once(client_of, event, item):
    for _ in range(6):
        ask_to_speak(RegistrationFactory(event=event), item.sub_topic, language="en")
    client = client_of(UserFactory())
    client.post(event.address_of("register"), {"name": "Seventh", **DETAILS, **GROWN_UP})

    before = client.get(event.address_of("ask", item.sub_topic.pk)).content.decode()
    after = client.post(event.address_of("ask", item.sub_topic.pk), SPEECH, follow=True).content.decode()

    assert "6 of 6 seats are taken." in before
    assert "First come, first served" in before
    assert "Requests close:" in before
    assert "waiting, place 1" in after


def test_only_the_hash_of_a_link_is_kept(client, event):
    client.post(event.address_of("register"), NEWCOMER)
    letter = Letter.objects.get()
    token = link_in(letter).split("/")[-2]

    assert letter.is_secret, "so the outbox forgets the body once it is sent"
    assert token not in str(list(AccessLink.objects.values()))
    assert registration_behind(token).email == "lerato@example.org"


def test_the_address_after_the_link_holds_no_secret(client, event):
    client.post(event.address_of("register"), NEWCOMER)
    link = link_in(Letter.objects.get())

    response = client.get(link)

    token = link.split("/")[-2]
    assert token not in response["Location"]
    assert token not in client.get(response["Location"]).content.decode()
    assert response.cookies["session"]["httponly"]


@pytest.mark.parametrize("token", ["wrong", "x" * 200])
def test_a_wrong_link_opens_nothing(client, event, token):
    response = client.get(f"/en/consultations/link/{token}/")

    assert response.status_code == 404
    assert "We do not know your registration" in response.content.decode()


def test_a_link_ends_thirty_days_after_the_event(client, event):
    client.post(event.address_of("register"), NEWCOMER)
    token = link_in(Letter.objects.get()).split("/")[-2]
    last = event.days.get().ends_at + timedelta(days=30)

    assert registration_behind(token, at=last - timedelta(seconds=1))
    assert registration_behind(token, at=last) is None


def test_nobody_finds_out_who_is_registered(client, event):
    """The answer to a new address and to one that stands is the same, byte by byte."""
    answers = []
    for _ in range(2):
        client.cookies.clear()
        response = client.post(event.address_of("register"), NEWCOMER)
        answers.append((response.status_code, response["Location"], response.content))

    assert answers[0] == answers[1]
    assert event.registrations.count() == 1
    assert list(Letter.objects.order_by("pk").values_list("template", flat=True)) == [
        "registration",
        "registration_again",
    ]


def test_an_address_gets_three_such_letters_a_day(client, event):
    for _ in range(10):
        client.post(event.address_of("register"), {**NEWCOMER, "email": "Lerato@Example.org"})

    assert Letter.objects.count() == 3


def test_letters_hold_nothing_that_was_typed(client, event):
    client.post(event.address_of("register"), {**NEWCOMER, "name": "Win at http://evil.example now"})

    letter = written(Letter.objects.get())
    assert "evil" not in letter.subject + letter.body
    assert "evil" not in Registration.objects.get().name


def test_an_account_takes_over_the_registration_of_its_address(event):
    details = {"name": "A", "stakeholder_kind": "nhri", "mode": "online"}
    before = register(event, email="me@example.org", language="en", **details)
    person = UserFactory(email="me@example.org")

    after = register(event, email=person.email, language="en", by=person, **details)

    assert after.pk == before.pk
    assert after.person == person


def test_an_account_never_takes_over_somebody_elses(event):
    other, person = UserFactory(), UserFactory()
    RegistrationFactory(event=event, email=person.email, person=other)

    with pytest.raises(WrongState):
        register(event, email=person.email, language="en", by=person, name="A", **DETAILS)


def test_registering_without_a_word_says_what_is_missing(client, event):
    response = client.post(event.address_of("register"), {"name": ""})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose how you will take part." in page
    assert 'id="errors"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"public_name": "representative"}, "Choose your region here, or choose above"),
        ({"public_name": "organisation"}, "Your registration names no organisation."),
    ],
)
def test_a_listing_that_says_nothing_is_asked_again(client_of, event, item, typed, said):
    person = UserFactory()
    RegistrationFactory(event=event, person=person, organisation_name="")

    response = client_of(person).post(event.address_of("ask", item.sub_topic.pk), {"language": "en", **typed})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not item.sub_topic.requests.exists()


@pytest.mark.parametrize("is_closed", [False, True])
def test_who_has_asked_is_led_to_their_own_page_also_once_requests_are_closed(
    client_of, event, item, is_closed
):
    person = UserFactory()
    asked = RegistrationFactory(event=event, person=person)
    ask_to_speak(asked, item.sub_topic, language="en", public_name="full")
    if is_closed:
        SubTopic.objects.update(requests_close=timezone.now() - timedelta(minutes=1))
    form = event.address_of("ask", item.sub_topic.pk)

    for response in (client_of(person).get(form), client_of(person).post(form, {"language": "en"})):
        assert (response.status_code, response.url) == (302, event.address_of("registration"))


def test_who_has_withdrawn_is_led_to_their_own_page(client_of, event, item):
    person = UserFactory()
    withdraw_registration(RegistrationFactory(event=event, person=person), by=person)

    answer = client_of(person).get(event.address_of("ask", item.sub_topic.pk))

    assert (answer.status_code, answer.url) == (302, event.address_of("registration"))


def test_who_has_not_asked_cannot_once_requests_are_closed(client_of, event, item):
    person = UserFactory()
    RegistrationFactory(event=event, person=person)
    SubTopic.objects.update(requests_close=timezone.now() - timedelta(minutes=1))
    form, said = event.address_of("ask", item.sub_topic.pk), {"language": "en", "public_name": "full"}

    page, answer = client_of(person).get(form), client_of(person).post(form, said)

    assert (page.status_code, answer.status_code) == (200, 409)
    assert "You can no longer ask to speak" in page.text and "<form" not in page.text.split("<main")[1]
    assert not item.sub_topic.requests.exists()


def test_changing_what_one_said(client_of, event):
    person = UserFactory()
    registration = RegistrationFactory(event=event, person=person)

    client_of(person).post(
        event.address_of("change"), {**DETAILS, "mode": "phone", "access_needs": "Captions"}
    )

    registration.refresh_from_db()
    assert (registration.mode, registration.access_needs) == ("phone", "Captions")


def test_who_leaves_the_portal_gives_back_the_seat_and_is_forgotten(client_of, event, item):
    person = UserFactory()
    come = RegistrationFactory(
        event=event, person=person, email=person.email, access_needs="A ramp", public_name="organisation"
    )
    gone = [
        RegistrationFactory(event=DayFactory(date=timezone.localdate() - timedelta(days=9)).event, **whose)
        for whose in ({"person": person}, {"email": person.email.upper()})
    ]
    somebody = RegistrationFactory(event=event)
    request = ask_to_speak(come, item.sub_topic, language="en", by=person)
    waiting = [
        ask_to_speak(RegistrationFactory(event=event), item.sub_topic, language="en") for _ in range(6)
    ]

    client_of(person).post(reverse("accounts:delete"), {"password": PASSWORD})

    for row, state in [(come, "withdrawn"), (gone[0], "registered"), (gone[1], "registered")]:
        row.refresh_from_db()
        assert row.state == state
        assert row.email == f"{row.public_id}@left.invalid"
        assert (row.name, row.organisation_name, row.access_needs, row.public_name) == ("", "", "", "")
        assert not row.links.exists()
        assert row.stakeholder_kind == "national-ngo", "what is counted stays"
    request.refresh_from_db()
    assert request.withdrawn_at and not request.seat
    waiting[-1].refresh_from_db()
    assert waiting[-1].seat, "who waited has moved up"
    somebody.refresh_from_db()
    assert somebody.name and somebody.is_standing
    assert not Letter.objects.filter(to__iexact=person.email).exists()


def test_two_who_leave_after_the_same_event_do_not_stand_in_each_others_way(client_of):
    event = DayFactory(date=timezone.localdate() - timedelta(days=9)).event
    people = [RegistrationFactory(event=event, person=UserFactory()).person for _ in range(2)]

    for person in people:
        delete_account(person)

    assert list(event.registrations.values_list("name", flat=True)) == ["", ""]


def test_who_has_withdrawn_can_register_again(client_of, event):
    person = UserFactory()
    withdraw_registration(RegistrationFactory(event=event, person=person))

    page = client_of(person).post(
        event.address_of("register"), {"name": "A", **DETAILS, **GROWN_UP}, follow=True
    )

    assert "You are registered" in page.content.decode()
    assert event.registrations.standing().count() == 1


@pytest.mark.parametrize(
    ("before_it_starts", "shown"),
    [
        (timedelta(minutes=61), False),
        (timedelta(minutes=60), True),
        (-timedelta(hours=1), True),
        (-timedelta(hours=3), False),
    ],
)
def test_how_to_join_is_shown_from_an_hour_before(before_it_starts, shown):
    day = DayFactory()
    registration = RegistrationFactory(event=day.event)

    assert can_see_joining_details(registration, day.starts_at - before_it_starts) == shown


def test_how_to_join_stands_on_ones_own_page_alone(client_of):
    now = timezone.localtime()
    day = DayFactory(
        date=now.date(), starts=datetime.min.time(), ends=datetime.max.time().replace(microsecond=0)
    )
    person = UserFactory()
    registration = RegistrationFactory(event=day.event, person=person)

    assert "secret-room" in client_of(person).get(day.event.address_of("registration")).content.decode()
    withdraw_registration(registration)
    assert "secret-room" not in client_of(person).get(day.event.address_of("registration")).content.decode()
    assert "secret-room" not in client_of(UserFactory()).get(day.event.get_absolute_url()).content.decode()


def test_ones_own_page_asks_as_much_for_three_sub_topics_as_for_one(client_of, django_assert_num_queries):
    person = UserFactory()
    registration = RegistrationFactory(event=DayFactory().event, person=person)
    client = client_of(person)
    for _ in range(2):
        for _ in range(2):
            item = AgendaItemFactory(day=registration.event.days.get(), with_sub_topic=True)
            ask_to_speak(registration, item.sub_topic, language="en")
            AgendaItemFactory(day=item.day, with_sub_topic=True)

        # Two of them read the times of the programme, once an edition.
        with django_assert_num_queries(12):
            client.get(registration.event.address_of("registration"))
