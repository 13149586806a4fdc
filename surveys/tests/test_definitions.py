"""Questionnaires of other programs, read into ours."""

import io
import json
import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.documents.unreadable import Unreadable
from surveys.definitions import families, workbooks
from surveys.definitions.families import read_definition
from surveys.tests.definition_files import (
    asked,
    block,
    lime,
    limesurvey_table,
    listed,
    lss,
    qualtrics,
    table,
    xlsform,
)


def read(content: bytes, language: str = "en") -> dict:
    return read_definition(content, language=language)


def questions(reading: dict) -> dict[str, dict]:
    return {
        question["code"]: question for section in reading["sections"] for question in section["questions"]
    }


def pages(reading: dict) -> list[list[str]]:
    return [[question["code"] for question in section["questions"]] for section in reading["sections"]]


def told(reading: dict) -> str:
    return "\n".join(
        f"{note['where']} | {note['what']} | {note['says']}" for note in reading["not_understood"]
    )


# XLSForm ------------------------------------------------------------------------------------------


def test_an_xlsform_gives_sections_questions_and_choices():
    reading = read(
        xlsform(
            [
                {"type": "note", "name": "hello", "label": "Welcome"},
                {"type": "begin_group", "name": "g", "label": "First"},
                {"type": "note", "name": "words", "label": "About it"},
                {
                    "type": "select_one fruit or_other",
                    "name": "f",
                    "label": "Which?",
                    "required": "yes",
                    "hint": "One",
                },
                {
                    "type": "select_multiple fruit",
                    "name": "m",
                    "label": "All?",
                    "constraint": "count-selected(.)<=2",
                },
                {"type": "integer", "name": "n", "label": "How many?", "constraint": ". >= 1 and . <= 9"},
                {"type": "end_group"},
                {"type": "select_one yn", "name": "y", "label": "Sure?"},
            ],
            listed("fruit", "apple", "pear") + listed("yn", "yes", "no"),
            {"form_title": "Fruit"},
        )
    )

    assert (reading["family"], reading["title"], reading["introduction"]) == (
        "xlsform", {"en": "Fruit"}, {"en": "Welcome"},
    )  # fmt: skip
    assert [section["title"] for section in reading["sections"]] == [{"en": "First"}, {"en": "Part 2"}]
    assert reading["sections"][0]["introduction"] == {"en": "About it"}
    found = questions(reading)
    assert {code: one["kind"] for code, one in found.items()} == {
        "f": "single", "m": "multiple", "n": "number", "y": "yes_no",
    }  # fmt: skip
    assert found["f"]["choices"][0] == {"code": "apple", "label": {"en": "Label apple"}}
    assert (found["f"]["required"], found["f"]["offers_other"], found["f"]["help"]) == (
        True,
        True,
        {"en": "One"},
    )
    assert (found["m"]["most"], found["n"]["least"], found["n"]["most"]) == (2, 1, 9)


def test_what_an_xlsform_says_and_we_do_not_have_is_told():
    reading = read(
        xlsform(
            [
                {
                    "type": "text",
                    "name": "a",
                    "label": "Hello ${b}",
                    "appearance": "w1",
                    "default": "x",
                    "my": "y",
                },
                {"type": "calculate", "name": "c", "calculation": "1+1"},
                {"type": "begin_repeat", "name": "r", "label": "Each"},
                {"type": "geopoint", "name": "g", "label": "Where?"},
                {
                    "type": "text",
                    "name": "t",
                    "label": "T",
                    "constraint": "regex(., 'x')",
                    "relevant": "${n} > 3",
                },
                {"type": "end_repeat"},
                {"type": "deviceid", "name": "d"},
                {"type": "note", "name": "bye", "label": "Thank you"},
            ],
            settings={"public_key": "MII"},
            extra=[{"a": "b"}],
        )
    )

    said = told(reading)
    wanted = "${…}|appearance|default|my|calculate|repeat|geopoint|constraint|${n} > 3|deviceid|Thank you"
    for what in [*wanted.split("|"), "public_key", "extra"]:
        assert what in said, what
    assert pages(reading) == [["a"], ["t"]]


