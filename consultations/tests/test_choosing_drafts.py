"""The draft of a choice: kept between visits, shared by moderators, usable for sixty people."""

import re

import pytest

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from consultations.actions.choosing import choose_speakers
from consultations.actions.choosing_drafts import Typed, draft_of, save_draft
from consultations.actions.registrations import forget
from consultations.actions.seats import withdraw_request
from consultations.models import DraftDecision, SpeakingRequest
from consultations.tests.test_choosing import GOOD, asked_by, decide, refusal, seat, typed
from reference.models import RegionalGroup
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def choice(moderator, client_of):
    """A choice among three, its page, and the browsers of two moderators."""
    sub_topic, requests = asked_by(3)
    address = sub_topic.event.address_of("choosing", sub_topic.pk)
    return sub_topic, requests, address, client_of(moderator), client_of(UserFactory(moderator=True))


def fields(page) -> dict:
    """What the form on a page would send if nothing were typed."""
    form = page.context["form"]
    sent = {"asked": form.asked}
    for one in form.shown:
        sent[f"{one.prefix}-version"] = one.version
        for name in ("given", "number", "criteria", "reason"):
            sent[f"{one.prefix}-{name}"] = one[name].value()
    return sent


def noting(request: SpeakingRequest, given: str, number: str = "", reason: str = "") -> dict:
    start = f"request-{request.pk}"
    return {f"{start}-given": given, f"{start}-number": number, f"{start}-reason": reason}


def test_a_draft_is_there_at_the_next_visit_also_where_it_is_not_complete(choice):
    sub_topic, requests, address, mine, other = choice

    answer = mine.post(address, typed(requests, ("seat", "", [], "Half a reas"), *GOOD[1:], step="save"))

    assert answer.status_code == 302 and answer.url == address
    for browser in (mine, other):
        page = browser.get(address)
        assert "Half a reas" in page.text and "Knows the river." in page.text
        assert page.context["form"].choices[2]["criteria"].value() == ["region"]
    assert sub_topic.requests.pending().count() == 3, "nothing is final"


def test_looking_at_the_result_keeps_what_was_typed_too(choice):
    _sub_topic, requests, address, mine, other = choice

    assert mine.post(address, typed(requests, ("", "", [], "Words"), *GOOD[1:])).status_code == 422

    assert "Words" in other.get(address).text


def test_two_moderators_keep_both_of_their_ticks(choice):
    sub_topic, requests, address, mine, other = choice
    my_page, other_page = fields(mine.get(address)), fields(other.get(address))

    mine.post(address, my_page | noting(requests[0], "seat", "1") | {"step": "save"})
    answer = other.post(address, other_page | noting(requests[1], "waiting", "1") | {"step": "save"})

    assert answer.status_code == 302
    assert draft_of(sub_topic) == {
        requests[0].pk: Typed("seat", "1"),
        requests[1].pk: Typed("waiting", "1"),
    }


def test_of_the_same_person_both_are_shown_and_the_later_says_which_holds(choice):
    sub_topic, requests, address, mine, other = choice
    my_page, other_page = fields(mine.get(address)), fields(other.get(address))
    mine.post(address, my_page | noting(requests[0], "seat", "1", "Mine") | {"step": "save"})
    theirs = other_page | noting(requests[0], "not_selected", "", "Theirs") | noting(requests[1], "seat", "2")

    page = other.post(address, theirs | {"step": "look"})

    assert page.status_code == 409
    assert "A seat 1" in page.text and "Mine" in page.text, "what the first noted"
    assert "Theirs" in page.text, "what the second typed"
    assert draft_of(sub_topic)[requests[0].pk].reason == "Mine", "nothing is overwritten unseen"
    assert draft_of(sub_topic)[requests[1].pk] == Typed("seat", "2"), "all else is kept"
    assert other.post(address, fields(page) | {"step": "save"}).status_code == 302
    assert draft_of(sub_topic)[requests[0].pk].reason == "Theirs"


def test_what_was_looked_at_is_what_is_decided(choice):
    sub_topic, requests, address, mine, other = choice
    look = mine.post(address, typed(requests, *GOOD))
    other.post(
        address, fields(other.get(address)) | noting(requests[0], "seat", "2", "Later") | {"step": "save"}
    )

    answer = decide(mine, address, look)

    assert answer.status_code == 409 and "The draft has changed since you looked." in answer.text
    assert sub_topic.requests.pending().count() == 3
    assert decide(mine, address, mine.post(address, fields(mine.get(address)))).status_code == 302


