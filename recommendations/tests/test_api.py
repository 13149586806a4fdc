"""The public interface for programs: what it gives, how it refuses, how often it may be asked."""

import json
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ninja import NinjaAPI

from accounts.tests.factories import UserFactory
from recommendations.models import PositionValue, Recommendation, ReviewDate
from recommendations.tests.factories import PledgeFactory, RecommendationFactory, ReviewFactory
from reference.models import State, Theme, UprSession
from upr_portal.api import limit, urls

ROOT = "/api/v1/"
LIST = f"{ROOT}recommendations/"
FIELDS = {
    model: [field.name for field in model._meta.get_fields()] for model in (Recommendation, State, UprSession)
}


def shown(response) -> list[int]:
    return [item["id"] for item in response.json()["items"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["lakes", "rivers", "trees"]),
        ("q=trees", ["trees"]),
        ("state=MAR&position=noted", ["lakes"]),
        ("recommender=FRA&recommender=VNM", ["lakes", "trees"]),
        ("session=1&session=4", ["rivers", "trees"]),
        ("cycle=1&sort=oldest", ["trees", "rivers"]),
        ("goal=4&persons=children&action=5", ["trees"]),
        ("issue=ohchr-labels.water", ["lakes"]),
        ("organisation=EU", ["lakes"]),
        ("state_group=WEOG", ["rivers"]),
        ("sort=number", ["trees", "rivers", "lakes"]),
        ("state=", ["lakes", "rivers", "trees"]),
    ],
)
def test_it_finds_what_the_list_finds(client, garden, query, names):
    found = shown(client.get(f"{LIST}?{query}"))

    assert found == [garden[name].pk for name in names]
    page = client.get(f"/en/recommendations/?{query}").context["page"]
    assert found == [row.pk for row in page]


def test_one_recommendation_is_given_with_its_history(client, garden):
    garden["trees"].positions.create(value="supported", own_words="Oui.", language="fr", symbol="A/HRC/1/1")

    one = client.get(f"{LIST}{garden['trees'].pk}/?language=fr").json()

    assert one["text"] == "Plant trees." and one["language"] == "en"
    assert one["state"] == {"iso3": "MAR", "name": "Maroc"}
    assert [state["iso3"] for state in one["recommending_states"]] == ["CHL", "VNM"]
    assert one["address"].endswith(f"/fr/recommendations/{garden['trees'].pk}/")
    assert one["positions"][0]["own_words"] == "Oui." and one["positions"][0]["date"] == ""
    assert one["texts"] == {"en": "Plant trees."}
    assert one["goals"] == [4]


def test_a_theme_is_named_as_its_filter_takes_it(client, garden):
    for name in ("trees", "lakes"):
        [theme] = client.get(f"{LIST}{garden[name].pk}/").json()["themes"]

        assert shown(client.get(LIST, {"issue": theme["code"]})) == [garden[name].pk]


def test_what_was_merged_gives_what_it_was_merged_into(client, garden):
    trees, lakes = garden["trees"], garden["lakes"]
    Recommendation.objects.filter(pk=lakes.pk).update(merged_into=trees, is_listed=False)

    assert client.get(f"{LIST}{lakes.pk}/").json()["id"] == trees.pk
    assert lakes.pk not in shown(client.get(LIST))


def test_what_was_split_is_found_by_its_id_and_not_in_lists(client, garden):
    whole = garden["trees"]
    part = RecommendationFactory(review=whole.review, split_from=whole, number="6.9", part="a")
    Recommendation.objects.filter(pk=whole.pk).update(is_listed=False)

    found = client.get(f"{LIST}{whole.pk}/").json()

    assert found["is_listed"] is False and found["parts"] == [part.pk]
    assert whole.pk not in shown(client.get(LIST))
    assert part.pk in shown(client.get(LIST))


