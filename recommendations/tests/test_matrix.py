"""OHCHR's thematic list: its three layouts are read, and what the portal writes reads back the same."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from recommendations.documents.lists import Lists
from recommendations.documents.manuscripts import Manuscript, Paragraph, Unreadable, read_manuscript
from recommendations.documents.matrix import read_matrix
from recommendations.documents.matrix_of_review import matrix_of
from recommendations.documents.matrix_writing import Matrix, write_docx, write_xlsx
from recommendations.documents.readings import ReadRow
from recommendations.tests.factories import RecommendationFactory, ReviewFactory
from reference.models import State
from reference.tests.factories import StateFactory

LISTS = Lists(
    states={"Freedonia": "FRE", "Chile": "CHL", "Viet Nam": "VNM", "Iran (Islamic Republic of)": "IRN"},
    sessions={4: None, 31: 40, 48: 59},
    themes=[
        "Right to health",
        "Migrants",
        "A12 Acceptance of international norms",
        "2.1 Acceptance of norms",
    ],
    persons=["Children", "general", "Women"],
)
PRESENT = [
    [
        "Recommendation and recommending State",
        "Position of the State under review",
        "Human rights themes and groups of persons",
        "Relevant SDGs",
    ],
    ["Theme: Right to health", "", "", ""],
    [
        "140.2 Build hospitals (Chile) (Viet Nam);\nSource of Position: A/HRC/99/1/Add.1 - Para.3",
        "Supported",
        "- Right to health\n- Migrants\nGroups of Persons:\n- Children",
        "- 3 - GOOD HEALTH AND WELL-BEING\n- 16 - PEACE, JUSTICE AND STRONG INSTITUTIONS",
    ],
    ["Theme: Migrants", "", "", ""],
    [
        "140.1 Protect all (Iran (Islamic Republic of));",
        "Noted",
        "- Migrants\nGroups of Persons:\n- Women",
        "-",
    ],
]
THIRD_CYCLE = [
    ["Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"],
    ["Theme: A12 Acceptance of international norms", "", "", ""],
    [
        "28.1 Sign it (Chile); Ratify it (Viet Nam);\nSource of position: A/HRC/98/6/Add.1 - Para. 2",
        "Supported",
        "A12 Acceptance of international norms\nS16 SDG 16 - peace, justice and strong institutions\n"
        "Affected persons:\n- general",
        "Signed in 2020.",
    ],
]
SECOND_CYCLE = [
    ["Recommendation", "Recommending state/s", "Position", "Full list of rights/affected persons"],
    ["Right or area: 2.1. Acceptance", "", "", ""],
    [
        "166.1 Ratify the Convention",
        "Chile, Viet Nam",
        "Supported",
        "2.1. Acceptance\nAffected persons: general",
    ],
]


def read(*tables, head="UPR of Freedonia (4th Cycle - 48th Session)"):
    manuscript = Manuscript([Paragraph("x", in_table=True)], list(tables), running_heads=[head])
    return read_matrix(manuscript, language="en", lists=LISTS)


def test_the_present_layout_is_read():
    reading = read(PRESENT)

    hospital, protect = reading.rows
    assert (reading.state, reading.session, reading.problems) == ("FRE", 48, [])
    assert (hospital.number, hospital.text, hospital.states) == ("140.2", "Build hospitals", ["CHL", "VNM"])
    assert (hospital.position, hospital.position_source) == ("supported", "A/HRC/99/1/Add.1 - Para.3")
    assert (hospital.themes, hospital.persons) == (["Right to health", "Migrants"], ["Children"])
    assert hospital.goals == ["3", "16"]
    assert (protect.states, protect.position, protect.goals) == (["IRN"], "noted", [])
    assert hospital.doubts == protect.doubts == []


def test_the_layout_of_the_third_cycle_is_read_with_its_assessments():
    rows = read(THIRD_CYCLE).rows

    assert [(row.number, row.part, row.text, row.states) for row in rows] == [
        ("28.1", "a", "Sign it", ["CHL"]),
        ("28.1", "b", "Ratify it", ["VNM"]),
    ]
    assert rows[0].themes == ["A12 Acceptance of international norms"]
    assert (rows[0].goals, rows[0].persons) == (["16"], ["general"])
    assert {row.assessment for row in rows} == {"Signed in 2020."}


def test_the_layout_of_the_second_cycle_is_read():
    (row,) = read(SECOND_CYCLE).rows

    assert (row.number, row.text, row.states) == ("166.1", "Ratify the Convention", ["CHL", "VNM"])
    assert (row.themes, row.persons) == (["2.1. Acceptance"], ["general"])


def test_columns_are_found_by_their_headings_not_by_their_place():
    turned = [row[::-1] if any(row[1:]) else row for row in PRESENT]

    assert [row.text for row in read(turned).rows] == ["Build hospitals", "Protect all"]


def test_headings_that_are_repeated_and_tables_that_go_on_are_read():
    first, second = PRESENT[:3], [PRESENT[0], *PRESENT[3:]]

    assert [row.number for row in read(first, second).rows] == ["140.2", "140.1"]
    assert [row.number for row in read(first, PRESENT[3:]).rows] == ["140.2", "140.1"]


def test_what_is_in_no_list_of_ours_is_a_doubt():
    row = [
        "140.1 Do it (Chile);",
        "Supports somehow, maybe",
        "- Flying\nGroups of Persons:\n- Pilots",
        "- 18 - FLY",
    ]

    (found,) = read([PRESENT[0], row]).rows

    doubts = " ".join(found.doubts)
    assert all(word in doubts for word in ("“Flying”", "“Pilots”", "18 - FLY"))
    assert found.themes == ["Flying"]


def test_a_position_in_other_words_is_not_guessed():
    (found,) = read([PRESENT[0], ["140.1 Do it (Chile);", "See annex", "- Migrants", ""]]).rows

    assert found.position == "unclear"
    assert any("See annex" in doubt for doubt in found.doubts)


def test_missing_numbers_and_rows_without_place_are_problems():
    row = ["140.4 Do it (Chile);", "Noted", "- Migrants", ""]

    problems = read([PRESENT[0], row, ["An odd remark", "", "", ""]]).problems

    assert any("140.1, 140.2, 140.3" in problem for problem in problems)
    assert any("An odd remark" in problem for problem in problems)


def test_a_recommendation_under_two_themes_is_one():
    again = [PRESENT[2][0], "Supported", "- Migrants", ""]

    rows = read([PRESENT[0], PRESENT[2], ["Theme: Migrants", "", "", ""], again]).rows

    assert [row.number for row in rows] == ["140.2"]


def test_cells_that_run_together_are_refused():
    run_together = "RecommendationPositionFull list of themesTheme: A1228.1 Sign it (Chile);SupportedA12"

    with pytest.raises(Unreadable, match="Word file"):
        read_matrix(Manuscript([Paragraph(run_together)], []), language="en", lists=LISTS)


CELLS = st.text(st.sampled_from("140.1 -:;(Chile)\nSDG16 Theme: A12=x"), max_size=40) | st.text(max_size=30)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6))
def test_no_table_makes_the_reader_stumble(rows):
    reading = read([PRESENT[0], *rows])

    assert all(row.states and row.position for row in reading.rows)


@given(st.lists(st.tuples(st.sets(st.integers(1, 40), min_size=1), st.booleans()), min_size=1, max_size=6))
def test_any_list_is_written_and_read_back(groups):
    rows = [
        ReadRow(
            f"140.{number}",
            f"Do {number}",
            ["CHL"],
            ["Chile"],
            "supported" if is_supported else "noted",
            themes=["Right to health"] if place % 2 else ["Migrants", "Right to health"],
            goals=["3"],
            own_words="Supported" if is_supported else "Noted",
        )
        for place, (numbers, is_supported) in enumerate(groups)
        for number in numbers
    ]
    rows = list({row.number: row for row in rows}.values())

    back = read_matrix(read_manuscript(write_xlsx(matrix(rows))), language="en", lists=LISTS)

    assert sorted(same(back.rows), key=lambda row: row.number) == sorted(rows, key=lambda row: row.number)


def same(rows):
    """Rows without what belongs to one file: the cell as it stood, and its place."""
    return [replace(row, raw="", line=0) for row in rows]


def matrix(rows, **changes):
    goals = {"3": "Good health and well-being", "16": "Peace, justice and strong institutions"}
    return Matrix(**{"state": "Freedonia", "cycle": 4, "session": 48, "rows": rows, "goals": goals} | changes)


@pytest.mark.parametrize("write", [write_docx, write_xlsx])
@pytest.mark.parametrize("table", [PRESENT, THIRD_CYCLE, SECOND_CYCLE])
def test_what_is_written_reads_back_the_same(write, table):
    rows = read(table).rows

    back = read_matrix(read_manuscript(write(matrix(rows))), language="en", lists=LISTS)

    assert same(back.rows) == same(rows)
    assert (back.state, back.session, back.problems) == ("FRE", 48, [])


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_nothing_in_the_excel_file_is_run(sign):
    rows = [replace(row, assessment=f"{sign}HYPERLINK(1)", number="") for row in read(PRESENT).rows]
    rows[0].text = f"{sign}2+5"

    content = write_xlsx(matrix(rows))

    (table,) = read_manuscript(content).tables
    sheet = part_of(content, "xl/worksheets/sheet1.xml")
    assert f"{sign}HYPERLINK(1)" in table[3]
    assert "<f" not in sheet
    assert set(re.findall(r'<c [^>]*?t="(\w+)"[^>]*><v>', sheet)) == {"s"}
    assert len(re.findall(r"<v>", sheet)) == len(re.findall(r't="s"', sheet))


def test_a_text_keeps_its_language_and_direction():
    rows = [replace(row, text="حماية الجميع") for row in read(PRESENT).rows[:1]]

    document = part_of(write_docx(matrix(rows, languages=["ar"])), "word/document.xml")

    assert '<w:lang w:bidi="ar"/>' in document
    assert "<w:bidi/>" in document


def part_of(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


@pytest.fixture
def review(db):
    review = ReviewFactory(state__iso3="FRE", session__number=4)
    State.objects.filter(iso3="FRE").update(name_en="Freedonia")
    chile = StateFactory(iso3="CHL", name_en="Chile")
    for number, text in (("140.10", "Go on"), ("140.9", "Stop")):
        RecommendationFactory(
            review=review, number=number, text_en=text, position="supported", recommenders=[chile]
        )
    return review


def test_a_review_is_written_in_the_order_of_its_numbers(review, django_assert_num_queries):
    review = type(review).objects.select_related("state", "session__cycle").get()

    with django_assert_num_queries(9):
        made = matrix_of(review, assessment=lambda recommendation: f"Of {recommendation.number}")

    assert [(row.number, row.assessment) for row in made.rows] == [
        ("140.9", "Of 140.9"),
        ("140.10", "Of 140.10"),
    ]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_anybody_takes_the_list_of_a_review_away(client, review, kind):
    answer = client.get(reverse("recommendations:matrix", args=["FRE", 4, kind]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="fre-upr-4-thematic-list.{kind}"'
    back = read_matrix(read_manuscript(answer.content), language="en", lists=LISTS)
    assert [row.number for row in back.rows] == ["140.9", "140.10"]


def test_the_page_of_a_review_leads_to_its_list(client, review):
    page = client.get(reverse("recommendations:review", args=["FRE", 4])).content.decode()

    assert reverse("recommendations:matrix", args=["FRE", 4, "docx"]) in page
    assert reverse("recommendations:matrix", args=["FRE", 4, "xlsx"]) in page


def test_there_is_no_list_of_another_kind_or_review(client, review):
    assert client.get(reverse("recommendations:matrix", args=["FRE", 4, "exe"])).status_code == 404
    assert client.get(reverse("recommendations:matrix", args=["FRE", 5, "docx"])).status_code == 404


REAL = {
    "slovenia-cycle-4/upr48-slovenia-thematic-list-of-recommendatio.docx": ("SVN", 48, 254, 217, 37),
    "china-2018/Matrix_recommendations_2018.docx": ("CHN", 31, 346, 284, 62),
}


@pytest.mark.real_data
@pytest.mark.parametrize("path", REAL)
def test_lists_of_ohchr_are_read_and_written_back(real_data, reference, path):
    lists = Lists.load()
    state, session, count, supported, noted = REAL[path]

    reading = read_matrix(read_manuscript((real_data / path).read_bytes()), language="en", lists=lists)

    numbers = {row.number: row.position for row in reading.rows}
    positions = list(numbers.values())
    assert (reading.state, reading.session, reading.problems) == (state, session, [])
    assert (len(numbers), positions.count("supported"), positions.count("noted")) == (count, supported, noted)
    assert [row.number for row in reading.rows if not all(row.states or [None])] == []
    assert sum(bool(row.doubts) for row in reading.rows) <= 1
    for write in (write_docx, write_xlsx):
        of = State.objects.get(iso3=state).name_in("en")
        content = write(Matrix(of, 4, session, reading.rows))
        back = read_matrix(read_manuscript(content), language="en", lists=lists)
        assert same(back.rows) == same(reading.rows)


@pytest.mark.real_data
def test_a_list_whose_cells_run_together_is_refused(real_data, reference):
    content = (real_data / "china-2018" / "Matrix_recommendations_2018.txt").read_bytes()

    with pytest.raises(Unreadable):
        read_matrix(read_manuscript(content), language="en", lists=Lists.load())
