"""Real Working Group reports: complete, with the States of each recommendation, in any format."""

import csv
import io
import re
from collections import Counter

import pytest

from recommendations.documents.lists import Lists
from recommendations.documents.manuscripts import read_manuscript
from recommendations.documents.report import read_report
from reference.actions import load_reference

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]

DRAFTS = {
    "Estonia---Draft-report-after-adoption.docx": (273, 275, 280),
    "Estonia---Draft-report-circulated-on-8-May-2026.docx": (273, 275, 280),
    "Namibia---Draft-report-circulated-on-6-May-2026.docx": (290, 290, 308),
    "Palau---Draft-report-circulated-on-12-May-2026.docx": (185, 187, 195),
}
# The last own number of each list, by its paragraph, as the reports of 2008 and 2009 print them.
LAST_NUMBERS = {
    "afghanistan2009": {95: 96, 96: 37, 97: 10},
    "algeria2008": {69: 17},
    "argentina2008": {64: 21},
    "azerbaijan2009": {96: 32},
    "bahamas2009": {52: 11, 53: 7, 54: 6},
    "bahrain2008": {60: 9},
    "bangladesh2009": {94: 42},
    "barbados2009": {77: 21},
    "belize2009": {67: 36, 68: 10},
    "benin2008": {56: 34},
    "botswana2009": {92: 27},
    "brazil2008": {83: 15},
    "burkinafaso2009": {98: 27},
    "burundi2009": {80: 41, 81: 10},
    "cameroon2009": {76: 40, 77: 7},
    "canada2009": {86: 68},
    "capeverde2009": {63: 50},
    "centralafricanrepublic2009": {74: 64, 75: 35},
    "chad2009": {82: 86, 83: 14},
    "chile2009": {96: 71, 97: 4},
    "china2009": {114: 42, 115: 3, 116: 4},
    "colombia2009": {87: 65, 89: 2},
    "comoros2009": {65: 52, 66: 7},
    "congo2009": {79: 51},
    "cuba2009": {130: 60, 131: 17},
    "czechrepublic2008": {44: 30},
}
# Where the other reading of these reports has overlooked a State.
OVERLOOKED = {("BHS", "53.5"): {"FRA"}, ("BWA", "92.11"): {"ARG"}, ("BDI", "80.12"): {"PRT"}}


@pytest.fixture
def our_lists():
    load_reference()
    return Lists.load()


def read_file(file, lists):
    return read_report(read_manuscript(file.read_bytes(), file_name=file.name), lists=lists)


def states_by_number(reading):
    states = {}
    for row in reading.rows:
        states.setdefault(row.number, set()).update(row.states)
    return states


@pytest.mark.parametrize("name", DRAFTS)
def test_drafts_are_complete(real_data, our_lists, name):
    numbers, texts, recommenders = DRAFTS[name]

    reading = read_file(real_data / "drafts" / name, our_lists)

    assert list(states_by_number(reading)) == [f"6.{number}" for number in range(1, numbers + 1)]
    assert len(reading.rows) == texts
    assert sum(len(row.states) for row in reading.rows) == recommenders
    assert not any(None in row.states or row.doubts for row in reading.rows)
    assert {row.position for row in reading.rows} == {"unclear"}


def test_slovenia_2025_equals_the_list_of_ohchr(real_data, our_lists):
    folder = real_data / "slovenia-cycle-4"
    report = read_file(folder / "g2502644.pdf", our_lists)
    matrix = read_manuscript((folder / "upr48-slovenia-thematic-list-of-recommendatio.docx").read_bytes())

    listed = {}
    for row in matrix.tables[0]:
        found = re.match(r"(140\.\d+)\s+(.*?)\s*Source of Position", row[0], re.S)
        if found:
            listed[found[1]] = letters(found[2])

    assert {row.number: letters(row.raw) for row in report.rows} == listed
    assert [row.number for row in report.rows] == [f"140.{number}" for number in range(1, 255)]
    assert (report.state, report.symbol, report.session, report.stage) == ("SVN", "A/HRC/59/15", 48, "final")
    assert {row.position for row in report.rows} == {"pending"} and not report.problems
    assert not any(None in row.states or row.doubts for row in report.rows)


def letters(text):
    """Both documents use apostrophes and hyphens of several kinds, with and without spaces around."""
    return "".join(re.findall(r"[^\W_]+", text))


@pytest.mark.parametrize("ending", ["pdf", "txt"])
@pytest.mark.parametrize("name", LAST_NUMBERS)
def test_reports_of_the_first_cycle_are_complete(real_data, our_lists, name, ending):
    reading = read_file(real_data / "reports" / f"{name}.{ending}", our_lists)

    own = Counter(number.split(".")[0] for number in states_by_number(reading) if "." in number)
    assert own == {str(paragraph): last for paragraph, last in LAST_NUMBERS[name].items()}
    assert not any(problem.startswith("Numbers") for problem in reading.problems)


def test_states_equal_those_of_another_reading(real_data, our_lists):
    others = other_reading(real_data, our_lists)
    compared = 0

    for name in LAST_NUMBERS:
        reading = read_file(real_data / "reports" / f"{name}.pdf", our_lists)
        ours = states_by_number(reading)
        for number, states in others.get(reading.state, {}).items():
            assert ours[number] - OVERLOOKED.get((reading.state, number), set()) == states, (name, number)
            compared += 1

    assert compared > 1000


def other_reading(real_data, lists):
    """States by number and State under review, as a research group has them for all reports of two years."""
    found = {}
    for year in ("2008", "2009"):
        content = (real_data / "reports" / "parsed" / f"{year}data.csv").read_bytes()
        for row in csv.DictReader(io.StringIO(content.decode("mac_roman").replace("\r", "\n"))):
            number = re.match(r"\s*(\d+\.\d+)", row["text"] or "")
            if number:
                numbers = found.setdefault(lists.iso3(row["to"] or ""), {})
                numbers.setdefault(number[1], set()).add(lists.iso3(row["From"] or ""))
    return found
