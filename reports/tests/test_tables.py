"""Tables and charts of a published report, to take away: from frozen facts, with where they are from."""

import csv
import io
from itertools import pairwise
from xml.etree import ElementTree

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from PIL import Image

from consultations.tests.factories import DayFactory
from reports import pdf
from reports.exports import as_chart, chart_table, csv_of
from reports.pictures import SHADES, Words, content_of, draw, font, png_of, svg_of
from reports.tests.factories import RenderingFactory, ReportFactory

SVG = "{http://www.w3.org/2000/svg}"


def words(text: str, language: str = "en") -> dict:
    return {"language": language, "text": text}


def row(label: dict, count: int | None, percent: int | None) -> dict:
    return {
        "code": label["text"],
        "label": label,
        "count": count,
        "percent": percent,
        "length": percent,
        "why": "" if count else "few",
    }


def bars(language: str = "en", label: str = "National organisations") -> dict:
    return {
        "kind": "bars",
        "id": "Q1",
        "title": words("Who answered? " * 8, language),
        "heads": {"row": "Answer", "count": "Answers", "share": "Share"},
        "rows": [row(words(label * 4, language), 68, 55), row(words("=Academia"), None, None)],
        "threshold": 5,
        "note": "Question Q1",
        "summary": "Who answered: National organisations 68.",
    }


STACKED = {
    **bars(),
    "kind": "stacked",
    "series": [{"code": "yes", "label": words("Supported")}, {"code": "no", "label": words("Noted")}],
    "rows": [
        {
            "code": "21",
            "label": words("Session 21"),
            "count": 40,
            "length": 100,
            "parts": [
                {"code": "yes", "count": 30, "percent": 75},
                {"code": "no", "count": 10, "percent": 25},
            ],
        }
    ],
}


def test_a_chart_as_csv_has_its_figures_and_says_in_words_what_is_not_told():
    with translation.override("en"):
        rows = list(csv.reader(io.StringIO(csv_of(chart_table("methodology", bars())).decode("utf-8-sig"))))

    assert rows[0] == ["Answer", "Answers", "Share (%)"]
    assert rows[1][1:] == ["68", "55"]
    assert rows[2] == [".=Academia", "fewer than 5", ""]


def test_a_divided_chart_has_a_column_a_part():
    assert chart_table("positions", STACKED).headings == ["Answer", "Answers", "Supported", "Noted"]
    assert chart_table("positions", STACKED).rows == [["Session 21", 40, 30, 10]]


def test_a_chart_frozen_before_charts_had_kinds_is_still_drawn():
    old = {"code": "Q1", "text": words("Who?"), "threshold": 5, "rows": [row(words("NGO"), 7, 100)]}
    del old["rows"][0]["length"]

    assert "NGO" in svg_of(draw(as_chart(old), "", "en"))


def test_an_svg_names_itself_says_what_it_shows_and_where_it_is_from():
    picture = ElementTree.fromstring(svg_of(draw(bars(), "Source: a report", "en")))  # noqa: S314 – our own

    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}desc").text.startswith("Who answered: National")
    assert {"Source: a report", "68 (55%)", "fewer than 5", "=Academia"} <= set(texts)


@pytest.mark.parametrize(("language", "label"), [("en", "Rights "), ("ar", "حقوق "), ("zh-hans", "人权组织")])
def test_no_word_runs_into_a_bar_or_out_of_the_picture(language, label):
    for mark in draw(bars(language, label), "Source", language).marks:
        if isinstance(mark, Words):
            width = font(mark.language, mark.size, mark.bold).getlength(mark.text)
            assert width <= (284 if mark.size == 14 and not mark.at_end else 752), mark


def test_an_arabic_chart_is_mirrored_and_its_letters_are_joined():
    english, arabic = (Image.open(io.BytesIO(png_of(draw(STACKED, "", code)))) for code in ("en", "ar"))
    dark = tuple(int(SHADES[0][place : place + 2], 16) for place in (1, 3, 5))

    def first_dark(image: Image.Image) -> int:
        return next(
            x for x in range(image.width) for y in range(image.height) if image.getpixel((x, y)) == dark
        )

    assert english.size == arabic.size
    assert first_dark(english) == 2 * 24 < first_dark(arabic)
    joined, apart = (
        font("ar", 40, False).getlength("حقوق"),
        sum(font("ar", 40, False).getlength(letter) for letter in "حقوق"),
    )
    assert joined < apart


def test_parts_of_a_bar_differ_in_grey():
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.3 * red + 0.59 * green + 0.11 * blue

    assert all(abs(lightness(one) - lightness(next_one)) > 40 for one, next_one in pairwise(SHADES))


@pytest.fixture
def report(db):
    report = ReportFactory(published=True, slug="outcome")
    pdf.render(RenderingFactory(report=report, format="html", version=2).pk)
    return report


def test_the_tables_of_a_report_are_linked_and_are_those_that_were_frozen(client, report):
    report.consultation.key_issues.update(title_en="Renamed")

    of_report = client.get(report.get_absolute_url()).content.decode()
    page = client.get(reverse("reports:tables", args=["outcome"])).content.decode()
    file = client.get(reverse("reports:table_file", args=["outcome", "key_issues", "csv"]))

    assert reverse("reports:tables", args=["outcome"]) in of_report
    assert reverse("reports:table_file", args=["outcome", "key_issues", "csv"]) in page
    assert "1.1,Working together,Consult civil society" in file.content.decode()
    assert file["Content-Disposition"] == 'attachment; filename="outcome-en-key_issues.csv"'


def test_all_tables_come_as_one_workbook_that_says_where_they_are_from(client, report):
    content = client.get(reverse("reports:workbook", args=["outcome"])).content

    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content))["1"] for cell in row]
    assert "Consult civil society all through the cycle." in cells
    assert any(str(cell).startswith("Source: Outcome report") and "version 2" in str(cell) for cell in cells)


def test_a_table_is_no_picture_and_a_draft_has_no_tables(client, report):
    assert client.get(reverse("reports:table_file", args=["outcome", "key_issues", "svg"])).status_code == 404
    type(report).objects.update(state="draft", published_at=None)
    for address in ("tables", "workbook"):
        assert client.get(reverse(f"reports:{address}", args=["outcome"])).status_code == 404


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg "), ("png", b"\x89PNG"), ("xlsx", b"PK")])
def test_a_chart_comes_as_picture_and_as_sheet(kind, start):
    with translation.override("en"):
        assert content_of(chart_table("methodology", bars()), kind, "Source")[0].startswith(start)


def test_a_report_is_written_once_for_all_its_readers(client, report, monkeypatch):
    address = report.get_absolute_url()
    first = client.get(address).content.decode()

    monkeypatch.setattr("reports.article.article_of", lambda *words: pytest.fail("written again"))
    assert client.get(address).content.decode() == first


def test_a_new_version_is_read_at_once(client, report):
    client.get(report.get_absolute_url())
    DayFactory(event__consultation=report.consultation, event__title="Something else.")
    pdf.render(RenderingFactory(report=report, format="html", version=3).pk)

    assert "Something else." in client.get(report.get_absolute_url()).content.decode()
