"""Repeats and action categories are proposed; a person decides."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from recommendations.actions.judging import call_different, link_repeat, unlink_repeat
from recommendations.models import Recommendation, Review
from recommendations.repeats import possible_repeats
from recommendations.tests.factories import RecommendationFactory, ReviewFactory
from reference.models import State, UprSession

REPEATS, CATEGORIES = (f"/en/recommendations/states/MAR/13/{page}/" for page in ("repeats", "categories"))


def review(session: int, iso3: str = "MAR") -> Review:
    return ReviewFactory(state=State.objects.get(iso3=iso3), session=UprSession.objects.get(number=session))


@pytest.fixture
def trees(lists):
    """Trees were asked for in two reviews; lakes only in the later one."""
    earlier = RecommendationFactory(review=review(1), text_en="Plant a tree in every schoolyard of the land.")
    later = RecommendationFactory(review=review(13), text_en="Plant trees in every schoolyard of the land.")
    RecommendationFactory(review=review(13), text_en="Clean the lakes.")
    return earlier, later


def pairs(held: Review) -> list[tuple[Recommendation, Recommendation]]:
    return [(one.earlier, one.recommendation) for one in possible_repeats(held)]


def test_what_has_words_in_common_is_proposed(trees):
    assert pairs(trees[1].review) == [trees]
    assert pairs(trees[0].review) == []


def test_only_the_same_state_repeats_and_only_one_language_is_compared(trees):
    RecommendationFactory(review=review(4, "CAN"), text_en=trees[1].text_en)
    RecommendationFactory(review=review(4), text_en=None, text_fr=trees[1].text_en, original_language="fr")

    assert pairs(trees[1].review) == [trees]


def test_a_pair_that_was_decided_is_not_offered_again(trees, moderator):
    call_different(trees[1], trees[0], by=moderator)

    assert pairs(trees[1].review) == []

    link_repeat(trees[1], trees[0], by=moderator)

    assert trees[1].repeats == trees[0]
    assert pairs(trees[1].review) == []


def test_only_an_earlier_review_of_the_same_state_can_be_repeated(trees, moderator):
    other = RecommendationFactory(review=review(1, "CAN"))

    for earlier in (other, trees[1]):
        with pytest.raises(ValidationError):
            link_repeat(trees[1], earlier, by=moderator)


def test_a_link_can_be_taken_back_and_both_are_remembered(trees, moderator):
    link_repeat(trees[1], trees[0], by=moderator)
    unlink_repeat(trees[1], by=moderator)

    assert Recommendation.objects.get(pk=trees[1].pk).repeats is None
    assert AuditEntry.objects.filter(verb__contains="linked").count() == 2


def test_a_moderator_decides_on_the_page(client_of, trees, moderator):
    name = f"pair-{trees[1].pk}-{trees[0].pk}"

    page = client_of(moderator).get(REPEATS).content.decode()
    response = client_of(moderator).post(REPEATS, {name: "repeats"})

    assert name in page
    assert response.status_code == 302
    assert Recommendation.objects.get(pk=trees[1].pk).repeats == trees[0]


def test_an_answer_that_was_not_offered_is_refused(client_of, trees, moderator):
    name = f"pair-{trees[1].pk}-{trees[0].pk}"

    assert client_of(moderator).post(REPEATS, {name: "perhaps"}).status_code == 422


def test_a_category_is_confirmed_only_where_it_was_ticked(client_of, lists, moderator):
    ticked = RecommendationFactory(review=review(13), text_en="Ratify the treaty.", action_category="5")
    left = RecommendationFactory(review=review(13), text_en="Continue its work.", action_category="2")

    data = {f"category-{ticked.pk}": "4", f"confirm-{ticked.pk}": "on", f"category-{left.pk}": "4"}
    client_of(moderator).post(CATEGORIES, data)

    confirmed, other = (Recommendation.objects.get(pk=one.pk) for one in (ticked, left))
    assert (confirmed.action_category, confirmed.is_action_confirmed) == ("4", True)
    assert (other.action_category, other.is_action_confirmed) == ("2", False)


def test_the_page_proposes_with_the_reason(client_of, lists, moderator):
    RecommendationFactory(review=review(13), text_en="Ratify the treaty.")
    RecommendationFactory(review=review(13), text_en="Rivers matter.")

    page = client_of(moderator).get(CATEGORIES).content.decode()

    assert "The first verb is “ratify”." in page
    assert "The rules are silent" in page


def test_what_is_ticked_needs_a_category(client_of, lists, moderator):
    one = RecommendationFactory(review=review(13), text_en="Rivers matter.")

    response = client_of(moderator).post(CATEGORIES, {f"category-{one.pk}": "", f"confirm-{one.pk}": "on"})

    assert response.status_code == 422
    assert "Choose a category before you confirm." in response.content.decode()


@pytest.mark.parametrize("path", [REPEATS, CATEGORIES])
def test_others_do_not_judge(client_of, trees, path):
    assert client_of(UserFactory()).get(path).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_proposing_asks_a_fixed_number_of_queries(trees, django_assert_num_queries, rows):
    for number in range(rows):
        RecommendationFactory(review=trees[1].review, text_en=f"Plant tree {number} in every schoolyard.")

    with django_assert_num_queries(3):
        possible_repeats(trees[1].review)


def unlink(client, later, earlier):
    return client.post(reverse("recommendations:unlink", args=[later.pk]), {"earlier": earlier.pk})


def test_the_button_takes_a_link_back(client_of, trees, moderator):
    link_repeat(trees[1], trees[0], by=moderator)
    client = client_of(moderator)

    page = client.get(trees[1].get_absolute_url()).content.decode()
    response = unlink(client, trees[1], trees[0])

    assert reverse("recommendations:unlink", args=[trees[1].pk]) in page
    assert response["Location"] == trees[1].get_absolute_url()
    assert Recommendation.objects.get(pk=trees[1].pk).repeats is None
    entry = AuditEntry.objects.get(verb="unlinked from an earlier one")
    assert (entry.by, entry.facts) == (moderator, {"earlier": trees[0].pk})
    assert pairs(trees[1].review) == [trees]


def test_only_the_link_that_was_shown_is_taken_back(client_of, trees, moderator):
    link_repeat(trees[1], trees[0], by=moderator)

    assert unlink(client_of(moderator), trees[1], trees[1]).status_code == 409
    assert unlink(client_of(moderator), trees[0], trees[0]).status_code == 404
    assert unlink(client_of(UserFactory()), trees[1], trees[0]).status_code == 403
    assert Recommendation.objects.get(pk=trees[1].pk).repeats == trees[0]


def on_the_desk(client, one, **changes):
    """Save the desk's page of a recommendation as it is, but for `changes`."""
    forms = {
        f"{name}-{key}_FORMS": 0 for name in ("recommenders", "positions") for key in ("TOTAL", "INITIAL")
    }
    written = {"review": one.review_id, "text_en": one.text_en, "original_language": "en", **forms}
    return client.post(
        reverse("admin:recommendations_recommendation_change", args=[one.pk]), written | changes
    )


def test_the_desk_links_with_an_entry_and_never_takes_back(client_of, trees, moderator):
    client = client_of(moderator)

    assert on_the_desk(client, trees[1], repeats=trees[0].pk).status_code == 302
    on_the_desk(client, trees[1], repeats="")

    assert Recommendation.objects.get(pk=trees[1].pk).repeats == trees[0]
    assert AuditEntry.objects.filter(verb="linked to an earlier one", by=moderator).count() == 1


def test_the_desk_links_only_to_an_earlier_review_of_the_same_state(client_of, trees, moderator):
    response = on_the_desk(client_of(moderator), trees[0], repeats=trees[1].pk)

    refused = response.context["adminform"].form.errors
    assert refused == {"repeats": ["Choose a recommendation of an earlier review of the same State."]}
    assert Recommendation.objects.get(pk=trees[0].pk).repeats is None
