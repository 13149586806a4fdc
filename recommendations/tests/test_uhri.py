"""Records of the Universal Human Rights Index: ours are read, others counted, nothing is guessed."""

import json

import pytest

from recommendations.documents.lists import Lists
from recommendations.documents.uhri import read_uhri
from recommendations.documents.unreadable import Unreadable

LISTS = Lists(
    states={
        "Chile": "CHL",
        "Peru": "PER",
        "Fiji": "FJI",
        "United Kingdom of Great Britain and Northern Ireland": "GBR",
    },
    sessions={48: 59},
)
RECORD = {
    "AnnotationId": "1",
    "AnnotationType": "- Recommendations",
    "Body": "- UPR",
    "Countries": ["Fiji"],
    "Themes": ["- Right to water", "Health"],
    "AffectedPersons": ["Children"],
    "Sdgs": ["6.1 - Water for all", "3 - GOOD HEALTH"],
    "Symbol": "A/HRC/99/1",
    "Text": "<p>140.7 Keep the water <b>clean</b> &amp; safe (Chile) (Peru);</p>",
    "UprCycle": "4",
    "UprPositions": ["Supported"],
    "UprRecommendingCountry": ["Chile", "Peru"],
    "UprSession": ["48"],
}


def read(*records: dict):
    return read_uhri(json.dumps(records).encode(), lists=LISTS)


def test_a_record_is_read_with_all_its_fields():
    reading = read(RECORD)

    (row,) = reading.rows
    assert (row.number, row.text) == ("140.7", "Keep the water clean & safe")
    assert (row.states, row.spellings, row.position) == (["CHL", "PER"], ["Chile", "Peru"], "supported")
    assert (row.review_state, row.session, row.doubts) == ("FJI", 48, [])
    assert (row.themes, row.persons, row.goals) == (["Right to water", "Health"], ["Children"], ["6.1", "3"])
    assert (reading.state, reading.symbol, reading.session) == ("FJI", "A/HRC/99/1", 48)


def test_the_form_with_small_letters_one_record_and_one_a_line_are_read_alike():
    small = {
        "text": RECORD["Text"],
        "countries": ["Fiji"],
        "body": "UPR",
        "upr_positions": ["Supported"],
        "upr_recommending_country": ["Chile", "Peru"],
        "upr_session": ["48"],
    }
    files = [json.dumps(small), json.dumps({"data": [small]}), json.dumps(small) + "\n" + json.dumps(small)]

    readings = [read_uhri(file.encode(), lists=LISTS) for file in files]

    assert [len(reading.rows) for reading in readings] == [1, 1, 2]
    assert {(row.number, row.text, row.position) for reading in readings for row in reading.rows} == {
        ("140.7", "Keep the water clean & safe", "supported")
    }


def test_records_of_other_bodies_are_counted_and_not_taken():
    other = RECORD | {"Body": "- CRC", "Symbol": "CRC/C/FJI/CO/9"}

    reading = read(RECORD, other, other)

    assert len(reading.rows) == 1
    assert reading.problems == ["2 records are not of the UPR and were not taken: CRC, CRC/C/FJI/CO/9."]


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"UprPositions": []}, "no position"),
        ({"UprPositions": ["Supported", "Noted"]}, "several ways"),
        ({"UprRecommendingCountry": ["Atlantis", "Peru"]}, "Atlantis"),
        ({"UprRecommendingCountry": ["Peru"]}, "brackets"),
        ({"Countries": ["Fiji", "Peru"]}, "under review"),
        ({"UprSession": []}, "session"),
    ],
)
def test_what_is_not_certain_is_a_doubt(changes, doubt):
    (row,) = read(RECORD | changes).rows

    assert doubt in " ".join(row.doubts)


def test_the_index_writes_and_as_a_sign():
    name = "United Kingdom of Great Britain & Northern Ireland"

    (row,) = read(RECORD | {"Text": "Keep it", "UprRecommendingCountry": [name]}).rows

    assert (row.states, row.doubts) == (["GBR"], [])


def test_scripts_of_web_pages_leave_no_words():
    (row,) = read(RECORD | {"Text": "- <style>p{}</style>Keep<br/>5 < 6<script>x()</script> (Chile)"}).rows

    assert row.raw == "Keep 5 < 6 (Chile)"


@pytest.mark.parametrize(
    "content",
    [b"[1, 2]", b"{}", b'{"a": 1}', b"[" * 100_000, b"not json", b"\xff\xfe\xfa", b'[{"text": 1}]'],
)
def test_other_files_are_refused(content):
    with pytest.raises(Unreadable):
        read_uhri(content, lists=LISTS)
