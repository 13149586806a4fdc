"""What moderators enter by hand: positions, parts, silence, and which two are one."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from recommendations.actions import (
    Part,
    close_unanswered,
    record_position,
    split_recommendation,
    undo_import,
    undo_split,
)
from recommendations.actions.judging import call_different
from recommendations.actions.merging import merge, unmerge
from recommendations.doubles import possible_doubles
from recommendations.models import ImportedRow, Judgement, Position, Recommendation
from recommendations.tests.factories import ImportBatchFactory, RecommendationFactory, ReviewFactory
from recommendations.tests.readings import TEXTS
from reference.models import State, Theme
from upr_portal.states import WrongState

pytestmark = pytest.mark.usefixtures("lists")

SOURCE = {"symbol": "A/HRC/9/7/Add.1", "language": "en"}
WHOLE = "Plant trees and open the libraries on Sundays"


@pytest.fixture
def client(client_of, moderator):
    return client_of(moderator)


@pytest.fixture
def whole():
    chile = State.objects.get(iso3="CHL")
    return RecommendationFactory(text_en=WHOLE, number="140.1", recommenders=[chile])


def parts(recommendation) -> list[tuple[str, str, bool]]:
    return [(one.paragraph, one.position, one.is_listed) for one in recommendation.parts.order_by("part")]


def split(whole, by):
    answers = [Part("Plant trees", "supported"), Part("Open the libraries", "noted")]
    return split_recommendation(whole, by=by, parts=answers, own_words="Trees, yes.", **SOURCE)


def test_a_position_is_recorded_with_its_source(client, moderator, whole):
    answer = {
        "value": "noted",
        "qualifier": "in-part",
        "own_words": "In part.",
        "date": "2026-03-01",
        **SOURCE,
    }

    client.post(reverse("recommendations:record", args=[whole.pk]), answer)

    entry = whole.positions.get()
    assert (entry.value, entry.qualifier, entry.symbol, entry.recorded_by) == (
        "noted",
        "in-part",
        "A/HRC/9/7/Add.1",
        moderator,
    )
    assert AuditEntry.objects.filter(verb="recorded a position", by=moderator).count() == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"value": "supported", "qualifier": "in-part", **SOURCE},
        {"value": "noted", "language": "en"},
        {"value": "pending", **SOURCE},
    ],
    ids=["supported in part", "without a source", "pending"],
)
def test_an_answer_that_cannot_be_is_refused(client, whole, answer):
    response = client.post(reverse("recommendations:record", args=[whole.pk]), answer)

    assert (response.status_code, whole.positions.count()) == (422, 0)


def test_parts_stand_in_the_place_of_the_whole(client, whole):
    form = {"text_1": "Plant trees", "value_1": "supported", "text_2": "Open libraries", "value_2": "noted"}

    client.post(reverse("recommendations:split", args=[whole.pk]), form | SOURCE)

    assert parts(whole) == [("140.1 (a)", "supported", True), ("140.1 (b)", "noted", True)]
    assert not Recommendation.objects.listed().filter(pk=whole.pk).exists()
    assert [made.state.iso3 for made in whole.parts.first().recommenders.all()] == ["CHL"]


def test_one_part_is_no_split(client, whole):
    form = {"text_1": "Plant trees", "value_1": "supported"}

    response = client.post(reverse("recommendations:split", args=[whole.pk]), form | SOURCE)

    assert (response.status_code, whole.parts.count()) == (422, 0)


def test_a_split_is_undone_and_made_again(client, moderator, whole):
    split(whole, moderator)

    client.post(reverse("recommendations:unsplit", args=[whole.pk]))

    assert list(Recommendation.objects.listed()) == [whole]
    assert Position.objects.count() == 2  # what was recorded is kept
    whole.refresh_from_db()
    split(whole, moderator)
    assert Recommendation.objects.listed().count() == 2


def test_what_is_not_split_is_not_joined(moderator, whole):
    with pytest.raises(WrongState):
        undo_split(whole, by=moderator)


def test_the_whole_is_split_once(moderator, whole):
    split(whole, moderator)

    with pytest.raises(WrongState):
        split(whole, moderator)


def test_a_part_of_a_number_is_split_under_its_own_name(moderator, whole):
    part = split(whole, moderator)[1]

    made = split(part, moderator)

    assert [one.paragraph for one in made] == ["140.1 (b1)", "140.1 (b2)"]
    with pytest.raises(WrongState):
        undo_split(whole, by=moderator)


def test_silence_at_the_adoption_is_noted_and_said(client, moderator, whole):
    answered = RecommendationFactory(review=whole.review, number="140.2", recommenders=[])
    record_position(answered, by=None, value="supported", **SOURCE)

    address = reverse("recommendations:close", args=[whole.review_id])
    client.post(address, {"date": "2026-03-20", "symbol": "A/HRC/DEC/9/112"})

    entry = whole.positions.get()
    assert (entry.value, entry.qualifier, entry.symbol) == ("noted", "no-answer", "A/HRC/DEC/9/112")
    assert answered.positions.count() == 1
    assert close_unanswered(whole.review, by=moderator, date="2026-03-20", symbol="", language="en") == 0


@pytest.fixture
def pair():
    """One with a number, the same without one from another file, and a third that is alike but no double."""
    review = ReviewFactory()
    chile, france = State.objects.get(iso3="CHL"), State.objects.get(iso3="FRA")
    numbered = RecommendationFactory(
        review=review, text_en=TEXTS[0], number="140.1", recommenders=[chile], batch=ImportBatchFactory()
    )
    export = ImportBatchFactory()
    same = RecommendationFactory(
        review=review,
        text_en=TEXTS[0] + ".",
        position="supported",
        recommenders=[chile, france],
        batch=export,
    )
    RecommendationFactory(review=review, text_en=TEXTS[1], recommenders=[france], batch=export)
    return numbered, same


def offered(review) -> list[tuple[int, int]]:
    return [(double.kept.pk, double.other.pk) for double in possible_doubles(review)]


def test_the_same_from_two_sources_is_found_and_merged_by_a_person(client, pair):
    numbered, same = pair
    same.issues.set(Theme.objects.filter(code="environment"))
    assert offered(numbered.review) == [(numbered.pk, same.pk)]

    address = reverse("recommendations:merge", args=[numbered.review_id])
    client.post(address, {f"pair-{numbered.pk}-{same.pk}": "same"})

    same.refresh_from_db()
    numbered.refresh_from_db()
    assert (same.merged_into, same.is_listed, numbered.position) == (numbered, False, "supported")
    assert [issue.code for issue in numbered.issues.all()] == ["environment"]
    assert offered(numbered.review) == []
    page = client.get(numbered.get_absolute_url()).content.decode()
    assert "Chile" in page and "France" in page


def test_merging_is_proposed_only_where_words_and_states_are_the_same(client, pair):
    numbered, same = pair
    address, name = (
        reverse("recommendations:merge", args=[numbered.review_id]),
        f"pair-{numbered.pk}-{same.pk}",
    )
    assert client.get(address).context["form"][name].value() == ""

    same.recommenders.filter(state__iso3="FRA").delete()

    assert client.get(address).context["form"][name].value() == "same"
    assert Recommendation.objects.filter(merged_into=None).count() == 3


def test_merging_is_undone(client, moderator, pair):
    numbered, same = pair
    same.issues.set(Theme.objects.filter(code="environment"))
    merge(numbered, same, by=moderator)

    client.post(reverse("recommendations:unmerge", args=[same.pk]))

    numbered.refresh_from_db()
    assert (numbered.position, numbered.issues.count()) == ("pending", 0)
    assert Recommendation.objects.listed().count() == 3
    assert offered(numbered.review) == [(numbered.pk, same.pk)]


def test_undoing_an_import_parts_what_was_merged(moderator, pair):
    numbered, same = pair
    merge(same, numbered, by=moderator)
    made = numbered.recommenders.get()
    ImportedRow.objects.create(batch=numbered.batch, line=1, recommender=made)

    undo_import(numbered.batch, by=moderator)

    assert not Recommendation.objects.filter(pk=numbered.pk).exists()
    assert not Judgement.objects.exists()
    same.refresh_from_db()
    assert same.is_listed


def test_what_was_called_different_is_not_offered_again(client, pair):
    numbered, same = pair
    address = reverse("recommendations:merge", args=[numbered.review_id])

    client.post(address, {f"pair-{numbered.pk}-{same.pk}": "different"})

    assert offered(numbered.review) == []
    assert Judgement.objects.get().verdict == "different"


def test_undecided_pairs_stay(client, pair):
    numbered, same = pair
    address = reverse("recommendations:merge", args=[numbered.review_id])

    client.post(address, {f"pair-{numbered.pk}-{same.pk}": ""})

    assert offered(numbered.review) == [(numbered.pk, same.pk)]


def test_two_of_one_file_are_two(pair):
    numbered, same = pair
    Recommendation.objects.update(batch=same.batch)

    assert offered(numbered.review) == []


def test_only_two_listed_of_one_review_are_merged(moderator, pair):
    numbered, same = pair
    with pytest.raises(WrongState):
        merge(numbered, numbered, by=moderator)
    with pytest.raises(WrongState):
        merge(numbered, RecommendationFactory(review=ReviewFactory(state__iso3="VNM")), by=moderator)
    merge(numbered, same, by=moderator)

    with pytest.raises(WrongState):
        merge(numbered, same, by=moderator)
    with pytest.raises(WrongState):
        unmerge(numbered, by=moderator)


def test_a_verdict_can_change(moderator, pair):
    numbered, same = pair
    call_different(numbered, same, by=moderator)

    merge(numbered, same, by=moderator)

    assert Judgement.objects.get().verdict == "same"


def test_looking_for_doubles_takes_three_queries(pair, django_assert_num_queries):
    numbered, _same = pair
    chile = State.objects.get(iso3="CHL")
    for place in range(3):
        RecommendationFactory(review=numbered.review, text_en=f"{TEXTS[0]} {place}", recommenders=[chile])

    with django_assert_num_queries(3):
        assert len(possible_doubles(numbered.review)) > 1


@pytest.mark.parametrize("who", [{}, {"analyst": True}, {"translator": True}])
@pytest.mark.parametrize("door", ["record", "split", "unsplit", "merge", "close", "unmerge"])
def test_only_moderators_decide(client_of, whole, who, door):
    pk = whole.review_id if door in ("merge", "close") else whole.pk

    answer = client_of(UserFactory(**who)).post(reverse(f"recommendations:{door}", args=[pk]))

    assert answer.status_code == 403