def test_pages_follow_one_another_to_the_last(client, garden):
    address, seen = f"{LIST}?limit=2&sort=oldest", []
    while address:
        page = client.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = page["next"]

    assert seen == [garden[name].pk for name in ("trees", "rivers", "lakes")]
    assert page["count"] == 3 and page["offset"] == 2


def test_values_that_are_not_known_narrow_nothing_and_are_named(client, garden):
    page = client.get(f"{LIST}?state=ATL&recommender=CHL&recommender=YYY&q=%3F!").json()

    assert page["ignored"] == ["q", "state", "recommender"]
    assert page["count"] == 2


@pytest.mark.parametrize("name", ["position", "state", "issue", "cycle"])
def test_a_filter_counts_what_each_value_would_leave(client, garden, name):
    values = client.get(f"{ROOT}filters/{name}/?action=4").json()

    assert values
    for one in values:
        assert client.get(LIST, {"action": 4, name: one["value"]}).json()["count"] == one["count"]


def test_states_and_sessions(client, garden):
    UprSession.objects.filter(number=13).update(
        starts_on="2012-05-21", ends_on="2012-06-04", precision="month"
    )

    states = client.get(f"{ROOT}states/?language=fr").json()
    state = client.get(f"{ROOT}states/MAR/").json()
    sessions = {one["number"]: one for one in client.get(f"{ROOT}sessions/").json()}

    assert [one["name"] for one in states] == ["Canada", "Maroc"]
    assert [(one["session"], one["noted"], one["supported"]) for one in state["reviews"]] == [
        (13, 1, 0),
        (1, 0, 1),
    ]
    assert (sessions[13]["starts_on"], sessions[13]["ends_on"]) == ("2012-05", "2012-06")


def test_a_review_has_its_dates_and_its_pledges(client, garden):
    review, pledging = (
        garden["lakes"].review,
        PledgeFactory(
            review=garden["lakes"].review, text_en=None, text_fr="Nous nettoierons.", original_language="fr"
        ),
    )
    pledging.issues.add(Theme.objects.get(code="environment"))
    ReviewDate.objects.create(review=review, step="mid-term")
    ReviewDate.objects.create(
        review=review,
        step="review",
        day="2012-05-22",
        precision="month",
        source="www.ohchr.org",
        last_checked="2026-01-05",
    )

    latest, first = client.get(f"{ROOT}states/MAR/").json()["reviews"]

    unknown = {"day": "", "precision": "unknown", "source": "", "last_checked": ""}
    known = {
        "day": "2012-05",
        "precision": "month",
        "source": "www.ohchr.org",
        "last_checked": "2026-01-05",
    }
    assert latest["dates"] == [{"step": "review"} | known, {"step": "mid-term"} | unknown]
    assert latest["pledges"] == [
        {
            "number": "",
            "text": "Nous nettoierons.",
            "language": "fr",
            "action_category": "",
            "themes": [{"code": "environment", "name": "Environment"}],
        }
    ]
    assert (first["dates"], first["pledges"]) == ([], [])


def test_a_state_takes_as_many_queries_for_three_pledges_as_for_one(
    client, garden, django_assert_max_num_queries
):
    def pledge() -> None:
        pledging = PledgeFactory(review=garden["lakes"].review)
        pledging.issues.add(Theme.objects.get(code="environment"))

    pledge()
    with django_assert_max_num_queries(12) as few:
        client.get(f"{ROOT}states/MAR/")

    pledge()
    pledge()
    with django_assert_max_num_queries(len(few)):
        client.get(f"{ROOT}states/MAR/")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("recommendations/999999/", 404),
        ("recommendations/0/", 422),
        ("recommendations/x/", 422),
        ("states/ATL/", 404),
        ("states/mar/", 422),
        ("states/a%00b/", 422),
        ("filters/batch/", 422),
        ("nothing/here/", 404),
        ("recommendations/?limit=0", 422),
        ("recommendations/?limit=101", 422),
        ("recommendations/?offset=-1", 422),
        ("recommendations/?position=maybe", 422),
        ("recommendations/?language=xx", 422),
        (f"recommendations/?q={'x' * 201}", 422),
    ],
)
def test_a_refusal_says_why_in_json(client, garden, path, status):
    response = client.get(ROOT + path)

    assert response.status_code == status
    assert response["Content-Type"].startswith("application/json")
    assert response.json()["detail"]