def test_a_group_is_asked_under_its_condition_and_a_question_under_both():
    reading = read(
        xlsform(
            [
                {"type": "select_one yn", "name": "y", "label": "Y"},
                {"type": "select_one fruit", "name": "f", "label": "F"},
                {"type": "begin group", "name": "g", "label": "G", "relevant": "${y} = 'yes'"},
                {"type": "text", "name": "a", "label": "A"},
                {"type": "text", "name": "b", "label": "B", "relevant": "selected(${f}, 'pear')"},
                {"type": "end group"},
            ],
            listed("fruit", "apple", "pear") + listed("yn", "yes", "no"),
        )
    )

    group = {"question": "y", "equals": "yes"}
    assert questions(reading)["a"]["shown_if"] == group
    assert questions(reading)["b"]["shown_if"] == {"all": [group, {"question": "f", "includes": "pear"}]}
    assert pages(reading) == [["y", "f"], ["a", "b"]]


def test_a_question_that_depends_on_one_of_its_section_begins_a_new_one():
    rows = [
        {"type": "begin group", "name": "g", "label": "G"},
        {"type": "select_one yn", "name": "y", "label": "Y"},
        {"type": "text", "name": "a", "label": "A", "relevant": "${y} = 'yes'"},
        {"type": "text", "name": "b", "label": "B", "relevant": "${a} != ''"},
        {"type": "end group"},
    ]
    reading = read(xlsform(rows, listed("yn", "yes", "no")))

    assert pages(reading) == [["y"], ["a"], ["b"]]
    assert [section["title"]["en"] for section in reading["sections"]] == ["G", "G (2)", "G (3)"]


def test_a_long_form_without_groups_is_cut_into_sections_of_five():
    reading = read(xlsform([{"type": "text", "name": f"q{number}", "label": "Q"} for number in range(12)]))

    assert [len(page) for page in pages(reading)] == [5, 5, 2]


@pytest.mark.parametrize(
    ("relevant", "why"),
    [
        ("${later} = 'x'", "not asked before"),
        ("${y} = 'perhaps'", "no choice there"),
        ("${n} > 3", "cannot say"),
    ],
)
def test_a_condition_that_cannot_be_kept_is_told_and_the_question_asked(relevant, why):
    rows = [
        {"type": "select_one yn", "name": "y", "label": "Y"},
        {"type": "text", "name": "a", "label": "A", "relevant": relevant},
        {"type": "text", "name": "later", "label": "L"},
    ]
    reading = read(xlsform(rows, listed("yn", "yes", "no")))

    assert "shown_if" not in questions(reading)["a"]
    assert why in told(reading)


def test_a_text_asked_beside_other_is_the_text_of_other():
    rows = [
        {"type": "select_one fruit", "name": "f", "label": "F"},
        {"type": "text", "name": "f_other", "label": "Which?", "relevant": "${f} = 'other'"},
    ]
    reading = read(xlsform(rows, listed("fruit", "apple", "other")))

    assert list(questions(reading)) == ["f"]
    assert questions(reading)["f"]["offers_other"]
    assert [choice["code"] for choice in questions(reading)["f"]["choices"]] == ["apple"]
    assert "beside “Other”" in told(reading)


def test_languages_are_named_in_many_ways():
    rows = [
        {
            "type": "text",
            "name": "a",
            "label::English (en)": "One",
            "label:French": "Un",
            "label::es": "Uno",
            "label::العربية": "واحد",
            "label::Deutsch (de)": "Eins",
            "hint": "Help",
        }
    ]
    reading = read(xlsform(rows))

    asked = questions(reading)["a"]
    assert asked["text"] == {"en": "One", "fr": "Un", "es": "Uno", "ar": "واحد"}
    assert asked["help"] == {"en": "Help"}
    assert set(reading["languages"]) == {"en", "fr", "es", "ar"}
    assert "Deutsch (de)" in told(reading)


def test_texts_without_a_language_are_in_the_one_that_was_said():
    reading = read(xlsform([{"type": "text", "name": "a", "label": "Combien ?"}]), language="fr")

    assert reading["languages"] == ["fr"]
    assert questions(reading)["a"]["text"] == {"fr": "Combien ?"}


