"""The pages of one State, of one review and of one recommendation."""

import re
from datetime import date

import pytest
from django.urls import reverse

from recommendations import history
from recommendations.actions import record_position
from recommendations.models import Appearance, Position, PositionValue, Review, ReviewDate
from recommendations.tests.factories import (
    DocumentFactory,
    ImportBatchFactory,
    RecommendationFactory,
    ReviewFactory,
)
from reference.models import State, Theme, UprSession
from reference.tests.factories import ThemeFactory, VocabularyFactory


def review(iso3: str, session: int) -> Review:
    return ReviewFactory(state=State.objects.get(iso3=iso3), session=UprSession.objects.get(number=session))


@pytest.fixture
def trees(lists):
    """Asked of Morocco in two cycles: supported then, noted now."""
    chile = [State.objects.get(iso3="CHL"), State.objects.get(iso3="VNM")]
    first = RecommendationFactory(
        review=review("MAR", 1), text_en="Plant trees.", position="supported", recommenders=chile
    )
    again = RecommendationFactory(
        review=review("MAR", 13), text_en="Plant more trees.", position="noted", repeats=first
    )
    first.issues.add(Theme.objects.get(code="environment"))
    return first, again


def page_of(client, thing) -> str:
    return client.get(thing.get_absolute_url()).content.decode()


def test_a_state_has_its_reviews_side_by_side(client, trees):
    response = client.get("/en/recommendations/states/MAR/")

    figures = [(one.supported, one.noted, one.total) for one in response.context["sides"]]
    assert figures == [(0, 1, 1), (1, 0, 1)]
    assert list(response.context["repeated"]) == [trees[1]]


def tables(client, address: str = "/en/recommendations/states/MAR/") -> list[tuple]:
    """(whether it is OHCHR's, {name: counts}) of each table of themes."""
    shown = client.get(address).context["theme_tables"]
    return [
        (table.is_of_ohchr, {theme.name_en: counts for theme, _code, counts in table.rows}) for table in shown
    ]


def test_a_review_to_which_nobody_gave_themes_shows_a_dash_and_no_nought(client, trees):
    unsorted = tables(client)
    page = client.get("/en/recommendations/states/MAR/").content.decode()
    trees[1].issues.add(Theme.objects.exclude(code="environment")[0])

    assert unsorted == [(False, {"Environment": [None, 1]})]
    assert '<td class="figure">–</td><td class="figure">1</td>' in page
    assert tables(client) == [(False, {"Environment": [0, 1], "Development": [1, 0]})]


def test_themes_of_ohchr_are_counted_beside_the_issues_of_upr_info(client, trees):
    letters, labels = (VocabularyFactory(code=code) for code in ("ohchr-letters", "ohchr-labels"))
    trees[0].issues.add(ThemeFactory(vocabulary=letters, code="A1", name_en="Forests"))
    trees[1].issues.add(ThemeFactory(vocabulary=labels, code="trees", name_en="Trees"))
    review_address = trees[1].review.get_absolute_url()

    assert tables(client) == [
        (False, {"Environment": [None, 1]}),
        (True, {"Forests": [None, 1], "Trees": [1, None]}),
    ]
    assert tables(client, review_address) == [(True, {"Trees": [1]})]
    link = "?state=MAR&amp;session=13&amp;issue=ohchr-labels.trees"
    assert link in client.get(review_address).content.decode()
    assert client.get(f"/en/recommendations/{link.replace('&amp;', '&')}").context["found"].count == 1


def test_words_of_a_source_keep_their_direction_among_the_positions(client, trees):
    record_position(trees[0], value="noted", own_words="غير مقبولة", language="ar", by=None)

    page = page_of(client, trees[0])

    assert '<div lang="ar" dir="rtl"><p>غير مقبولة</p></div>' in page


def test_what_is_not_listed_is_not_counted(lists, trees):
    kept, other = trees[0], RecommendationFactory(review=trees[0].review, position="supported")
    type(other).objects.filter(pk=other.pk).update(merged_into=kept, is_listed=False)

    [side] = history.sides_of(Review.objects.filter(pk=kept.review_id))

    assert (side.supported, side.recommenders) == (1, 2)


@pytest.mark.parametrize("reviews", [1, 3])
def test_the_page_of_a_state_asks_a_fixed_number_of_queries(
    client, lists, django_assert_num_queries, reviews
):
    for number in (1, 4, 13)[:reviews]:
        one = RecommendationFactory(review=review("MAR", number))
        one.issues.add(Theme.objects.get(code="environment"))

    with django_assert_num_queries(10):
        client.get("/en/recommendations/states/MAR/")


