"""The public list: filters in the address, counts, pages, the table; one recommendation; one State."""

import csv
import io

import pytest
from django.urls import reverse

from recommendations.exports import harmless
from recommendations.models import ActionCategory, PositionValue
from recommendations.tests.factories import RecommendationFactory, ReviewFactory
from reference.models import State, Theme, UprSession

LIST = "/en/recommendations/"


@pytest.fixture
def garden(lists):
    """Three recommendations that differ in everything that the list filters by."""

    def review(iso3: str, session: int):
        return ReviewFactory(
            state=State.objects.get(iso3=iso3), session=UprSession.objects.get(number=session)
        )

    def made_by(*codes):
        return [State.objects.get(iso3=code) for code in codes]

    trees = RecommendationFactory(
        review=review("MAR", 1),
        text_en="Plant trees.",
        position=PositionValue.SUPPORTED,
        action_category=ActionCategory.SPECIFIC,
        recommenders=made_by("CHL", "VNM"),
    )
    lakes = RecommendationFactory(
        review=review("MAR", 13),
        text_en="Clean the lakes.",
        position=PositionValue.NOTED,
        action_category=ActionCategory.GENERAL,
        recommenders=made_by("FRA"),
    )
    rivers = RecommendationFactory(
        review=review("CAN", 4),
        text_en=None,
        text_fr="Nettoyer les rivières.",
        original_language="fr",
        action_category=ActionCategory.GENERAL,
        recommenders=made_by("CHL"),
    )
    trees.issues.add(Theme.objects.get(vocabulary__code="upr-info", code="environment"))
    return {"trees": trees, "lakes": lakes, "rivers": rivers}


def shown(response) -> list:
    return list(response.context["page"])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["lakes", "rivers", "trees"]),
        ("q=trees", ["trees"]),
        ("q=rivière", ["rivers"]),
        ("state=MAR", ["lakes", "trees"]),
        ("recommender=CHL", ["rivers", "trees"]),
        ("group=WEOG", ["lakes"]),
        ("session=4", ["rivers"]),
        ("position=noted", ["lakes"]),
        ("action=4", ["lakes", "rivers"]),
        ("issue=environment", ["trees"]),
        ("state=MAR&action=4&position=noted", ["lakes"]),
        ("state=MAR&session=4", []),
    ],
)
def test_each_filter_narrows_and_all_of_them_together(client, garden, query, names):
    response = client.get(f"{LIST}?{query}")

    assert shown(response) == [garden[name] for name in names]


@pytest.mark.parametrize(
    "query",
    ["state=Atlantis", "position=maybe", "session=x", "q=?!", "q=" + "x" * 500, "action=9", "q=a%00b"],
)
def test_nonsense_narrows_nothing_and_the_page_says_so(client, garden, query):
    response = client.get(f"{LIST}?{query}")

    assert len(shown(response)) == 3
    assert len(response.context["filter"].ignored) == 1
    assert "Not understood" in response.content.decode()


def test_only_named_fields_can_be_asked_about(client, garden):
    response = client.get(f"{LIST}?batch__imported_by__email__startswith=a&pk=1&review__state__iso3=CAN")

    assert len(shown(response)) == 3


@pytest.mark.parametrize("page", [str(10**9), "0", "-1", "x", "9" * 5000])
def test_any_page_number_shows_a_page(client, garden, page):
    response = client.get(LIST, {"page": page})

    assert response.status_code == 200
    assert len(shown(response)) == 3


def test_counts_tell_what_each_value_would_leave_given_the_other_filters(client, garden):
    response = client.get(f"{LIST}?state=MAR&position=noted")

    facets = {facet["label"]: facet["values"] for facet in response.context["facets"]}
    assert [(one["label"], one["count"]) for one in facets["Position"]] == [("Supported", 1), ("Noted", 1)]
    assert [one["count"] for one in facets["Session"]] == [1]
    assert facets["Position"][0]["address"] == "?state=MAR&position=supported"
    assert facets["Position"][1]["is_chosen"]


def test_a_recommendation_of_two_states_counts_twice_where_states_are_counted(client, garden):
    response = client.get(f"{LIST}?q=trees")

    assert response.context["page"].paginator.count == 1
    assert response.context["made_by_states"] == 2


def test_each_filter_in_use_has_a_link_that_takes_it_out(client, garden):
    response = client.get(f"{LIST}?state=MAR&position=noted&page=1")

    assert [(one["value"], one["address"]) for one in response.context["active"]] == [
        ("Morocco", "?position=noted"),
        ("Noted", "?state=MAR"),
    ]


def test_switching_the_language_keeps_the_filters(client, garden):
    page = client.get(f"{LIST}?state=MAR&position=noted").content.decode()

    assert 'href="/ar/recommendations/?state=MAR&amp;position=noted"' in page


def test_a_text_in_another_language_carries_its_own_language_and_direction(client, garden):
    page = client.get("/ar/recommendations/?state=CAN").content.decode()

    assert '<span lang="fr" dir="ltr">Nettoyer les rivières.</span>' in page


@pytest.mark.parametrize("query", ["", "q=clean", "state=MAR&position=supported"])
def test_the_table_holds_exactly_the_rows_of_the_list(client, garden, query):
    listed = [one.pk for one in shown(client.get(f"{LIST}?{query}"))]

    lines = table(client.get(f"{reverse('recommendations:export')}?{query}"))

    assert [int(line[0]) for line in lines[1:]] == listed


def test_the_table_has_all_rows_of_a_list_of_many_pages(client, lists):
    review = ReviewFactory(state=State.objects.get(iso3="MAR"))
    for _ in range(23):
        RecommendationFactory(review=review)

    lines = table(client.get(reverse("recommendations:export")))

    assert len(lines) == 1 + 23
    assert len(shown(client.get(LIST))) == 20


def test_the_table_opens_in_every_script_and_names_things_in_the_readers_language(client, garden):
    response = client.get("/fr/recommendations/export.csv?q=lakes")
    content = b"".join(response.streaming_content)

    assert content.startswith(b"\xef\xbb\xbf")
    assert "Maroc" in content.decode()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_begins_like_a_formula_is_made_harmless(client, db, cell):
    RecommendationFactory(text_en=cell + " and plant trees")

    line = table(client.get(reverse("recommendations:export")))[1]

    assert line[7].startswith("." + cell[0])
    assert harmless("Plant = grow") == "Plant = grow"


def table(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_queries(client, lists, django_assert_num_queries, rows):
    RecommendationFactory.create_batch(rows, position=PositionValue.NOTED)

    with django_assert_num_queries(13):
        response = client.get(f"{LIST}?position=noted")

    assert len(shown(response)) == rows