def test_codes_that_do_not_fit_are_changed_and_told_and_conditions_follow():
    rows = [
        {"type": "select_one l", "name": "a_very_long_name_of_a_question", "label": "A"},
        {
            "type": "text",
            "name": "_b",
            "label": "B",
            "relevant": "${a_very_long_name_of_a_question} = 'x & y'",
        },
    ]
    reading = read(xlsform(rows, listed("l", "x & y", "x-y")))

    codes = list(questions(reading))
    assert codes == ["a_very_long_name_of_", "b"]
    assert [choice["code"] for choice in questions(reading)[codes[0]]["choices"]] == ["x-y", "x-y-2"]
    assert questions(reading)["b"]["shown_if"] == {"question": codes[0], "equals": "x-y"}
    assert "x & y → x-y" in told(reading)


def test_html_becomes_plain_text():
    rows = [
        {"type": "text", "name": "a", "label": "<p>One &amp; <b>two</b></p><script>no()</script><br>three"}
    ]

    assert questions(read(xlsform(rows)))["a"]["text"] == {"en": "One & two\n\nthree"}


# LimeSurvey ---------------------------------------------------------------------------------------


def test_a_table_of_limesurvey_is_read_with_its_languages_and_conditions():
    reading = read(
        limesurvey_table(
            lime("S", "", "language", "en"),
            lime("SL", "", "surveyls_title", "Fruit"),
            lime("SL", "", "surveyls_welcometext", "<b>Welcome</b>"),
            lime("G", "1", "First", relevance="1"),
            lime("Q", "L", "A", "Which?", mandatory="Y", other="Y", relevance="1"),
            lime("A", "0", "A1", "Apple"),
            lime("A", "0", "A2", "Pear"),
            lime("Q", "M", "B", "All?"),
            lime("SQ", "0", "SQ1", "Red"),
            lime("G", "2", "Second", relevance='((A.NAOK == "A1"))'),
            lime("Q", "T", "C", "Why?", relevance='B_SQ1.NAOK == "Y"'),
            lime("Q", "Y", "D", "Sure?"),
            lime("G", "1", "Première", language="fr"),
            lime("Q", "L", "A", "Lequel ?", language="fr"),
            lime("A", "0", "A1", "Pomme", language="fr"),
        )
    )

    found = questions(reading)
    first = {"question": "A", "equals": "A1"}
    assert reading["family"] == "limesurvey"
    assert reading["introduction"] == {"en": "Welcome"}
    assert reading["sections"][0]["title"] == {"en": "First", "fr": "Première"}
    assert found["A"]["text"] == {"en": "Which?", "fr": "Lequel ?"}
    assert found["A"]["choices"][0]["label"] == {"en": "Apple", "fr": "Pomme"}
    assert (found["A"]["required"], found["A"]["offers_other"], found["D"]["kind"]) == (True, True, "yes_no")
    assert found["C"]["shown_if"] == {"all": [first, {"question": "B", "includes": "SQ1"}]}
    assert found["D"]["shown_if"] == first


def test_an_array_of_limesurvey_is_a_question_a_row():
    reading = read(
        limesurvey_table(
            lime("G", "1", "G"),
            lime("Q", "F", "A", "How good?"),
            lime("SQ", "0", "x", "Food"),
            lime("SQ", "0", "y", "Drink"),
            lime("A", "0", "1", "Good"),
            lime("A", "0", "2", "Bad"),
            lime("Q", "*", "e", "{1+1}"),
            lime("Q", "1", "D", "Twice"),
            lime("SQ", "0", "z", "Row"),
            lime("A", "0", "1", "Left"),
            lime("A", "1", "1", "Right"),
        )
    )

    assert list(questions(reading)) == ["A_x", "A_y", "D_z_0", "D_z_1"]
    assert questions(reading)["A_x"]["text"] == {"en": "How good? – Food"}
    assert questions(reading)["A_y"]["kind"] == "scale"
    assert "array" in told(reading)
    assert "equation" in told(reading)


