"""Moderators put a programme together: days, items, sub-topics, their order; and what has to stay."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from consultations.actions import preparing as actions
from consultations.actions.asking import ask_to_speak
from consultations.models import AgendaItem, Consultation, Day, SubTopic
from consultations.outline import Outline
from consultations.tests.factories import (
    AgendaItemFactory,
    DayFactory,
    EventFactory,
    PhaseFactory,
    RegistrationFactory,
    SubTopicFactory,
)
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db

NEW_DAY = {"date": "2026-10-20", "starts": "13:00", "ends": "15:00", "theme_en": "Water"}


@pytest.fixture
def event():
    """A first day with A, B and a sub-topic, a second day with C."""
    event = EventFactory()
    first = DayFactory(event=event, date=date(2026, 10, 13), starts=time(13), ends=time(15))
    second = DayFactory(event=event, date=date(2026, 10, 14), starts=time(13), ends=time(15))
    AgendaItemFactory(day=first, position=1, title="A", minutes=10)
    AgendaItemFactory(day=first, position=2, title="B", minutes=20)
    AgendaItemFactory(day=first, position=3, with_sub_topic=True, sub_topic__title="Wells")
    AgendaItemFactory(day=second, position=1, title="C", minutes=10)
    return event


def order(event) -> list[list[str]]:
    return [[str(item.sub_topic or item) for item in day.items.all()] for day in Outline(event).days]


def seen(event) -> str:
    return Outline(event).order


def item(title: str) -> AgendaItem:
    return AgendaItem.objects.get(title=title)


def press(client, event, **button):
    return client.post(event.address_of("move"), {"seen": seen(event), **button})


def sent(page) -> dict:
    """What the form of a page would send if nothing were typed."""
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def test_items_are_moved_by_buttons(client_of, moderator, event):
    client = client_of(moderator)

    answer = press(client, event, down=f"item-{item('A').pk}")
    assert order(event) == [["B", "A", "Wells"], ["C"]]
    assert answer.url.endswith(f"prepare/#item-{item('A').pk}")
    press(client, event, up=f"item-{AgendaItem.objects.get(sub_topic__isnull=False).pk}")
    name = f"item-{item('B').pk}"
    press(client, event, into=name, **{f"to-{name}": event.days.last().pk})

    assert order(event) == [["Wells", "A"], ["C", "B"]]
    assert AuditEntry.objects.filter(verb="moved").count() == 3


@pytest.mark.parametrize("edge", [("up", "A"), ("down", "C")])
def test_at_the_edge_nothing_moves(client_of, moderator, event, edge):
    press(client_of(moderator), event, **{edge[0]: f"item-{item(edge[1]).pk}"})

    assert order(event) == [["A", "B", "Wells"], ["C"]]


def test_who_looked_at_another_order_is_told_and_nothing_moves(client_of, moderator, event):
    old = seen(event)
    actions.move_item(event, item("A"), step=1, seen=old, by=moderator)

    answer = client_of(moderator).post(event.address_of("move"), {"seen": old, "up": f"item-{item('A').pk}"})

    assert answer.status_code == 409
    assert "Somebody else changed the order." in answer.content.decode()
    assert order(event) == [["B", "A", "Wells"], ["C"]]
    assert seen(event) in answer.content.decode(), "the next press is about what stands there now"


def test_an_item_of_another_event_is_not_moved(client_of, moderator, event):
    other = AgendaItemFactory()

    answer = press(client_of(moderator), event, down=f"item-{other.pk}")

    assert answer.status_code == 422
    assert "What you wanted to move is no longer there." in answer.content.decode()


def test_a_day_is_added_with_its_weekday_and_overruns_in_words(client_of, moderator, event):
    client = client_of(moderator)

    client.post(event.address_of("new_day"), NEW_DAY)
    day = event.days.get(date=date(2026, 10, 20))
    data = {"kind": "presentation", "minutes": "150", "title_en": "Findings", "speakers_fr": "Mme X"}
    client.post(event.address_of("new_item", day.pk), data)
    page = client.get(event.address_of("prepare")).content.decode()

    assert "Tuesday, 20 October 2026: Water" in page
    assert "13:00–15:30" in page
    assert "The items take 30 minutes more than the day has." in page
    assert day.items.get().speakers_fr == "Mme X"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"date": "2026-10-13"}, "The meeting has a day of this date already."),
        ({"ends": "12:00"}, "The day must end later than it starts."),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(client_of, moderator, event, wrong, said):
    answer = client_of(moderator).post(event.address_of("new_day"), NEW_DAY | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="Water"' in answer.content.decode(), "what was typed is still there"
    assert event.days.count() == 2


def test_an_item_is_changed_in_both_languages_of_the_consultation(client_of, moderator, event):
    client, row = client_of(moderator), item("A")
    page = client.get(event.address_of("item", row.pk))

    assert [field.name for group in page.context["form"].text_groups() for field in group] == [
        "title_en",
        "title_fr",
        "speakers_en",
        "speakers_fr",
    ]
    client.post(
        event.address_of("item", row.pk),
        sent(page) | {"title_fr": "Ouverture", "minutes": "5", "to_be_confirmed": "on"},
    )

    row.refresh_from_db()
    assert (row.title_en, row.title_fr, row.minutes, row.speakers_confirmed) == ("A", "Ouverture", 5, False)


def test_who_saves_over_anothers_change_is_told_and_keeps_what_they_typed(client_of, moderator, event):
    client, address = client_of(moderator), event.address_of("item", item("A").pk)
    mine = sent(client.get(address)) | {"title_en": "Mine"}
    AgendaItem.objects.filter(title="A").update(title_en="Theirs")

    answer = client.post(address, mine)

    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile." in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    assert client.post(address, sent(answer)).status_code == 302
    assert AgendaItem.objects.filter(title="Mine").exists()


def test_a_sub_topic_is_added_with_seats_and_times_by_the_clock_of_the_event(client_of, moderator):
    day = DayFactory(event__time_zone="Africa/Nairobi", date=date(2026, 10, 13))
    data = {
        "title_en": "Wells",
        "questions_en": "Which last?\nWhich do not?",
        "seat_count": "6",
        "slot_seconds": "120",
        "dialogue_minutes": "20",
        "allocation_rule": "first_come",
        "requests_open": "2026-10-01T10:00",
        "requests_close": "2026-10-12T18:00",
    }

    answer = client_of(moderator).post(day.event.address_of("new_sub_topic", day.pk), data)

    assert answer.status_code == 302, answer.context["form"].errors
    sub_topic = day.items.get().sub_topic
    assert sub_topic.seats.count() == 6
    assert sub_topic.requests_open == datetime(2026, 10, 1, 7, tzinfo=UTC)
    page = client_of(moderator).get(day.event.address_of("sub_topic", sub_topic.pk)).content.decode()
    assert 'value="2026-10-01T10:00"' in page


def test_a_new_sub_topic_has_six_seats_of_two_minutes_and_twenty_of_dialogue(client_of, moderator, event):
    page = client_of(moderator).get(event.address_of("new_sub_topic", event.days.first().pk))

    form = page.context["form"]
    assert [form[name].value() for name in ("seat_count", "slot_seconds", "dialogue_minutes")] == [6, 120, 20]


def test_what_people_hold_is_not_asked_and_cannot_be_sent(client_of, moderator, event):
    sub_topic, client = SubTopic.objects.get(title="Wells"), client_of(moderator)
    address = event.address_of("sub_topic", sub_topic.pk)
    assert {"allocation_rule"} <= client.get(address).context["form"].fields.keys()
    ask_to_speak(RegistrationFactory(event=event), sub_topic, language="en")

    page = client.get(address)
    client.post(address, sent(page) | {"seat_count": "9", "allocation_rule": "draw", "title_en": "Springs"})

    assert not {"seat_count", "allocation_rule"} & page.context["form"].fields.keys()
    assert "This stays, because people have asked to speak and count on it." in page.content.decode()
    sub_topic.refresh_from_db()
    assert (sub_topic.title, sub_topic.seat_count, sub_topic.allocation_rule) == ("Springs", 6, "first_come")
    with pytest.raises(WrongState):
        actions.change_sub_topic(sub_topic, by=moderator, seat_count=9)


@pytest.mark.parametrize("is_asked", [True, False], ids=["asked", "control"])
def test_a_sub_topic_and_its_day_stay_once_somebody_has_asked(client_of, moderator, event, is_asked):
    sub_topic, client = SubTopic.objects.get(title="Wells"), client_of(moderator)
    if is_asked:
        ask_to_speak(RegistrationFactory(event=event), sub_topic, language="en")
    day = event.days.first()
    addresses = [
        event.address_of("remove_sub_topic", sub_topic.pk),
        event.address_of("remove_day", day.pk),
    ]

    answers = [client.post(address, {"seen": seen(event)}) for address in addresses]

    assert [answer.status_code for answer in answers] == ([422, 422] if is_asked else [302, 302])
    assert Day.objects.filter(pk=day.pk).exists() == SubTopic.objects.filter(pk=sub_topic.pk).exists()
    assert Day.objects.filter(pk=day.pk).exists() == is_asked
    if is_asked:
        assert "so this sub-topic stays" in answers[0].content.decode()
        assert "Move their sub-topics to another day first." in answers[1].content.decode()


def test_sub_topics_of_a_removed_day_stay_and_are_put_on_another(client_of, moderator, event):
    client, sub_topic = client_of(moderator), SubTopic.objects.get(title="Wells")
    client.post(event.address_of("remove_day", event.days.first().pk), {"seen": seen(event)})

    page = client.get(event.address_of("prepare")).content.decode()
    assert "Sub-topics without a place" in page
    name = f"sub-topic-{sub_topic.pk}"
    press(client, event, into=name, **{f"to-{name}": event.days.get().pk})

    assert order(event) == [["C", "Wells"]]


def test_an_item_is_removed(client_of, moderator, event):
    address = event.address_of("remove_item", item("B").pk)
    assert "B" in client_of(moderator).get(address).content.decode()

    client_of(moderator).post(address, {"seen": seen(event)})

    assert order(event) == [["A", "Wells"], ["C"]]


def test_a_closed_consultation_is_looked_at_and_stays(client_of, moderator, event):
    Consultation.objects.update(state=Consultation.State.CLOSED)
    client = client_of(moderator)

    page = client.get(event.address_of("prepare"))

    assert page.status_code == 200
    assert "Its programme stays as it was." in page.content.decode()
    assert "<button" not in page.content.decode().split("<main")[1]
    assert client.post(event.address_of("new_day"), NEW_DAY).status_code == 409


@pytest.mark.parametrize("asked", [False, True])
def test_the_desk_and_the_page_keep_the_same(client_of, moderator, event, asked):
    sub_topic, client = SubTopicFactory(event=event, drawn=True), client_of(moderator)
    if asked:
        ask_to_speak(RegistrationFactory(event=event), sub_topic, language="en")

    desk = client.get(reverse("admin:consultations_subtopic_change", args=[sub_topic.pk])).text
    page = client.get(event.address_of("sub_topic", sub_topic.pk)).text

    for name in ("seat_count", "allocation_rule"):
        assert (f'name="{name}"' in desk) == (f'name="{name}"' in page) == (not asked)


def test_the_page_asks_as_much_for_three_rows_as_for_one(client_of, moderator, django_assert_num_queries):
    event, client = EventFactory(), client_of(moderator)
    counts = []
    for rows in (1, 3):
        for step in range(rows):
            day = DayFactory(event=event, date=date(2026, rows, 10 + step))
            for _ in range(rows):
                one = AgendaItemFactory(day=day, with_sub_topic=True)
                registration = RegistrationFactory(event=event, access_needs="Captions")
                ask_to_speak(registration, one.sub_topic, language="en")
            SubTopicFactory(event=event)
        with django_assert_num_queries(counts[0] if counts else 40, exact=bool(counts)) as queries:
            client.get(event.address_of("prepare"))
        counts.append(len(queries))


def test_a_sub_topic_without_a_seat_is_refused_in_words(client_of, moderator, event):
    page = client_of(moderator).get(event.address_of("new_sub_topic", event.days.first().pk))

    answer = client_of(moderator).post(
        event.address_of("new_sub_topic", event.days.first().pk), sent(page) | {"seat_count": "0"}
    )

    assert answer.status_code == 422
    assert "greater than or equal to 1" in answer.content.decode()


def test_a_day_stays_within_the_phase_of_its_meeting_and_the_form_says_which(client_of, moderator, event):
    first, client = event.days.first(), client_of(moderator)
    phase = PhaseFactory(
        consultation=event.consultation, event=event, starts=date(2026, 10, 1), ends=date(2026, 10, 16)
    )
    moved = {**NEW_DAY, "seen": client.get(event.address_of("day", first.pk)).context["form"].initial["seen"]}

    for door in (event.address_of("new_day"), event.address_of("day", first.pk)):
        answer = client.post(door, moved)
        assert answer.status_code == 422 and 'value="Water"' in answer.text
        assert "outside the phase “Dialogue” (1 October 2026 to 16 October 2026)" in answer.text
        assert f"/phases/{phase.pk}/" in answer.text
    assert not event.days.filter(date=date(2026, 10, 20)).exists()

    phase.ends = date(2026, 10, 12)
    phase.save()  # the day that stands is outside now: its theme can still be written
    stays = {**moved, "date": "2026-10-13"}
    assert client.post(event.address_of("day", first.pk), stays).status_code == 302
    phase.ends = date(2026, 10, 20)
    phase.save()
    assert client.post(event.address_of("new_day"), NEW_DAY).status_code == 302
