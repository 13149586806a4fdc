"""Who is known reads what was put together for nobody: the same as would be written for them alone."""

from copy import deepcopy

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.registrations import withdraw_registration
from consultations.actions.seats import withdraw_request
from consultations.models import AgendaItem, Event, Registration, SubTopic
from consultations.tests.factories import AgendaItemFactory, DayFactory, RegistrationFactory
from consultations.views import programme
from consultations.views.access import SESSION
from upr_portal import readers

pytestmark = pytest.mark.django_db

CANARY = "What nobody else may read"


@pytest.fixture
def item(stopped_clock):
    return AgendaItemFactory(day=DayFactory(), with_sub_topic=True)


def by_link(registration: Registration) -> Client:
    """Somebody without an account, whom the link of a letter led to their own page."""
    client = Client()
    session = client.session
    session[SESSION] = {str(registration.event_id): registration.pk}
    session.save()
    return client


def signed_in(person=None) -> Client:
    client = Client()
    client.force_login(person or UserFactory(name=CANARY))
    return client


def registered(item: AgendaItem) -> Client:
    return by_link(RegistrationFactory(event=item.day.event, name=CANARY))


def registered_with_an_account(item: AgendaItem) -> Client:
    person = UserFactory()
    RegistrationFactory(event=item.day.event, person=person, name=CANARY)
    return signed_in(person)


def waiting(item: AgendaItem) -> Client:
    item.sub_topic.seats.exclude(number=1).delete()
    SubTopic.objects.update(seat_count=1)
    item.sub_topic.refresh_from_db()
    first, second = RegistrationFactory.create_batch(2, event=item.day.event, name=CANARY)
    for one in (first, second):
        ask_to_speak(one, item.sub_topic, language="en")
    return by_link(second)


def withdrawn(item: AgendaItem) -> Client:
    registration = RegistrationFactory(event=item.day.event, name=CANARY)
    withdraw_registration(registration, by=None, keeps_statements=False)
    return by_link(registration)


def with_a_message(item: AgendaItem) -> Client:
    client, response = registered(item), HttpResponse()
    storage = CookieStorage(RequestFactory().get("/"))
    storage.add(25, CANARY)
    storage.update(response)
    client.cookies.update(response.cookies)
    return client


def in_kathmandu(item: AgendaItem) -> Client:
    client = registered(item)
    client.cookies["zone"] = "Asia/Kathmandu"
    return client


def abroad(item: AgendaItem) -> Client:
    return signed_in(UserFactory(time_zone="Pacific/Auckland"))


def with_a_zone_of_their_own_making(item: AgendaItem) -> Client:
    client = registered(item)
    client.cookies["zone"] = CANARY
    return client


READERS = [
    registered,
    registered_with_an_account,
    waiting,
    withdrawn,
    with_a_message,
    in_kathmandu,
    abroad,
    with_a_zone_of_their_own_making,
    lambda item: signed_in(),
]


def pages_of(event: Event, language: str = "en") -> list[str]:
    pages = ["/en/consultations/", event.consultation.get_absolute_url(), event.get_absolute_url()]
    return [page.replace("/en/", f"/{language}/", 1) for page in pages]


def read(client: Client, page: str) -> tuple[bytes, dict]:
    """The page as this client would see it, who can look again; and what comes with it."""
    copy = Client()
    copy.cookies = deepcopy(client.cookies)
    response = copy.get(page)
    assert response.status_code == 200
    return response.content, dict(response.headers), str(response.cookies)


def read_alone(client: Client, page: str) -> tuple[bytes, dict]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "may_share", lambda request: False)
        return read(client, page)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_reads_what_would_have_been_written_for_them_alone(item, reader, language):
    before = registered(item), signed_in()
    client = reader(item)
    for page in pages_of(item.day.event, language):
        for other in before:
            read(other, page)

        assert read(client, page) == read_alone(client, page) == read(client, page)


@pytest.mark.parametrize(
    ("place", "breaking"),
    [
        ("left out", ("upr_portal.readers.Frame.filled_for", lambda frame, request: empty(frame))),
        ("kept", ("upr_portal.templatetags.portal.Nobody", Client)),
    ],
)
@pytest.mark.parametrize("reader", [with_a_message, registered_with_an_account])
def test_the_control_where_own_words_are_left_out_or_kept_the_pages_differ(
    item, reader, place, breaking, monkeypatch
):
    client = reader(item)
    monkeypatch.setattr(*breaking)

    for page in pages_of(item.day.event):
        assert read(client, page) != read_alone(client, page)


def empty(frame: readers.Frame) -> HttpResponse:
    return HttpResponse(b"".join(frame.pieces), headers=frame.headers)