def test_a_review_shows_its_dates_no_more_exact_than_they_are_known(client, trees):
    held = trees[0].review
    ReviewDate.objects.create(
        review=held, step="review", day=date(2025, 1, 28), precision="day", source="A/HRC/1/2"
    )
    ReviewDate.objects.create(review=held, step="adoption", day=date(2025, 7, 1), precision="month")
    ReviewDate.objects.create(review=held, step="mid-term")

    page = page_of(client, held)

    assert "28 January 2025" in page
    assert "A/HRC/1/2" in page
    assert "July 2025" in page
    assert "1 July 2025" not in page
    assert "Date not known" in page


def test_a_review_links_its_report_to_the_united_nations(client, trees):
    Review.objects.filter(pk=trees[0].review_id).update(report_symbol="A/HRC/1/2")

    assert 'href="https://docs.un.org/en/A/HRC/1/2"' in page_of(client, trees[0].review)


@pytest.mark.parametrize("states", [1, 3])
def test_one_recommendation_asks_a_fixed_number_of_queries(client, lists, django_assert_num_queries, states):
    recommendation = RecommendationFactory(recommenders=list(State.objects.members()[:states]))
    recommendation.issues.set(Theme.objects.all()[:states])

    with django_assert_num_queries(11):
        client.get(recommendation.get_absolute_url())


def test_a_recommendation_has_its_page_with_all_that_is_known(client, trees):
    type(trees[0]).objects.filter(pk=trees[0].pk).update(action_category="5", text_as_read="Trees, please.")

    page = page_of(client, trees[0])

    for words in ("Plant trees.", "Morocco", "Chile", "Viet Nam", "Supported", "Environment", "5 – Specific"):
        assert words in page
    assert "Trees, please." in page
    assert "generated example" not in page


def test_an_unconfirmed_category_gives_its_reason(client, lists):
    one = RecommendationFactory(text_en="Ratify the treaty on trees.", action_category="5")

    assert "The first verb is “ratify”." in page_of(client, one)


def test_positions_are_shown_with_source_and_qualifier(client, trees, moderator):
    record_position(
        trees[1],
        by=moderator,
        value=PositionValue.NOTED,
        language="en",
        qualifier=Position.Qualifier.IN_PART,
        symbol="A/HRC/1/2/Add.1",
        paragraph="5",
        own_words="Morocco supports this in part.",
    )

    page = page_of(client, trees[1])

    assert "supported in part only" in page
    assert "A/HRC/1/2/Add.1" in page
    assert "Morocco supports this in part." in page


def test_a_recommendation_is_followed_through_the_cycles(client, trees):
    first, again = trees

    assert history.lineage_of(first) == [first, again]
    assert history.lineage_of(again) == [first, again]
    assert "Through the cycles" in page_of(client, first)
    assert history.lineage_of(RecommendationFactory()) == []


def test_a_lineage_that_was_closed_to_a_circle_ends(trees):
    first, again = trees
    first.repeats = again
    first.save()

    assert {one.pk for one in history.lineage_of(first)} == {first.pk, again.pk}


def test_what_was_merged_leads_to_what_was_kept_with_its_sources(client, trees):
    kept, other = trees[0], RecommendationFactory(review=trees[0].review)
    Appearance.objects.create(
        recommendation=other,
        document=DocumentFactory(title="the other source"),
        batch=ImportBatchFactory(),
        line=1,
        text="Plant trees, please.",
        language="en",
    )
    type(other).objects.filter(pk=other.pk).update(merged_into=kept, is_listed=False)

    response = client.get(other.get_absolute_url())

    assert response["Location"] == kept.get_absolute_url()
    assert "Plant trees, please." in page_of(client, kept)


def test_what_was_split_shows_its_parts(client, trees):
    part = RecommendationFactory(review=trees[0].review, number="5", part="a", split_from=trees[0])

    assert part.get_absolute_url() in page_of(client, trees[0])
    assert trees[0].get_absolute_url() in page_of(client, part)


def test_a_generated_example_says_so(client, lists):
    one = RecommendationFactory(batch=ImportBatchFactory(kind="generated"), text_en="Count stars.")

    assert "generated example" in page_of(client, one)
    assert "generated examples" in page_of(client, one.review)
    address = reverse("recommendations:state", args=[one.review.state.iso3])
    assert "Generated examples" in client.get(address).content.decode()


@pytest.mark.parametrize("path", ["999999999/", "states/XXX/", "states/DEU/", "states/mar/", "states/MAR/4/"])
def test_what_is_not_here_is_not_found(client, trees, path):
    assert client.get("/en/recommendations/" + path).status_code == 404


def test_the_terms_of_a_recommendation_lead_to_the_list_of_all_that_have_them(client, garden):
    for name in ("trees", "lakes"):
        page = client.get(garden[name].get_absolute_url())
        addresses = re.findall(r'href="(/en/recommendations/\?(?:issue|persons|goal)=[^"]+)"', page.text)

        assert addresses
        for address in addresses:
            found = client.get(address)
            assert [row.pk for row in found.context["page"]] == [garden[name].pk]
