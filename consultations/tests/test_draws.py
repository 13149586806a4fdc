"""A drawn sub-topic: asking, the draw by the clock, what is written, and what everybody may see of it."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.actions import delete_account
from accounts.models import AuditEntry, Letter
from accounts.tests.factories import UserFactory
from accounts.tests.letters import written
from consultations.actions.asking import ask_to_speak
from consultations.actions.draws import commit_to_draw, hold_draw
from consultations.actions.registrations import withdraw_registration
from consultations.actions.seats import withdraw_request
from consultations.forms import SpeakForm
from consultations.models import Draw, SpeakingRequest, SubTopic
from consultations.tasks import hold_draws
from consultations.tests.factories import AgendaItemFactory, RegistrationFactory, SubTopicFactory
from consultations.verify_draw import problems_of
from reference.models import RegionalGroup
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


def ask(sub_topic, count: int = 1, **options) -> list[SpeakingRequest]:
    registrations = RegistrationFactory.create_batch(count, event=sub_topic.event)
    return [ask_to_speak(one, sub_topic, language="en", **options) for one in registrations]


def close(sub_topic) -> None:
    """Requests have closed a minute ago."""
    SubTopic.objects.filter(pk=sub_topic.pk).update(requests_close=timezone.now() - timedelta(minutes=1))


def held(sub_topic) -> Draw:
    """The draw of it, held now."""
    close(sub_topic)
    hold_draws()
    return Draw.objects.get(sub_topic=sub_topic)


def standing_of(sub_topic) -> tuple[list[int], list[int]]:
    return (
        list(sub_topic.requests.seated().values_list("seat__number", flat=True)),
        list(sub_topic.requests.waiting().values_list("waiting_place", flat=True)),
    )


def printed(sub_topic) -> dict:
    out = StringIO()
    call_command("draw", str(sub_topic.pk), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_who_asks_is_in_the_draw_and_is_told_when():
    sub_topic = SubTopicFactory(drawn=True)

    (request,) = ask(sub_topic)

    when = sub_topic.event.in_words(sub_topic.requests_close)
    assert request.outcome == f"in the draw on {when}"
    assert "(Europe/Zurich)" in when
    assert Letter.objects.get().template == "entered"
    assert sub_topic.draw.commitment in written(Letter.objects.get()).body


def test_the_draw_gives_six_seats_and_a_line_without_gaps():
    sub_topic = SubTopicFactory(drawn=True)
    ask(sub_topic, 9)

    held(sub_topic)

    assert standing_of(sub_topic) == ([1, 2, 3, 4, 5, 6], [1, 2, 3])
    assert not sub_topic.requests.pending().exists()


def test_it_is_not_held_before_requests_close():
    sub_topic = SubTopicFactory(drawn=True)
    ask(sub_topic, 2)

    hold_draws()
    with pytest.raises(WrongState):
        hold_draw(sub_topic.draw)

    assert sub_topic.requests.pending().count() == 2


def test_a_task_that_is_delivered_five_times_draws_once_and_writes_once():
    sub_topic = SubTopicFactory(drawn=True)
    ask(sub_topic, 8)
    close(sub_topic)

    for _ in range(5):
        hold_draws()

    assert Letter.objects.filter(template="drawn").count() == 8
    assert AuditEntry.objects.filter(thing_kind="consultations.draw", verb="held").count() == 1


def test_a_draw_that_is_held_again_by_hand_changes_nothing():
    sub_topic = SubTopicFactory(drawn=True)
    ask(sub_topic, 8)
    record = held(sub_topic).record

    with pytest.raises(WrongState):
        hold_draw(Draw.objects.get())

    assert Draw.objects.get().record == record


def test_who_withdraws_before_the_draw_is_not_in_it():
    sub_topic = SubTopicFactory(drawn=True)
    requests = ask(sub_topic, 9)
    withdraw_request(requests[0])
    withdraw_registration(requests[1].registration)

    record = held(sub_topic).record

    ids = {entry["id"] for entry in record["entries"]}
    assert ids == {str(request.public_id) for request in requests[2:]}


def test_after_the_draw_nobody_can_ask():
    sub_topic = SubTopicFactory(drawn=True)
    held(sub_topic)

    with pytest.raises(WrongState):
        ask(sub_topic)
    SubTopic.objects.update(requests_close=timezone.now() + timedelta(days=1))
    with pytest.raises(WrongState):
        ask(SubTopic.objects.get())


def test_a_draw_among_nobody_is_held_too():
    draw = held(SubTopicFactory(drawn=True))

    assert (draw.record["entries"], draw.record["seated"], draw.record["waiting"]) == ([], [], [])


def test_a_draft_is_not_drawn(moderator):
    sub_topic = SubTopicFactory(drawn=True, event__consultation__draft=True)

    assert held(sub_topic).held_at is None


def test_the_command_prints_what_can_be_checked():
    sub_topic = SubTopicFactory(drawn=True)
    ask(sub_topic, 9)
    before = printed(sub_topic)

    assert "seed" not in before
    assert (before["number_of_entries"], before["commitment"]) == (9, sub_topic.draw.commitment)

    sub_topic_closed = held(sub_topic)
    after = printed(sub_topic)

    assert after["seed"] == sub_topic_closed.seed
    moved = {"closes": after["closes"]}  # this test itself moved the closing
    assert problems_of(after, before | moved) == []


def test_the_command_knows_no_draw_of_other_sub_topics():
    with pytest.raises(CommandError, match="has no draw"):
        printed(SubTopicFactory())


def test_seats_are_numbered_in_the_order_of_asking_so_that_the_list_names_nobody():
    sub_topic = SubTopicFactory(drawn=True)
    ask(sub_topic, 9)

    record = held(sub_topic).record

    seated = list(sub_topic.requests.seated())
    assert [one.pk for one in seated] == sorted(one.pk for one in seated)
    assert record["seated"] == sorted(str(one.public_id) for one in seated)


def test_the_record_holds_codes_and_nothing_that_somebody_said(reference):
    sub_topic = SubTopicFactory(
        drawn=True, balances_region=True, balances_kind=True, balances_first_time=True
    )
    region, other = RegionalGroup.objects.all()[:2]
    said = {"draw_region": region, "draw_kind": "nhri", "draw_first_time": True}
    (one,) = ask(sub_topic, groups=said)
    (two,) = ask(sub_topic, groups={**said, "draw_region": other, "draw_first_time": False})
    (silent,) = ask(sub_topic)

    record = held(sub_topic).record

    entries = {entry.pop("id"): entry for entry in record["entries"]}
    assert entries[str(silent.public_id)] == {}
    first, second = entries[str(one.public_id)], entries[str(two.public_id)]
    assert {first["region"], second["region"]} == {"r1", "r2"}
    assert first["kind"] == second["kind"] == "k1"
    assert {first["first_time"], second["first_time"]} == {"f1", "f2"}
    text = json.dumps(record)
    assert one.registration.name not in text
    assert "nhri" not in text and region.code not in text


def test_what_no_balance_asks_for_is_not_in_the_record(reference):
    sub_topic = SubTopicFactory(drawn=True)
    ask(sub_topic, groups={"draw_kind": "nhri"})

    assert list(held(sub_topic).record["entries"][0]) == ["id"]


def test_regions_are_balanced_in_the_portal_as_in_the_program(reference):
    sub_topic = SubTopicFactory(drawn=True, balances_region=True)
    many, few = RegionalGroup.objects.all()[:2]
    ask(sub_topic, 12, groups={"draw_region": many})
    ask(sub_topic, 3, groups={"draw_region": few})

    held(sub_topic)

    assert sub_topic.requests.seated().filter(draw_region=few).count() == 3


def test_who_leaves_the_portal_leaves_no_groups_behind(reference):
    person = UserFactory()
    sub_topic = SubTopicFactory(drawn=True, balances_region=True)
    registration = RegistrationFactory(event=sub_topic.event, person=person)
    groups = {"draw_region": RegionalGroup.objects.first()}
    request = ask_to_speak(registration, sub_topic, language="en", groups=groups)

    delete_account(person)

    request.refresh_from_db()
    assert request.draw_region is None


def refused(**changes) -> bool:
    try:
        with transaction.atomic():
            Draw.objects.update(**changes)
    except IntegrityError:
        return True
    return False


def test_the_database_keeps_the_commitment_and_the_record():
    sub_topic = SubTopicFactory(drawn=True)

    assert refused(seed="00" * 32), "a seed fits its commitment"
    assert refused(commitment="00" * 32), "a commitment fits its seed"
    assert refused(held_at=timezone.now()), "a draw that was held has a record"
    assert refused(record={"seed": ""}), "a record comes with the draw"
    assert commit_to_draw(sub_topic, by=None) == sub_topic.draw, "one a sub-topic"


def test_a_request_is_in_the_draw_or_somewhere_else():
    sub_topic = SubTopicFactory(drawn=True)
    (request,) = ask(sub_topic)
    wrong = (
        {"seat": sub_topic.seats.first()},
        {"waiting_place": 1},
        {"withdrawn_at": timezone.now()},
        {"is_pending": False},
    )

    for changes in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            SpeakingRequest.objects.filter(pk=request.pk).update(**changes)


def test_only_a_draw_balances():
    with pytest.raises(IntegrityError):
        SubTopicFactory(balances_region=True)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_letters_in_four_languages(language):
    sub_topic = SubTopicFactory(drawn=True, seat_count=1)
    for one in RegistrationFactory.create_batch(2, event=sub_topic.event, language=language):
        ask_to_speak(one, sub_topic, language=language)
    draw = held(sub_topic)

    entered, _, *drawn = Letter.objects.order_by("pk")

    assert draw.commitment in written(entered).body
    assert all(draw.record["fingerprint"] in letter.body for letter in drawn)
    assert all(f"/{language}/consultations/" in letter.body for letter in drawn)
    assert len({letter.subject for letter in (entered, *drawn)}) == 3
    with translation.override(language):
        outcomes = {str(request.outcome) for request in sub_topic.requests.all()}
    assert all(any(outcome in letter.body for outcome in outcomes) for letter in drawn)


SPEECH = {"language": "fr", "public_name": "full"}


@pytest.fixture
def item():
    return AgendaItemFactory(
        with_sub_topic=True, sub_topic__allocation_rule="draw", sub_topic__balances_region=True
    )


def test_asking_by_the_page(client_of, item, reference):
    person = UserFactory()
    event, sub_topic = item.day.event, item.sub_topic
    RegistrationFactory(event=event, person=person)
    client, region = client_of(person), RegionalGroup.objects.first()

    form = client.get(event.address_of("ask", sub_topic.pk)).content.decode()
    assert "The draw is held when requests close" in form
    assert "draw_region" in form and "draw_kind" not in form and "draw_first_time" not in form
    data = {**SPEECH, "draw_region": region.pk}
    page = client.post(event.address_of("ask", sub_topic.pk), data, follow=True).content.decode()

    request = SpeakingRequest.objects.get()
    assert request.draw_region == region
    assert "In the draw on" in page
    assert str(request.public_id) in page


def test_what_the_public_list_of_a_draw_would_show_is_not_filled_in(item):
    item.sub_topic.balances_kind = True
    registration = RegistrationFactory(event=item.day.event, person=UserFactory(), stakeholder_kind="nhri")

    form = SpeakForm(registration=registration, sub_topic=item.sub_topic, asks_naming=True)

    assert not form["draw_kind"].value()


def test_the_public_page_before_and_after(client, item):
    event, sub_topic = item.day.event, item.sub_topic
    ask(sub_topic, 9)
    address, file = event.address_of("draw", sub_topic.pk), event.address_of("draw_record", sub_topic.pk)
    draw = sub_topic.draw

    assert address in client.get(event.get_absolute_url()).content.decode()
    before = client.get(address).content.decode()
    assert draw.commitment in before and draw.seed not in before
    assert "seed" not in client.get(file).json()

    held(sub_topic)
    after = client.get(address).content.decode()
    assert draw.seed in after
    assert problems_of(client.get(file).json()) == []
    assert not any(
        str(one) in after for one in sub_topic.requests.values_list("registration__name", flat=True)
    )


def test_the_program_is_given_out_as_it_is(client):
    response = client.get(reverse("consultations:draw_program"))

    assert b"def draw(" in response.content
    assert "verify_draw.py" in response["Content-Disposition"]


def test_other_sub_topics_have_no_page_of_a_draw(client):
    sub_topic = SubTopicFactory()
    commit_to_draw(sub_topic, by=None)  # as when the rule was changed before anybody asked

    assert client.get(sub_topic.event.address_of("draw", sub_topic.pk)).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_public_page_takes_as_many_queries_for_one_as_for_three(
    client, item, people, django_assert_num_queries
):
    ask(item.sub_topic, people)

    with django_assert_num_queries(5):
        client.get(item.day.event.address_of("draw", item.sub_topic.pk))


def test_the_desk_keeps_the_rule_once_somebody_has_asked_and_never_shows_the_seed(client_of, moderator):
    sub_topic = SubTopicFactory(drawn=True)
    client = client_of(moderator)
    address = reverse("admin:consultations_subtopic_change", args=[sub_topic.pk])

    free = client.get(address).content.decode()
    ask(sub_topic)
    bound = client.get(address).content.decode()
    held(sub_topic)
    past = client.get(address).content.decode()

    assert 'name="allocation_rule"' in free and 'name="requests_close_0"' in bound
    assert 'name="allocation_rule"' not in bound
    assert 'name="requests_close_0"' not in past
    assert not any(sub_topic.draw.seed in page for page in (free, bound, past))


def test_a_draw_of_a_draft_is_for_moderators(client, client_of, moderator):
    sub_topic = SubTopicFactory(drawn=True, event__consultation__draft=True)

    for door in ("draw", "draw_record"):
        address = sub_topic.event.address_of(door, sub_topic.pk)
        assert client.get(address).status_code == 404
        assert client_of(moderator).get(address).status_code == 200