@pytest.mark.parametrize("reader", READERS)
def test_nothing_of_a_reader_is_kept(item, reader):
    client = reader(item)
    for page in pages_of(item.day.event):
        read(client, page)
        frames = [frame for (path, *_), frame in readers.frames.items() if path == page]

        assert frames or reader is with_a_zone_of_their_own_making
        assert CANARY.encode() not in b"".join(piece for frame in frames for piece in frame.pieces)


def test_a_message_is_said_once_and_to_one(item):
    client, other = with_a_message(item), registered(item)
    page = item.day.event.get_absolute_url()

    assert [CANARY in one.get(page).text for one in (client, client, other)] == [True, False, False]


def is_kept(page: str) -> bool:
    return any(path == page for path, *_ in readers.frames)


def test_who_sees_more_than_others_never_reads_what_is_kept(item, moderator, client_of):
    rapporteur = UserFactory()
    item.day.event.rapporteurs.add(rapporteur)
    page = item.day.event.get_absolute_url()

    assert "Workbench" in client_of(moderator).get(page).text
    assert "notes/" in signed_in(rapporteur).get(page).text
    assert not is_kept(page)

    assert "Workbench" not in registered(item).get(page).text and is_kept(page)
    assert "Workbench" in client_of(moderator).get(page).text


@pytest.mark.parametrize("asked", ["?zone=Nairobi", "?page=2"])
def test_what_is_asked_of_a_page_is_not_kept(item, asked):
    page = item.day.event.get_absolute_url()
    registered(item).get(page + asked)

    assert not is_kept(page)


@pytest.mark.parametrize(
    ("reader", "queries"), [(registered, [2, 2, 4]), (registered_with_an_account, [3, 3, 6])]
)
def test_a_page_that_is_kept_costs_as_many_queries(item, reader, queries):
    AgendaItemFactory.create_batch(3, day=item.day, with_sub_topic=True)
    client, pages = reader(item), pages_of(item.day.event)
    for page in pages:
        client.get(page)

    found = []
    for page in pages:
        with CaptureQueriesContext(connection) as sent:
            client.get(page)
        found.append(len(sent))

    assert found == queries


def test_a_change_stands_on_the_next_page_of_who_is_known(item):
    client, page = registered(item), item.day.event.get_absolute_url()
    assert CANARY not in client.get(page).text

    Event.objects.update(title_en=CANARY)

    assert CANARY in client.get(page).text


@pytest.mark.parametrize("reader", [registered, lambda item: Client()])
def test_what_changed_while_a_page_was_put_together_is_not_kept(item, reader, monkeypatch):
    client, page = reader(item), item.day.event.get_absolute_url()
    other = RegistrationFactory(
        event=item.day.event, name=CANARY, public_name="full", consents_to_listing=True
    )
    withdraw_request(ask_to_speak(other, item.sub_topic, language="en"))
    asked = []

    def planned_when_somebody_asks(event, planned=programme.planned):
        asked.append(ask_to_speak(other, item.sub_topic, language="en"))
        return planned(event)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(programme, "planned", planned_when_somebody_asks)
        assert CANARY in client.get(page).text
    withdraw_request(asked[0])

    assert CANARY not in client.get(page).text


def test_who_withdraws_is_not_registered_on_the_next_page(item):
    registration = RegistrationFactory(event=item.day.event)
    client, page = by_link(registration), item.day.event.get_absolute_url()
    assert "You are registered" in client.get(page).text

    withdraw_registration(registration, by=None, keeps_statements=False)

    assert "You are registered" not in client.get(page).text


def test_what_others_may_ask_for_stands_on_ones_own_page_as_it_is_now(item):
    client, other = registered(item), RegistrationFactory(event=item.day.event)
    page = item.day.event.address_of("registration")
    before = client.get(page).text
    assert client.get(page).text == before and "0 of " in before

    ask_to_speak(other, item.sub_topic, language="en")

    assert "1 of " in client.get(page).text and "0 of " not in client.get(page).text


@pytest.mark.parametrize(
    ("view", "is_kept"),
    [
        (lambda request: HttpResponse("The same for all"), True),
        (lambda request: HttpResponse(get_token(request)), False),
        (lambda request: HttpResponse(request.place_for("components/doors.html")), True),
        (lambda request: HttpResponse(request.place_for("components/doors.html") * 2), False),
        (lambda request: HttpResponse(f"{request.place_for('components/doors.html')}"[:-1]), False),
        (lambda request: HttpResponse("Not now", status=503), False),
    ],
)
def test_a_form_to_send_a_lost_place_and_an_error_are_not_kept(view, is_kept):
    frame = readers.new_frame(view, readers.Nobody("/en/"), (1,), {})

    assert (frame is not None) == is_kept


def test_nobody_has_nothing_to_write_to():
    with pytest.raises(TypeError):
        readers.Nobody("/en/").session["registrations"] = {}