@pytest.mark.parametrize("has_l10n", [True, False])
def test_an_lss_file_is_read_in_its_newer_and_older_form(has_l10n):
    texts = [
        {"language": "en", "question": "Which?", "help": "H"},
        {"language": "fr", "question": "Lequel ?"},
    ]
    base = {"qid": "1", "parent_qid": "0", "gid": "7", "type": "L", "title": "Q1", "mandatory": "Y"}
    rows = [base] if has_l10n else [base | text for text in texts]
    tables = [
        table("surveys", {"language": "en"}),
        table("surveys_languagesettings", {"surveyls_title": "Fruit", "surveyls_language": "en"}),
        table("groups", {"gid": "7", "group_name": "G", "language": "en", "grelevance": "1"}),
        table("questions", *rows, {"qid": "2", "parent_qid": "0", "gid": "7", "type": "S", "title": "Q2",
                                   "question": "Why?", "language": "en", "question_order": "2"}),
        table("answers", {"qid": "1", "code": "A1", "answer": "Apple", "language": "en", "sortorder": "1"}),
        table("conditions", {"qid": "2", "cqid": "1", "method": "==", "value": "A1", "scenario": "1"}),
        table("quota", {"name": "Half"}),
    ]  # fmt: skip
    if has_l10n:
        tables.append(table("question_l10ns", *({"qid": "1"} | text for text in texts)))

    reading = read(lss(*tables))

    assert questions(reading)["Q1"]["text"] == {"en": "Which?", "fr": "Lequel ?"}
    assert questions(reading)["Q1"]["choices"] == [{"code": "A1", "label": {"en": "Apple"}}]
    assert questions(reading)["Q2"]["shown_if"] == {"question": "Q1", "equals": "A1"}
    assert "quota" in told(reading)


# Qualtrics ----------------------------------------------------------------------------------------


def chosen(question: int, choice: int, operator: str = "Selected", **more) -> dict:
    return {
        "LogicType": "Question",
        "Operator": operator,
        "LeftOperand": f"q://QID{question}/SelectableChoice/{choice}",
        **more,
    }


def test_a_qualtrics_survey_is_read_with_its_logic():
    skip = {
        "ChoiceLocator": "q://QID2/SelectableChoice/1",
        "Condition": "Selected",
        "SkipToDestination": "QID4",
    }
    logic = {"Type": "BooleanExpression", "0": {"Type": "If", "0": chosen(1, 1),
             "1": chosen(1, 2, "NotSelected", Conjuction="Or")}}  # fmt: skip
    reading = read(
        qualtrics(
            [
                asked(
                    1, Language={"FR": {"QuestionText": "Première", "Choices": {"1": {"Display": "Pomme"}}}}
                ),
                asked(2, selector="MAVR", DisplayLogic=logic),
                asked(3, "TE", "ML", Validation={"Settings": {"ForceResponse": "ON"}}),
                asked(4, "TE", "SL"),
                asked(5, "Captcha"),
            ],
            [
                block(
                    "One",
                    "QID1",
                    {"Type": "Question", "QuestionID": "QID2", "SkipLogic": [skip]},
                    "QID3",
                    "QID4",
                ),
                block("Bin", "QID5", Type="Trash"),
            ],
            [{"Type": "Block", "ID": "One"}, {"Type": "EmbeddedData", "FlowID": "FL_9"}],
        )
    )

    found = questions(reading)
    assert [choice["code"] for choice in found["Q1"]["choices"]] == ["2", "1"]
    assert found["Q1"]["text"] == {"en": "Question 1", "fr": "Première"}
    assert found["Q2"]["shown_if"] == {
        "any": [{"question": "Q1", "equals": "1"}, {"not": {"question": "Q1", "equals": "2"}}]
    }
    assert found["Q3"]["shown_if"] == {"not": {"question": "Q2", "includes": "1"}}
    assert found["Q3"]["required"]
    assert "shown_if" not in found["Q4"]
    assert "EmbeddedData" in told(reading)
    assert "not used" in told(reading)


