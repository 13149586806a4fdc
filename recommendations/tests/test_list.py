"""The public list: filters in the address, counts, order, pages."""

from datetime import date

import pytest

from recommendations.tests.factories import RecommendationFactory
from reference.models import UprSession

LIST = "/en/recommendations/"


def shown(response) -> list:
    return [row.pk for row in response.context["page"]]


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
        ("session=1&session=4", ["rivers", "trees"]),
        ("recommender=FRA&recommender=VNM", ["lakes", "trees"]),
        ("cycle=1&sort=oldest", ["trees", "rivers"]),
        ("organisation=EU", ["lakes"]),
        ("state_group=WEOG", ["rivers"]),
        ("persons=children", ["trees"]),
        ("goal=4", ["trees"]),
        ("issue=ohchr-labels.water", ["lakes"]),
        ("sort=state", ["rivers", "lakes", "trees"]),
        ("sort=number", ["trees", "rivers", "lakes"]),
    ],
)
def test_each_filter_narrows_and_all_of_them_together(client, garden, query, names):
    response = client.get(f"{LIST}?{query}")

    assert shown(response) == [garden[name].pk for name in names]


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

    facets = {facet["name"]: facet["values"] for facet in response.context["facets"]}
    assert [(one.name.text, one.count) for one in facets["position"]] == [("Noted", 1), ("Supported", 1)]
    assert [one.count for one in facets["session"]] == [1]
    assert [one.address for one in facets["position"]] == [
        "?state=MAR",
        "?state=MAR&position=noted&position=supported",
    ]
    assert [one.is_chosen for one in facets["position"]] == [True, False]


@pytest.mark.parametrize(
    "name", ["state", "recommender", "issue", "cycle", "organisation", "state_organisation"]
)
def test_a_filter_has_a_page_of_all_its_values_with_their_counts(client, garden, name):
    response = client.get(f"{LIST}filters/{name}/?position=noted")

    for one in response.context["values"]:
        assert len(shown(client.get(f"{LIST}?position=noted&{name}={one.value}"))) == one.count > 0


def test_there_are_only_pages_of_filters_that_exist(client, garden):
    assert client.get(f"{LIST}filters/batch/").status_code == 404


def test_a_membership_counts_on_the_day_of_the_review_only(client, garden):
    UprSession.objects.filter(number=13).update(starts_on=date(2012, 5, 21), precision="day")
    member = garden["lakes"].recommenders.get().state.memberships.get()
    member.since = date(2010, 1, 1)
    member.save()
    assert shown(client.get(f"{LIST}?organisation=EU")) == [garden["lakes"].pk]

    member.since = date(2020, 1, 1)
    member.save()

    assert shown(client.get(f"{LIST}?organisation=EU")) == []


def test_a_recommendation_of_two_states_counts_twice_where_states_are_counted(client, garden):
    response = client.get(f"{LIST}?q=trees")

    assert response.context["page"].paginator.count == 1
    assert response.context["found"].made_by_states == 2


def test_each_filter_in_use_has_a_link_that_takes_it_out(client, garden):
    response = client.get(f"{LIST}?state=MAR&position=noted&page=1")

    assert [(value.text, address) for _, value, address in response.context["active"]] == [
        ("Morocco", "?position=noted"),
        ("Noted", "?state=MAR"),
    ]


def test_switching_the_language_keeps_the_filters(client, garden):
    page = client.get(f"{LIST}?state=MAR&position=noted").content.decode()

    assert 'href="/ar/recommendations/?state=MAR&amp;position=noted"' in page


def test_a_text_in_another_language_carries_its_own_language_and_direction(client, garden):
    page = client.get("/ar/recommendations/?state=CAN").content.decode()

    assert '<p lang="fr" dir="ltr">Nettoyer les rivières.</p>' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_queries(client, lists, django_assert_num_queries, rows):
    RecommendationFactory.create_batch(rows, text_en="Clean the lakes.")
    client.get(f"{LIST}?position=pending&q=lakes")

    # The version; the rows with their States; which words are marked; the order of relevance.
    with django_assert_num_queries(4):
        response = client.get(f"{LIST}?position=pending&q=lakes")

    assert len(shown(response)) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_after_a_change_a_fixed_number_of_queries_tells_what_is_listed(
    client, lists, django_assert_max_num_queries, rows
):
    client.get(LIST)
    RecommendationFactory.create_batch(rows)

    with django_assert_max_num_queries(30) as asked:
        client.get(LIST)
    RecommendationFactory.create_batch(rows)
    with django_assert_max_num_queries(len(asked)):
        client.get(LIST)


def test_moderators_find_the_way_to_the_import_from_the_list(client, client_of, moderator, garden):
    mine = client_of(moderator).get(LIST).content.decode()
    everyones = client.get(LIST).content.decode()

    assert "/en/recommendations/import/" in mine
    assert "/en/recommendations/import/" not in everyones


@pytest.mark.parametrize("query", ["", "q=water", "q=unlike"])
def test_what_a_text_has_of_html_is_shown_as_it_is_written(client, lists, query):
    RecommendationFactory(text_en="Protect <b>water</b> & land, unlike 'others'.")

    page = client.get(f"{LIST}?{query}").content.decode()

    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    assert "&amp; land" in page