def test_a_refusal_does_not_repeat_what_was_sent(client, garden):
    assert b"secret" not in client.get(f"{LIST}?limit=secret&position=secret").content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["", "openapi.json", "recommendations/", "states/MAR/", "nothing/"])
def test_nothing_can_be_written(client, garden, method, path):
    client.handler.enforce_csrf_checks = True

    response = getattr(client, method)(ROOT + path)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response.json() == {"detail": "This interface is read only."}


def test_the_head_alone_can_be_asked_for(client, garden):
    whole, head = client.get(LIST), client.head(LIST)

    assert head.status_code == 200 and head.content == b""
    assert head["ETag"] == whole["ETag"]


def test_an_answer_that_is_still_the_same_is_not_sent_again(client, garden):
    etag = client.get(LIST)["ETag"]

    same = client.get(LIST, headers={"if-none-match": etag})
    Recommendation.objects.filter(pk=garden["trees"].pk).update(position=PositionValue.NOTED)
    other = client.get(LIST, headers={"if-none-match": etag})

    assert (same.status_code, same.content) == (304, b"")
    assert other.status_code == 200


@pytest.mark.parametrize("path", ["recommendations/", "states/", "openapi.json", "recommendations/0/"])
@pytest.mark.parametrize("factor", [True, False])
def test_nobody_is_known_and_any_website_may_read(client, client_of, garden, path, factor):
    staff = client_of(UserFactory(staff=True, second_factor=factor))

    response = staff.get(ROOT + path)

    assert response.content == client.get(ROOT + path).content
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_letters_travel_as_they_are(client, garden):
    response = client.get(f"{LIST}?q=rivière&language=fr", headers={"accept-language": "ar"})

    assert "Nettoyer les rivières." in response.content.decode()
    assert response["Content-Language"] == "fr"


@pytest.mark.parametrize(
    "path",
    ["recommendations/", "recommendations/?q=trees", "states/", "states/MAR/", "sessions/", "filters/state/"],
)
def test_three_rows_cost_no_more_queries_than_one(client, garden, path):
    def queries() -> int:
        client.get(ROOT + path)  # the catalogue is made anew after a change
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ROOT + path).status_code == 200
        return len(asked)

    few = queries()
    for state in State.objects.filter(iso3__in=["CHL", "DEU", "FRA"]):
        one = RecommendationFactory(
            review__state=state, review__session=UprSession.objects.get(number=4), text_en="Plant trees."
        )
        one.issues.set(garden["trees"].issues.all())
        one.persons.set(garden["trees"].persons.all())

    assert queries() == few


def probes() -> list[str]:
    """Two hundred ways to ask a database through names of its fields."""
    looks = ("", "__startswith", "__gte", "__isnull", "__iregex", "__in")
    paths = [field for fields in FIELDS.values() for field in fields]
    paths += ["batch__imported_by__email", "review__state__iso3", "batch__imported_by__password", "pk"]
    known = {"q", "state", "session", "cycle", "position", "persons", "sort", "limit", "offset", "language"}
    return [path + look for look in looks for path in paths if path + look not in known][:200]


def test_names_of_fields_are_no_filters(client, garden, monkeypatch):
    monkeypatch.setattr(limit, "REQUESTS", 10**6)
    usual = client.get(LIST).json() | {"next": None}
    tried = probes()

    assert len(tried) == 200
    for probe in tried:
        assert client.get(f"{LIST}?{probe}=a").json() == usual, probe
    assert client.get(f"{LIST}?q=trees").json() != usual, "a filter that there is would be seen"


