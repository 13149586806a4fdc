"""Who has asked counts on the closing: it is moved later at most, everybody may know, and a draw still fits.

Seats are changed while nobody has asked.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consultations.actions import preparing as actions
from consultations.actions.asking import ask_to_speak
from consultations.actions.draws import hold_draw
from consultations.draws import record_of
from consultations.models import ReceivedRequest, SubTopic
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory
from consultations.tests.test_preparing import sent
from consultations.verify_draw import moves_since, problems_of
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
RULES = ["first_come", "draw", "moderated"]


def sub_topic_of(rule: str = "draw", *, asked: bool = True) -> SubTopic:
    sub_topic = AgendaItemFactory(with_sub_topic=True, sub_topic__allocation_rule=rule).sub_topic
    if asked:
        ask_to_speak(RegistrationFactory(event=sub_topic.event), sub_topic, language="en")
    return sub_topic


def move(sub_topic: SubTopic, by, days: int) -> SubTopic:
    actions.change_sub_topic(sub_topic, by=by, requests_close=sub_topic.requests_close + days * A_DAY)
    return SubTopic.objects.get(pk=sub_topic.pk)


@pytest.mark.parametrize("rule", RULES)
def test_who_has_asked_keeps_the_time_that_is_left(moderator, rule):
    sub_topic = sub_topic_of(rule)
    closes = sub_topic.requests_close

    with pytest.raises(WrongState):
        move(sub_topic, moderator, -1)

    sub_topic.refresh_from_db()
    assert (sub_topic.requests_close, sub_topic.closing_moved) == (closes, [])
    assert move(sub_topic, moderator, 1).requests_close == closes + A_DAY


def test_where_nobody_has_asked_it_closes_earlier(moderator):
    sub_topic = sub_topic_of(asked=False)

    assert move(sub_topic, moderator, -1).requests_close == sub_topic.requests_close


def test_who_is_asking_just_now_counts(moderator):
    sub_topic = sub_topic_of(asked=False)
    ReceivedRequest.objects.create(
        registration=RegistrationFactory(event=sub_topic.event),
        sub_topic=sub_topic,
        received_at=timezone.now(),
        language="en",
    )

    with pytest.raises(WrongState):
        move(sub_topic, moderator, -1)


def test_the_form_says_why_and_takes_what_is_later(client_of, moderator):
    sub_topic, client = sub_topic_of(), client_of(moderator)
    address = sub_topic.event.address_of("sub_topic", sub_topic.pk)
    local = sub_topic.requests_close.astimezone(sub_topic.event.zone)

    def answer(days):
        values = sent(client.get(address)) | {"requests_close": f"{local + days * A_DAY:%Y-%m-%dT%H:%M}"}
        return client.post(address, values)

    refused = answer(-1)
    assert refused.status_code == 422 and "Requests may close later, not earlier." in refused.text
    assert answer(0).status_code == 302, "nothing is moved by saving"
    assert not SubTopic.objects.get().closing_moved
    assert answer(1).status_code == 302
    assert len(SubTopic.objects.get().closing_moved) == 1


def test_the_desk_refuses_it_too(client_of, moderator):
    sub_topic, client = sub_topic_of(), client_of(moderator)
    address = reverse("admin:consultations_subtopic_change", args=[sub_topic.pk])
    opens = sub_topic.requests_open
    values = {"title_en": "Wells", "questions_en": "Why?", "slot_seconds": 120, "dialogue_minutes": 20}
    values |= {"requests_open_0": f"{opens:%Y-%m-%d}", "requests_open_1": f"{opens:%H:%M:%S}"}

    def answer(days):
        closes = sub_topic.requests_close + days * A_DAY
        said = {"requests_close_0": f"{closes:%Y-%m-%d}", "requests_close_1": f"{closes:%H:%M:%S}"}
        return client.post(address, values | said)

    assert "Requests may close later, not earlier." in answer(-1).text
    assert answer(1).status_code == 302
    assert len(SubTopic.objects.get().closing_moved) == 1


def test_everybody_reads_that_it_was_moved(client, moderator):
    sub_topic = sub_topic_of()
    pages = [sub_topic.event.get_absolute_url(), sub_topic.event.address_of("draw", sub_topic.pk)]
    assert not any("The closing of requests was moved." in client.get(page).text for page in pages)

    move(sub_topic, moderator, 1)

    assert all("The closing of requests was moved." in client.get(page).text for page in pages)


def test_of_a_draft_nothing_is_said(moderator):
    sub_topic = sub_topic_of(asked=False)
    sub_topic.event.consultation.__class__.objects.update(state="draft")

    assert move(SubTopic.objects.get(), moderator, 1).closing_moved == []


def test_a_record_kept_before_still_fits(moderator):
    sub_topic = sub_topic_of()
    before = record_of(sub_topic.draw)

    sub_topic = move(move(sub_topic, moderator, 1), moderator, 1)
    hold_draw(sub_topic.draw, at=sub_topic.requests_close)
    record = record_of(type(sub_topic.draw).objects.get())

    assert problems_of(record, before) == []
    assert moves_since(record, before)[0]["from"] == before["closes"]


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record["closing_moved"].clear(),
        lambda record: record.update(closes=record["closing_moved"][0]["from"][:4] + "-01-01T00:00:00+00:00"),
        lambda record: record.update(seats=5),
    ],
    ids=["not said", "earlier", "seats"],
)
def test_what_was_moved_in_silence_or_earlier_is_found(moderator, change):
    """The control of the one before."""
    sub_topic = sub_topic_of()
    before = record_of(sub_topic.draw)
    sub_topic = move(sub_topic, moderator, 1)
    hold_draw(sub_topic.draw, at=sub_topic.requests_close)
    record = record_of(type(sub_topic.draw).objects.get())

    change(record)

    assert any("was changed" in sentence for sentence in problems_of(record, before))


@pytest.mark.parametrize("seats", [3, 9])
def test_seats_are_changed_while_nobody_has_asked(client_of, moderator, seats):
    sub_topic, client = sub_topic_of(asked=False), client_of(moderator)
    address = sub_topic.event.address_of("sub_topic", sub_topic.pk)

    answer = client.post(address, sent(client.get(address)) | {"seat_count": seats})

    assert answer.status_code == 302
    numbers = list(sub_topic.seats.values_list("number", flat=True))
    assert numbers == list(range(1, seats + 1)) and SubTopic.objects.get().seat_count == seats


def test_seats_stay_once_somebody_has_asked(moderator):
    """The control of the one before."""
    sub_topic = sub_topic_of()

    with pytest.raises(WrongState), transaction.atomic():
        actions.change_sub_topic(sub_topic, by=moderator, seat_count=9)

    assert sub_topic.seats.count() == 6
