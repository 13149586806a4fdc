"""What was found as a file and as a feed: exactly the rows of the list, harmless in every spreadsheet."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from recommendations.actions import record_position
from recommendations.exports import harmless
from recommendations.models import PositionValue
from recommendations.tests.factories import ImportBatchFactory, RecommendationFactory, ReviewFactory
from reference.models import State

LIST = "/en/recommendations/"
ATOM = "{http://www.w3.org/2005/Atom}"


def content_of(client, query: str) -> bytes:
    return b"".join(client.get(LIST + query).streaming_content)


def table(client, query: str = "") -> list[list[str]]:
    text = content_of(client, f"export.csv?{query}").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def workbook(client, query: str = "") -> list[list[str]]:
    content = content_of(client, f"export.xlsx?{query}")
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def entries(client, query: str = "", language: str = "en") -> list:
    content = client.get(f"/{language}/recommendations/feed.atom?{query}").content
    return ElementTree.fromstring(content).findall(f"{ATOM}entry")  # noqa: S314 – our own feed


@pytest.mark.parametrize(
    "query", ["", "q=clean", "state=MAR&position=supported", "sort=oldest", "recommender=CHL&recommender=FRA"]
)
def test_each_file_holds_exactly_the_rows_of_the_list_in_its_order(client, garden, query):
    listed = [row.pk for row in client.get(f"{LIST}?{query}").context["page"]]

    as_json = json.loads(content_of(client, f"export.json?{query}"))

    assert [int(line[0]) for line in table(client, query)[1:]] == listed
    assert [int(line[0]) for line in workbook(client, query)[1:]] == listed
    assert [one["id"] for one in as_json["recommendations"]] == listed
    assert as_json["count"] == len(listed)


def test_a_file_has_all_rows_of_a_list_of_many_pages(client, lists):
    review = ReviewFactory(state=State.objects.get(iso3="MAR"))
    RecommendationFactory.create_batch(23, review=review)

    assert len(table(client)) == len(workbook(client)) == 1 + 23


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_asks_a_fixed_number_of_queries(client, garden, django_assert_num_queries, rows):
    RecommendationFactory.create_batch(rows)
    client.get(LIST)

    # The version; the rows with their States; themes, persons, goals.
    with django_assert_num_queries(5):
        table(client)


def test_a_file_opens_in_every_script_and_names_things_in_the_readers_language(client, garden):
    content = b"".join(client.get("/fr/recommendations/export.csv?q=lakes").streaming_content)

    assert content.startswith(b"\xef\xbb\xbf")
    assert "Maroc" in content.decode()


def test_a_file_says_what_a_recommendation_is_about(client, garden):
    line = next(line for line in table(client) if line[0] == str(garden["trees"].pk))

    assert line[9] == "Chile; Viet Nam"
    assert line[6] == "6.9"
    assert "Environment" in line[12]
    assert line[13] and line[14]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", " ="])
def test_a_cell_that_begins_like_a_formula_is_made_harmless(client, db, sign):
    RecommendationFactory(text_en=f"{sign}1 and plant trees")

    assert table(client)[1][7] == workbook(client)[1][7] == f".{sign}1 and plant trees"
    assert harmless("Plant = grow") == "Plant = grow"


def test_a_generated_example_says_so_in_a_file(client, garden):
    RecommendationFactory(batch=ImportBatchFactory(kind="generated"), text_en="Count stars.")

    assert table(client, "q=stars")[1][-1] == "x"
    assert table(client, "q=trees")[1][-1] == ""


@pytest.mark.parametrize("kind", ["pdf", "CSV", "xls"])
def test_there_are_only_files_that_are_written(client, db, kind):
    assert client.get(f"{LIST}export.{kind}").status_code == 404


def test_the_list_names_its_feed_and_its_files_with_the_filters(client, garden):
    page = client.get(f"{LIST}?q=trees&position=supported").content.decode()

    assert 'type="application/atom+xml"' in page
    for address in ("feed.atom", "export.csv", "export.xlsx", "export.json", "charts/"):
        assert f'href="{LIST}{address}?q=trees&amp;position=supported"' in page


def test_the_feed_has_what_the_search_finds_the_latest_first(client, garden):
    found = entries(client, "action=4")

    links = [entry.find(f"{ATOM}link").get("href") for entry in found]
    assert [int(link.rstrip("/").rpartition("/")[2]) for link in links] == [
        garden["rivers"].pk,
        garden["lakes"].pk,
    ]


def test_an_entry_keeps_its_id_and_is_new_again_when_the_state_answers(client, garden):
    before = entries(client, "q=trees")[0]
    in_french = entries(client, "q=trees", language="fr")[0]
    record_position(garden["trees"], by=None, value=PositionValue.NOTED, language="en")
    after = entries(client, "q=trees")[0]

    ids = {one.find(f"{ATOM}id").text for one in (before, in_french, after)}
    assert len(ids) == 1
    assert after.find(f"{ATOM}updated").text > before.find(f"{ATOM}updated").text
