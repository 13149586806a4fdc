"""Statements for interpreters: a draft, handed in, seen by consent, published when it could not be said."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry, Letter
from accounts.tests.factories import UserFactory
from consultations.actions.asking import ask_to_speak
from consultations.actions.registrations import forget
from consultations.actions.seats import withdraw_request
from consultations.actions.statements import delete_statement, mark_undelivered, save_statement
from consultations.actions.substitutes import name_substitute, speak_instead
from consultations.actions.swaps import accept_swap, propose_swap
from consultations.models import Day, Registration, SpeakingRequest, Statement, SubTopic
from consultations.slots import slot_of
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db
WORDS = "We ask for clean water."
TEXT = {"text": WORDS, "language": "en"}
ALL = {"interpreters_may_read": True, "moderator_may_read": True, "may_be_published": True}


def asked(item=None, **registered) -> SpeakingRequest:
    sub_topic = (item or AgendaItemFactory(with_sub_topic=True)).sub_topic
    return ask_to_speak(RegistrationFactory(event=sub_topic.event, **registered), sub_topic, language="en")


def handed_in(request: SpeakingRequest, **consents) -> Statement:
    return save_statement(request, hand_in=True, **TEXT, **consents)


def the_day_is_over() -> None:
    Day.objects.update(date=timezone.localdate() - timedelta(days=2))


def the_day_has_begun() -> None:
    """It goes on until midnight, by the clock of its event."""
    for day in Day.objects.select_related("event"):
        day.date, day.starts, day.ends = timezone.localdate(timezone=day.event.zone), time.min, time.max
        day.save()


def page(client, request: SpeakingRequest, name: str) -> str:
    return client.get(request.sub_topic.event.address_of(name)).content.decode()


def test_no_consent_is_preset(client_of):
    person = UserFactory()
    request = asked(person=person)

    shown = (
        client_of(person).get(request.sub_topic.event.address_of("statement", request.pk)).content.decode()
    )

    assert "checked" not in shown and "Hand in" in shown


def test_a_draft_is_its_writers_alone(client_of, moderator):
    person = UserFactory()
    request = asked(person=person)
    address = request.sub_topic.event.address_of("statement", request.pk)

    client_of(person).post(address, {**TEXT, "interpreters_may_read": "on", "step": "draft"})

    assert WORDS in client_of(person).get(address).content.decode()
    assert WORDS not in page(client_of(moderator), request, "statements")


def test_handing_in_needs_one_use_and_keeps_what_was_typed(client_of, moderator):
    person = UserFactory()
    request = asked(person=person)
    client, address = client_of(person), request.sub_topic.event.address_of("statement", request.pk)

    refused = client.post(address, {**TEXT, "step": "hand_in"})
    assert refused.status_code == 422 and WORDS in refused.content.decode()
    done = client.post(address, {**TEXT, "moderator_may_read": "on", "step": "hand_in"}, follow=True)

    assert "takes about 10 s" in done.content.decode()
    shown = page(client_of(moderator), request, "statements")
    assert f'<blockquote lang="en" dir="ltr"><p>{WORDS}</p></blockquote>' in shown
    assert "Not for interpreters." in shown and "may read it out if the person" in shown


def test_a_long_statement_is_kept_whole(client_of):
    person = UserFactory()
    request = asked(person=person)
    address = request.sub_topic.event.address_of("statement", request.pk)
    text = " ".join(["word"] * 1000)

    shown = client_of(person).post(address, {"text": text, "language": "en", "step": "draft"}, follow=True)

    assert "about 7 min 10 s" in shown.content.decode()
    assert Statement.objects.get().text == text


@pytest.mark.parametrize("consent", ALL)
def test_each_consent_alone_lets_moderators_see_it_and_none_does_not(client_of, moderator, consent):
    request = asked()

    handed_in(request)
    assert WORDS not in page(client_of(moderator), request, "statements")
    handed_in(request, **{consent: True})
    assert WORDS in page(client_of(moderator), request, "statements")


def test_the_page_is_in_the_order_of_seats_and_says_right_to_left(client_of, moderator):
    item = AgendaItemFactory(with_sub_topic=True)
    requests = [asked(item, name=name) for name in ("First", "Second")]
    for request in reversed(requests):
        save_statement(request, hand_in=True, text="نطلب ماءً", language="ar", **ALL)

    shown = page(client_of(moderator), requests[0], "statements")

    assert shown.index("First") < shown.index("Second")
    assert '<blockquote lang="ar" dir="rtl">' in shown


@pytest.mark.parametrize("people", [1, 3])
def test_the_moderators_page_asks_as_often_for_many(
    client_of, moderator, django_assert_max_num_queries, people
):
    item = AgendaItemFactory(with_sub_topic=True)
    for _ in range(people):
        handed_in(asked(item), **ALL)
    client, address = client_of(moderator), item.day.event.address_of("statements")
    client.get(address)

    with django_assert_max_num_queries(10):
        client.get(address)


def test_undelivered_statements_are_public_once_the_event_is_over(client, client_of, moderator):
    item = AgendaItemFactory(with_sub_topic=True)
    named = asked(item, name="Lerato M.", organisation_name="", public_name="full", consents_to_listing=True)
    unnamed, silent, said = asked(item, name="Secret Name"), asked(item), asked(item)
    for request, text in [
        (named, "Words one"),
        (unnamed, "Words two"),
        (silent, "Words three"),
        (said, "Words four"),
    ]:
        consents = {**ALL, "may_be_published": request != silent}
        save_statement(request, hand_in=True, text=text, language="en", **consents)
    address = item.day.event.address_of("undelivered_statements")
    the_day_has_begun()
    for request in (named, unnamed, silent):
        mark = item.day.event.address_of("undelivered", request.statement.pk)
        client_of(moderator).post(mark, {"undelivered": "yes"})

    assert client.get(address).status_code == 404, "before the event is over"
    the_day_is_over()
    shown = client.get(address).content.decode()

    assert "Lerato M." in shown and "Words one" in shown and "Words two" in shown
    assert not any(word in shown for word in ("Secret Name", "Words three", "Words four"))
    assert address in client.get(item.day.event.get_absolute_url()).content.decode()


def test_a_mark_is_taken_back(client_of, moderator):
    statement = handed_in(asked(), **ALL)
    the_day_has_begun()
    mark_undelivered(statement, is_undelivered=True, by=moderator)
    assert Statement.objects.published().exists()

    mark_undelivered(statement, is_undelivered=False, by=moderator)

    assert not Statement.objects.published().exists()


@pytest.mark.parametrize("has_begun", [False, True])
def test_what_can_still_be_delivered_is_not_marked(client_of, moderator, has_begun):
    statement = handed_in(asked(), **ALL)
    event, client = statement.request.sub_topic.event, client_of(moderator)
    if has_begun:
        the_day_has_begun()

    page = client.get(event.address_of("statements")).text
    answer = client.post(event.address_of("undelivered", statement.pk), {"undelivered": "yes"})

    assert ("Mark as undelivered" in page) == ("you can mark here" not in page) == has_begun
    assert answer.status_code == (302 if has_begun else 409)
    assert Statement.objects.published().exists() == has_begun


def test_an_item_later_on_the_day_is_marked_once_its_own_time_has_come(moderator):
    item = AgendaItemFactory(with_sub_topic=True)
    statement = handed_in(asked(item), **ALL)
    Day.objects.filter(pk=item.day_id).update(starts=time(10), ends=time(18))
    AgendaItemFactory(day=item.day, position=0, minutes=60)
    begins = slot_of(SubTopic.objects.get()).starts
    assert f"{begins:%H:%M}" == "11:00"
    early = {"is_undelivered": True, "by": moderator, "at": begins - timedelta(minutes=1)}

    with pytest.raises(WrongState):
        mark_undelivered(statement, **early)
    mark_undelivered(statement, **early | {"at": begins})


def test_only_moderators_mark_and_only_what_was_handed_in(moderator):
    request = asked()
    draft = save_statement(request, hand_in=False, **TEXT, **ALL)
    the_day_has_begun()
    with pytest.raises(WrongState):
        mark_undelivered(draft, is_undelivered=True, by=moderator)
    statement = handed_in(request, **ALL)
    with pytest.raises(WrongState):
        mark_undelivered(statement, is_undelivered=True, by=UserFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.update(handed_in_at=None, undelivered_at=timezone.now())


def test_after_the_event_it_can_only_be_read_and_deleted(client_of):
    person = UserFactory()
    request = asked(person=person)
    handed_in(request, **ALL)
    the_day_is_over()
    client, address = client_of(person), request.sub_topic.event.address_of("statement", request.pk)

    shown = client.get(address).content.decode()
    assert WORDS in shown and "Hand in" not in shown
    assert client.post(address, {**TEXT, "step": "draft"}).status_code == 403
    with pytest.raises(WrongState):
        handed_in(request)
    client.post(address, {"step": "delete"})

    assert not Statement.objects.exists()


def test_who_withdraws_leaves_the_statement_and_can_delete_it(client_of, moderator):
    person = UserFactory()
    request = asked(person=person)
    handed_in(request, **ALL)
    withdraw_request(request)
    address = request.sub_topic.event.address_of("statement", request.pk)

    assert WORDS in page(client_of(moderator), request, "statements"), "the moderator may read it out"
    assert address in page(client_of(person), request, "registration")
    client_of(person).post(address, {"step": "delete"})

    assert not Statement.objects.exists()


@pytest.mark.parametrize("door", ["give_back", "withdraw"])
@pytest.mark.parametrize(
    ("choice", "words", "letter_says"),
    [("delete", 0, "We have deleted your statement."), ("keep", 1, "You agreed: interpreters may read it.")],
)
def test_who_withdraws_says_what_becomes_of_the_statement(client_of, door, choice, words, letter_says):
    request = asked(person=UserFactory())
    handed_in(request, interpreters_may_read=True)
    event, client = request.sub_topic.event, client_of(request.registration.person)
    address = event.address_of(door, *([request.pk] if door == "give_back" else []))

    page = client.get(address)
    assert page.context["form"]["statements"].value() == "delete"
    assert "You agreed: interpreters may read it." in page.text
    unsaid = client.post(address)
    assert unsaid.status_code == 422 and "Say what is to become" in unsaid.text
    assert Statement.objects.exists() and request.registration.requests.active().exists()
    client.post(address, {"statements": choice})

    assert Statement.objects.count() == words
    letter = Letter.objects.get(template__in=["request_withdrawn", "registration_withdrawn"])
    assert letter_says in letter.body and WORDS not in letter.body


def test_who_has_written_declines_where_it_is_asked(client_of):
    request = asked(person=UserFactory())
    handed_in(request, **ALL)
    SpeakingRequest.objects.update(offer_ends_at=timezone.now() + timedelta(hours=2))
    event = request.sub_topic.event

    page = client_of(request.registration.person).get(event.address_of("answer", request.pk)).text

    assert event.address_of("give_back", request.pk) in page and 'value="decline"' not in page


def test_deleting_twice_is_once():
    statement = handed_in(asked(), **ALL)

    delete_statement(statement)
    delete_statement(statement)

    assert AuditEntry.objects.filter(verb="deleted the statement for").count() == 1


def test_a_substitute_does_not_get_anothers_words():
    request = asked()
    handed_in(request, **ALL)
    substitute = name_substitute(request, name="A", email="a@example.org", language="en")

    speak_instead(
        substitute,
        language="en",
        taking_part={"name": "A", "mode": Registration.Mode.ONLINE, "access_needs": ""},
        naming={"public_name": "full", "region": None, "consents_to_listing": False},
    )

    assert not Statement.objects.exists()
    with pytest.raises(WrongState):
        handed_in(request, **ALL)  # the request is somebody else's now


def test_in_a_swap_between_sub_topics_the_words_go_with_who_wrote_them():
    item = AgendaItemFactory(with_sub_topic=True)
    other = AgendaItemFactory(day=item.day, with_sub_topic=True)
    first, second = asked(item), asked(other)
    for number, request in enumerate((first, second), start=1):
        save_statement(request, hand_in=True, text=f"Words {number}", language="en", **ALL)

    accept_swap(propose_swap(first, second))

    written = {one.request.registration_id: one.text for one in Statement.objects.select_related("request")}
    assert written == {first.registration_id: "Words 1", second.registration_id: "Words 2"}


def test_who_leaves_the_portal_leaves_no_words_behind():
    person = UserFactory()
    handed_in(asked(person=person), **ALL)
    the_day_is_over()

    forget(person)

    assert not Statement.objects.exists()


def test_nothing_of_the_text_is_in_the_trail_or_the_log(client_of, caplog):
    person = UserFactory()
    request = asked(person=person)
    address = request.sub_topic.event.address_of("statement", request.pk)

    client_of(person).post(address, {**TEXT, "step": "hand_in"})
    client_of(person).post(address, {**TEXT, "interpreters_may_read": "on", "step": "hand_in"})

    assert Statement.objects.exists()
    assert "water" not in caplog.text
    assert not any("water" in str(entry.facts) for entry in AuditEntry.objects.all())