def test_the_draft_goes_with_the_decision_the_withdrawal_and_the_person(choice, moderator):
    sub_topic, requests, address, mine, _other = choice
    person = UserFactory()
    requests[1].registration.person = person
    requests[1].registration.save()
    mine.post(address, typed(requests, *GOOD, step="save"))
    assert DraftDecision.objects.count() == 3

    withdraw_request(requests[0])
    mine.post(address, {**fields(mine.get(address)), "step": "save"})
    assert set(draft_of(sub_topic)) == {requests[1].pk, requests[2].pk}
    forget(person)
    assert set(draft_of(sub_topic)) == {requests[2].pk}
    choose_speakers(sub_topic, {requests[2].pk: refusal()}, by=moderator)

    assert not DraftDecision.objects.exists()


def test_nobody_drafts_for_others_before_the_time_or_after_the_decision(moderator):
    early, requests = asked_by(1, closed=False)
    note = {requests[0].pk: (Typed("seat", "1"), "")}
    with pytest.raises(WrongState):
        save_draft(early, note, by=moderator)
    sub_topic, others = asked_by(1)
    with pytest.raises(WrongState):
        save_draft(sub_topic, {others[0].pk: (Typed("seat", "1"), "")}, by=UserFactory())
    assert save_draft(sub_topic, note, by=moderator) == {}
    assert not DraftDecision.objects.exists(), "a request of another sub-topic is passed over"
    choose_speakers(sub_topic, {others[0].pk: seat(1)}, by=moderator)
    with pytest.raises(WrongState):
        save_draft(sub_topic, note, by=moderator)


def test_the_person_and_the_trail_learn_nothing_of_a_draft(choice, client_of):
    sub_topic, requests, address, mine, _other = choice
    person = UserFactory()
    requests[1].registration.person = person
    requests[1].registration.save()

    mine.post(address, typed(requests, *GOOD, step="save"))

    assert "river" not in client_of(person).get(sub_topic.event.address_of("registration")).text
    entry = AuditEntry.objects.get(verb="drafted the choice for")
    assert entry.facts == {"people": 3}


def names_on(page) -> list[str]:
    return re.findall(r'<h2 id="person-\d+"><bdi>([^<]+)', page.text)


def test_the_page_shows_those_who_are_asked_for_and_keeps_the_others(reference, choice):
    sub_topic, requests, address, mine, _other = choice
    region = RegionalGroup.objects.first()
    SpeakingRequest.objects.filter(pk=requests[2].pk).update(draw_region=region)
    mine.post(address, typed(requests, GOOD[0], ("", "", [], ""), ("", "", [], ""), step="save"))
    names = [one.registration.name for one in requests]

    assert names_on(mine.get(address)) == names, "the control"
    assert names_on(mine.get(address, {"show": "seat"})) == names[:1]
    undecided = mine.get(address, {"show": "undecided"})
    assert names_on(undecided) == names[1:]
    assert names_on(mine.get(address, {"show": "undecided", "region": region.pk})) == names[2:]
    assert names_on(mine.get(address, {"show": "nonsense", "region": "x"})) == names
    answer = mine.post(
        f"{address}?show=undecided", fields(undecided) | noting(requests[1], "seat", "1") | {"step": "save"}
    )

    assert answer.url == f"{address}?show=undecided"
    assert {key: note.given for key, note in draft_of(sub_topic).items()} == {
        requests[0].pk: "seat",
        requests[1].pk: "seat",
    }


@pytest.mark.parametrize("people", [1, 3, 60])
def test_the_page_asks_as_often_for_sixty(client_of, moderator, django_assert_num_queries, people):
    sub_topic, requests = asked_by(people)
    client, address = client_of(moderator), sub_topic.event.address_of("choosing", sub_topic.pk)
    decided = [("not_selected", "", ["subject"], "")] * people
    client.post(address, typed(requests, *decided, step="save"))

    with django_assert_num_queries(10):
        page = client.get(address)

    assert len(names_on(page)) == people and page.text.count('href="#person-') == people
    assert len(page.content) < 4_000 * people + 20_000