@pytest.fixture
def three_a_minute(monkeypatch):
    monkeypatch.setattr(limit, "REQUESTS", 3)
    monkeypatch.setattr(limit.time, "time", lambda: 1_000_000_020.0)


def statuses(client, times: int = 5, **options) -> list[int]:
    return [client.get(f"{ROOT}states/", **options).status_code for _ in range(times)]


def test_who_asks_too_often_is_told_when_to_ask_again(client, garden, three_a_minute):
    assert statuses(client) == [200, 200, 200, 429, 429]

    refused = client.get(f"{LIST}{garden['trees'].pk}/")
    assert refused.status_code == 429, "all operations are counted together"
    assert refused.json() == {"detail": "Too many requests."}
    assert 1 <= int(refused["Retry-After"]) <= limit.SECONDS
    assert statuses(client, REMOTE_ADDR="192.0.2.7") == [200, 200, 200, 429, 429], "each address by itself"


def test_the_next_minute_begins_anew(client, garden, three_a_minute, monkeypatch):
    statuses(client)

    monkeypatch.setattr(limit.time, "time", lambda: 1_000_000_080.0)

    assert statuses(client, 1) == [200]


def test_without_the_limit_nobody_is_refused(client, garden, three_a_minute, monkeypatch):
    monkeypatch.setattr(limit.Limit, "allow_request", lambda self, request: True)

    assert statuses(client) == [200] * 5


def test_who_names_another_address_is_counted_by_the_own(client, garden, three_a_minute):
    named = [
        client.get(f"{ROOT}states/", headers={"x-forwarded-for": f"198.51.100.{number}"}).status_code
        for number in range(5)
    ]

    assert named == [200, 200, 200, 429, 429]


def test_while_the_cache_is_away_reading_goes_on(client, garden, three_a_minute, settings):
    away = {**settings.CACHES["default"], "LOCATION": "unix:///no/such/redis.sock"}
    settings.CACHES = {"default": away}

    assert statuses(client) == [200] * 5


def test_the_cache_is_told_no_address(client, garden, monkeypatch):
    keys = []
    monkeypatch.setattr(cache._cache, "incr", partial(lambda keys, key, delta: keys.append(key) or 1, keys))

    client.get(f"{ROOT}states/", REMOTE_ADDR="192.0.2.7")

    assert len(keys) == 1 and "192.0.2.7" not in keys[0]


def test_every_operation_is_described_with_an_example_that_holds(client):
    document = client.get(f"{ROOT}openapi.json").json()
    operations = [one for path in document["paths"].values() for one in path.values()]

    assert document["openapi"].startswith("3.1")
    assert len(operations) == len({one["operationId"] for one in operations}) == 10
    for operation in operations:
        assert operation["description"] and "example" in answer(operation, "200")
        assert {"schema", "example"} <= set(answer(operation, "429"))
        assert all("description" in one and "example" in one for one in operation["parameters"])


def answer(operation: dict, status: str) -> dict:
    return operation["responses"][status]["content"]["application/json"]


def test_the_examples_have_the_shape_of_the_answers():
    document = json.loads(urls.description())
    models = {model: status for model, status in responses_of(urls.api)}

    for model, (path, status) in models.items():
        example = answer(document["paths"][path]["get"], status)["example"]
        assert model.model_validate({"response": example})


def responses_of(api: NinjaAPI):
    """(model, (path, status)) of every answer described."""
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                for status, model in operation.response_models.items():
                    yield model, (f"{ROOT}{path}", str(status))


def test_the_root_leads_to_the_description(client):
    assert client.get(ROOT)["Location"] == f"{ROOT}openapi.json"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_for_people_has_examples_that_work(client, garden, language):
    ReviewFactory(state__iso3="GHA", session__number=4)

    page = client.get(f"/{language}/recommendations/programs/")

    assert len(page.context["examples"]) == 3
    for _, address in page.context["examples"]:
        assert client.get(address).status_code == 200
