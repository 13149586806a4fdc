"""Other people's tables: columns named by a person, words for positions mapped, and our own form."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from recommendations.actions.jobs import read_upload
from recommendations.documents.foreign_tables import (
    position_in,
    proposed_columns,
    read_foreign_table,
    reading_of_table,
)
from recommendations.documents.lists import Lists
from recommendations.models import KnownColumn, PendingImport, Recommendation

pytestmark = pytest.mark.usefixtures("lists")

CONFIRM = "/en/recommendations/import/confirm/"
HEADINGS = ["Texto de la recomendación", "Pays", "Estatus", "Temas", "Codigo"]
ROWS = [
    ["Plant trees", "Chile||Canada", "En curso", "Environment||Development", "R140.1"],
    ["Open libraries", "France", "En  curso.", "", "140.2"],
    ["Mend the roads", "Germany", "Aceptada", "", ""],
]
TEXT, STATES, POSITION, THEMES, NUMBER = range(5)


def as_csv(*rows: list[str]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


@pytest.fixture
def client(client_of, moderator):
    return client_of(moderator)


def send(client, content: bytes, family: str = "") -> PendingImport:
    client.post(
        "/en/recommendations/import/",
        {"file": SimpleUploadedFile("table.csv", content), "family": family},
    )
    upload = PendingImport.objects.get()
    read_upload(upload.pk)
    upload.refresh_from_db()
    return upload


def name_columns(client, **meanings):
    return client.post(reverse("recommendations:columns"), {f"column-{n}": m for n, m in meanings.items()})


def decide(client, **choices):
    page = client.get(CONFIRM)
    said = {field.html_name: field.value() or "" for field in page.context["form"]}
    said |= {"sha256": page.context["pending"].sha256, "shown": page.context["shown"]}
    return client.post(CONFIRM, said | choices)


def test_columns_are_proposed_by_their_words():
    assert proposed_columns(HEADINGS, {}) == {
        "0": "text",
        "1": "recommenders",
        "2": "position",
        "3": "themes",
        "4": "number",
    }


def test_a_table_is_imported_after_its_columns_and_words_were_named(client):
    upload = send(client, as_csv(HEADINGS, *ROWS))
    assert upload.family == "table"
    assert client.get(CONFIRM)["Location"] == reverse("recommendations:columns")

    client.post(
        reverse("recommendations:columns"),
        {f"column-{place}": meaning for place, meaning in proposed_columns(HEADINGS, {}).items()},
    )
    page = client.get(CONFIRM)
    assert [group.lead_in for group in page.context["planned"].decided.groups] == [
        "En curso",
        "En curso.",
        "Aceptada",
    ]
    decide(client, state="MAR", session=4, **{"group-0": "supported"})
    assert not client.get(CONFIRM).context["planned"].is_ready  # the other spelling has no meaning yet
    decide(client, **{"group-1": "noted"})
    decide(client, **{"import": "1"})

    positions = dict(Recommendation.objects.values_list("text_en", "position"))
    assert positions == {"Plant trees": "supported", "Open libraries": "noted", "Mend the roads": "supported"}
    one = Recommendation.objects.get(text_en="Plant trees")
    assert {made.state.iso3 for made in one.recommenders.all()} == {"CHL", "CAN"}
    assert (one.number, one.issues.count()) == ("140.1", 2)


def test_a_table_without_numbers_adds_nothing_the_second_time(client):
    rows = [["Text", "From", "Session", "State under review", "Position"]]
    rows += [
        ["Plant trees", "Chile", "4", "Morocco", "Noted"],
        ["Plant trees", "Canada", "4", "Morocco", "Noted"],
    ]
    for _time in range(2):
        send(client, as_csv(*rows), family="table")
        client.post(
            reverse("recommendations:columns"),
            {f"column-{place}": meaning for place, meaning in proposed_columns(rows[0], {}).items()},
        )
        decide(client, **{"import": "1"})

    one = Recommendation.objects.get()
    assert (one.recommenders.count(), one.review.session.number) == (2, 4)


def test_a_heading_that_was_named_once_is_known(client):
    headings = ["Aaa", "Bbb"]
    send(client, as_csv(headings, ["Plant trees", "Chile"]), family="table")
    client.post(reverse("recommendations:columns"), {"column-0": "text", "column-1": "recommenders"})
    assert KnownColumn.objects.count() == 2

    send(client, as_csv(headings, ["Open libraries", "Chile"]), family="table")

    form = client.get(reverse("recommendations:columns")).context["form"]
    assert (form["column-0"].value(), form["column-1"].value()) == ("text", "recommenders")


@pytest.mark.parametrize(
    "columns", [{"column-1": "themes"}, {"column-0": "text", "column-1": "text"}], ids=["no text", "twice"]
)
def test_columns_must_make_sense(client, columns):
    send(client, as_csv(["Aaa", "Bbb"], ["Plant trees", "Chile"]), family="table")

    assert client.post(reverse("recommendations:columns"), columns).status_code == 422


def test_rows_that_cannot_be_placed_are_named_with_their_words():
    table = read_foreign_table(
        as_csv(
            ["Text", "Session", "State under review"], ["", "4", "Morocco"], ["Plant trees", "4", "Atlantis"]
        ),
        language="en",
    )

    reading = reading_of_table(table, proposed_columns(table.headings, {}), Lists.load())

    assert reading.rows == []
    assert ["Line 2" in reading.problems[0], "Atlantis" in reading.problems[1]] == [True, True]


@pytest.mark.parametrize(
    ("cell", "position"),
    [
        ("Supported", "supported"),
        ("aceptada", "supported"),
        ("Notée", "noted"),
        ("partly", "unclear"),
        ("", "unclear"),
    ],
)
def test_only_plain_words_are_taken_for_a_position(cell, position):
    assert position_in(cell) == position


def test_our_form_comes_back_as_it_was_filled_in(client):
    form = client.get(reverse("recommendations:template_csv")).content.decode("utf-8-sig")
    filled = ["Morocco", "4", "140.1", "Plant trees", "Chile; Canada", "Supported", "Environment"]

    send(client, form.encode() + as_csv(filled))
    names = client.get(reverse("recommendations:columns")).context["form"]
    client.post(reverse("recommendations:columns"), {field.html_name: field.value() for field in names})
    decide(client, **{"import": "1"})

    one = Recommendation.objects.get()
    assert (one.number, one.position, one.recommenders.count()) == ("140.1", "supported", 2)


def test_the_form_explains_itself(client):
    content = client.get(reverse("recommendations:template_xlsx")).content

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))

    assert len(book.sheet_names) == 2
    assert len(book.get_sheet_by_index(1).to_python()) == len(KnownColumn.Meaning)


@pytest.mark.real_data
def test_a_states_own_form_is_read_from_the_sheet_that_holds_it(real_data):
    table = read_foreign_table((real_data / "mexico" / "Recomendaciones.xlsx").read_bytes(), language="es")

    columns = proposed_columns(table.headings, {})
    reading = reading_of_table(table, columns, Lists.load())

    assert table.headings[0] == "Texto de recomendación"
    assert (columns["0"], len(reading.rows)) == ("text", 1)
    assert len(reading.rows[0].themes) in (1, 4)


@pytest.mark.real_data
def test_two_spellings_of_one_status_are_two_questions(real_data, reference):
    content = (real_data / "morocco" / "morocco_sample_60_upr.csv").read_bytes()
    table = read_foreign_table(content, language="fr")
    place = {heading: str(number) for number, heading in enumerate(table.headings)}
    columns = {place["Nom"]: "text", place["Etat"]: "position", place["pays_fr"]: "recommenders"}

    reading = reading_of_table(table, columns, Lists.load())

    assert len(reading.rows) == 60
    assert {row.position for row in reading.rows} == {"unclear"}
    assert len({row.lead_in for row in reading.rows}) > 1
    assert not any(None in row.states for row in reading.rows)
    assert sum(bool(row.states) for row in reading.rows) == 58
