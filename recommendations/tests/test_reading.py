"""Reading UPR Info's export: what nature put into it, and what is refused."""

import pytest

from recommendations.documents.tables import Unreadable
from recommendations.documents.upr_info import read_upr_info
from recommendations.tests.factories import export, row, workbook
from reference.models import NOT_RECORDED

pytestmark = pytest.mark.usefixtures("lists")


def read(content: bytes):
    return read_upr_info(content, language="en")


@pytest.mark.parametrize(
    ("encoding", "line_end"),
    [("mac_roman", "\r"), ("cp1252", "\r\n"), ("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\n")],
)
def test_every_old_encoding_and_line_end_is_read(encoding, line_end):
    content = export(row(text="Protéger les élèves à l’école."), encoding=encoding, line_end=line_end)

    reading = read(content)

    assert [one.text for one in reading.rows] == ["Protéger les élèves à l’école."]


def test_entities_commas_and_quotes_are_what_they_mean():
    content = export(
        row(text='Protect "trees", lakes &amp; &#40;all&#41; rivers', issue="Environment,Development")
    )

    one = read(content).rows[0]

    assert one.text == 'Protect "trees", lakes & (all) rivers'
    assert [issue.name_en for issue in one.issues] == ["Environment", "Development"]


def test_an_unknown_recommending_state_is_our_entry_for_it():
    reading = read(export(row(recommender="&#40;Unknown&#41;")))

    assert reading.rows[0].recommender.iso3 == NOT_RECORDED


def test_excel_with_its_headings_twice_is_read_like_the_csv():
    rows = [row(), row(text="Protect lakes & rivers.", recommender="Viet Nam", response="Noted", action="4")]

    from_excel, from_csv = read(workbook(*rows)), read(export(*rows))

    assert [(one.fingerprint, one.recommender) for one in from_excel.rows] == [
        (one.fingerprint, one.recommender) for one in from_csv.rows
    ]
    assert len(from_excel.rows) == 2


@pytest.mark.parametrize(
    ("response", "position"),
    [
        ("Accepted", "supported"),
        ("Supported", "supported"),
        ("Noted", "noted"),
        ("Rejected", "noted"),
        ("No Response", "noted"),
        ("General Response", "noted"),
        ("No clear position", "noted"),
        ("Accepted in part", "noted"),
        ("Accepted in principle", "noted"),
        ("Pending", "pending"),
    ],
)
def test_the_response_becomes_a_position_by_upr_infos_method_and_its_word_is_kept(response, position):
    one = read(export(row(response=response))).rows[0]

    assert (one.position, one.own_words) == (position, response)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"state": "Atlantis"}, "“Atlantis”"),
        ({"state": "&#40;Unknown&#41;"}, "“(Unknown)”"),
        ({"recommender": "Moroco"}, "“Moroco”"),
        ({"issue": "Environment,Weather"}, "“Weather”"),
        ({"session": "999"}, "“999”"),
        ({"session": "first"}, "“first”"),
        ({"response": "Perhaps"}, "“Perhaps”"),
        ({"action": "6"}, "“6”"),
        ({"text": " "}, "text is empty"),
    ],
)
def test_what_is_in_no_list_of_ours_is_named_with_its_line_and_refused(wrong, said):
    reading = read(export(row(), row(**wrong)))

    assert [refusal.line for refusal in reading.refusals] == [3]
    assert said in " ".join(reading.refusals[0].reasons)
    assert len(reading.rows) == 1


def test_a_line_number_is_that_of_the_file_also_after_a_cell_of_several_lines():
    reading = read(export(row(text="Plant trees.\nWater them."), row(state="Atlantis"), line_end="\n"))

    assert [one.line for one in reading.rows] == [2]
    assert [refusal.line for refusal in reading.refusals] == [4]


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    reading = read(export(row(state="Atlantis", session="999", action="x")))

    assert len(reading.refusals[0].reasons) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "cannot be read"),
        (b"a\x00b,c\nd,e\n", "not a text file"),
        (b"Name,Colour\nSky,blue\n", "columns To, Text, From"),
        (b"x" * (30 * 1024 * 1024 + 1), "larger than 30 MB"),
    ],
)
def test_a_wrong_file_is_refused_in_plain_words(content, said):
    with pytest.raises(Unreadable, match=said):
        read(content)
