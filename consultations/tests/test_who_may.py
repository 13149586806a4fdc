"""Who may do what, and when, in one table."""

import pytest

from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.models import Consultation
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

STATES = {
    "draft": Consultation.State.DRAFT,
    "open": Consultation.State.PUBLISHED,
    "closed": Consultation.State.CLOSED,
}
WHO = ("stranger", "person", "registered", "moderator")

TABLE = """
page           draft                open                 closed
consultation   404 404 404 200      200 200 200 200      200 200 200 200
programme      404 404 404 200      200 200 200 200      200 200 200 200
calendar       404 404 404 200      200 200 200 200      200 200 200 200
speakers       in  404 404 200      in  403 403 200      in  403 403 200
register       404 404 302 200      200 200 302 200      200 200 302 200
registered     404 404 404 200      200 200 200 200      200 200 200 200
registration   404 404 404 404      404 404 200 404      404 404 200 404
change         404 404 404 404      404 404 200 404      404 404 200 404
withdraw       404 404 404 404      404 404 200 404      404 404 200 404
ask            404 404 404 404      404 404 200 404      404 404 200 404
give_back      404 404 404 404      404 404 200 404      404 404 200 404
"""


def rows():
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    for page, *words in lines:
        for place, state in enumerate(head[1:]):
            for who, word in zip(WHO, words[place * 4 : place * 4 + 4], strict=True):
                # Who is registered for a draft sees nothing of it either.
                yield page, state, who, "404" if (state, who) == ("draft", "registered") else word


def address(page, event, item, spoken) -> str:
    if page == "consultation":
        return event.consultation.get_absolute_url()
    more = {"ask": [item.sub_topic.pk], "give_back": [spoken.pk]}
    return event.address_of(page, *more.get(page, []))


@pytest.mark.parametrize(("page", "state", "who", "expected"), list(rows()))
def test_who_may_enter(client, client_of, moderator, page, state, who, expected):
    item = AgendaItemFactory(with_sub_topic=True)
    event = item.day.event
    other = AgendaItemFactory(day=item.day, with_sub_topic=True)
    registered = UserFactory()
    registration = RegistrationFactory(event=event, person=registered)
    spoken = ask_to_speak(registration, other.sub_topic, language="en")
    Consultation.objects.update(state=STATES[state])
    visitors = {"stranger": lambda: client, "person": lambda: client_of(UserFactory())}
    visitors |= {"registered": lambda: client_of(registered), "moderator": lambda: client_of(moderator)}

    response = visitors[who]().get(address(page, event, item, spoken))

    found = "in" if "/accounts/login/" in response.get("Location", "") else str(response.status_code)
    assert found == expected


def test_nobody_withdraws_anothers_request(client_of):
    item = AgendaItemFactory(with_sub_topic=True)
    event = item.day.event
    spoken = ask_to_speak(RegistrationFactory(event=event), item.sub_topic, language="en")
    somebody = UserFactory()
    RegistrationFactory(event=event, person=somebody)

    response = client_of(somebody).post(event.address_of("give_back", spoken.pk))

    assert response.status_code == 404
    spoken.refresh_from_db()
    assert spoken.is_seated


def test_a_sub_topic_of_another_event_cannot_be_asked_for(client_of):
    item, elsewhere = AgendaItemFactory(with_sub_topic=True), AgendaItemFactory(with_sub_topic=True)
    somebody = UserFactory()
    RegistrationFactory(event=item.day.event, person=somebody)

    response = client_of(somebody).get(item.day.event.address_of("ask", elsewhere.sub_topic.pk))

    assert response.status_code == 404


@pytest.mark.parametrize("page", ["programme", "calendar", "registered", "registration", "speakers"])
def test_pages_to_be_read_take_nothing(client_of, moderator, page):
    event = AgendaItemFactory(with_sub_topic=True).day.event

    assert client_of(moderator).post(event.address_of(page)).status_code == 405