def test_a_matrix_of_qualtrics_is_a_question_a_row_and_a_choice_with_a_text_is_other():
    answers = {"1": {"Display": "Often"}, "2": {"Display": "Never"}}
    choices = {"1": {"Display": "Apple"}, "2": {"Display": "Something else", "TextEntry": "true"}}
    reading = read(
        qualtrics(
            [
                asked(1, "Matrix", "Likert", Answers=answers, AnswerOrder=["1", "2"]),
                asked(2, Choices=choices),
            ],
            [block("One", "QID1", "QID2")],
        )
    )

    assert list(questions(reading)) == ["Q1_2", "Q1_1", "Q2"]
    assert questions(reading)["Q1_1"]["text"] == {"en": "Question 1 – Apple"}
    assert questions(reading)["Q2"]["offers_other"]
    assert "Something else" in told(reading)


# Refusals -----------------------------------------------------------------------------------------

BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><document>&b;</document>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"%PDF-1.7 nothing", "PDF"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "damaged|cannot be read"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><body>x</body></html>", "web page"),
        (b"<?xml version='1.0'?><document><a>", "damaged"),
        (b"<?xml version='1.0'?><other/>", "no survey of LimeSurvey"),
        (BOMB, "abbreviations"),
        (b'{"sections": [', "damaged"),
        (b'{"a": 1}', "neither"),
        (b"[1]", "neither"),
        (b"[" * 100_000, "damaged|nested"),
        (b'{"SurveyEntry": {}, "SurveyElements": 4}', "no elements"),
        (b"code,question\nQ1,What?\n", "no questionnaire"),
        (b"class\ttype/scale\tname\n", "asks nothing"),
        (xlsform([{"type": "calculate", "name": "c", "calculation": "1"}]), "only: calculate"),
        (xlsform([{"name": "c", "label": "1"}]), "no column “type”"),
        (xlsform([{"type": "text", "name": "a"}])[:2000], "damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason(content, says):
    with pytest.raises(Unreadable, match=says):
        read(content)


def test_a_workbook_of_another_kind_is_refused_by_its_sheets():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("Budget")
    book.close()

    with pytest.raises(Unreadable, match="budget"):
        read(file.getvalue())


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)

    with pytest.raises(Unreadable, match="too large when unpacked"):
        read(file.getvalue())
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", 10**9)
    with pytest.raises(Unreadable, match="damaged"):
        read(file.getvalue())


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(families, "LARGEST_FILE", 100)

    with pytest.raises(Unreadable, match="larger than"):
        read(b"x" * 101)


WHOLE = [
    xlsform([{"type": "select_one l", "name": "a", "label": "A"}], listed("l", "x", "y")),
    limesurvey_table(lime("G", "1", "G"), lime("Q", "L", "A", "Which?"), lime("A", "0", "1", "One")),
    lss(
        table("groups", {"gid": "1"}), table("questions", {"qid": "1", "gid": "1", "type": "T", "title": "Q"})
    ),
    qualtrics([asked(1)], [block("One", "QID1")]),
    json.dumps(
        {
            "title": {"en": "T"},
            "languages": ["en"],
            "sections": [
                {"title": {"en": "S"}, "questions": [{"code": "Q", "kind": "text", "text": {"en": "?"}}]}
            ],
        }
    ).encode(),
]


@pytest.mark.parametrize("content", WHOLE)
def test_the_whole_files_that_are_broken_below_can_be_read(content):
    assert questions(read(content))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(WHOLE), st.data())
def test_broken_bytes_are_refused_or_read_and_nothing_else(content, data):
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([len(broken), len(broken) // 2, len(broken) - 1]))
    try:
        reading = read(bytes(broken[:cut]))
    except Unreadable as refusal:
        assert str(refusal)
        return
    assert questions(reading)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["0", "1", "Type", "Flow", "ID", "Choices", "text"]), inner, max_size=4
    ),
    max_leaves=10,
)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(WHOLE[3:]), st.data())
def test_json_with_other_things_in_it_is_refused_or_read(content, data):
    document = json.loads(content)
    thing = document
    while isinstance(thing, dict | list) and thing:
        key = data.draw(st.sampled_from(sorted(thing) if isinstance(thing, dict) else range(len(thing))))
        if data.draw(st.booleans()) or not isinstance(thing[key], dict | list) or not thing[key]:
            thing[key] = data.draw(json_values)
            break
        thing = thing[key]
    try:
        assert questions(read(json.dumps(document).encode()))
    except Unreadable as refusal:
        assert str(refusal)
