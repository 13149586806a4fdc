"""Surveys written as files and read again: equal in all that we have."""

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from surveys.definitions.codes import fitting
from surveys.definitions.families import read_definition
from surveys.definitions.xlsform_writing import xlsform_of
from surveys.models import Question
from surveys.question_types import DECLINED, OTHER, QUESTION_TYPES
from surveys.questionnaires import questionnaires, read_questionnaire

LANGUAGES = ["en", "fr", "es", "ar", "ru", "zh-hans"]
LISTED = {"single", "multiple", "scale"}
LETTERS = "abcXYZ019 éñ\u00a0’“<b>&;*_#$ {}|'\"=\n\u0639\u0631\u4e2d"

# "${" is how XLSForm names another question: as part of a text it cannot be written.
texts = (
    st.text(LETTERS, min_size=1, max_size=40).map(str.strip).filter(lambda text: text and "${" not in text)
)
said = st.dictionaries(st.sampled_from(LANGUAGES), texts, min_size=1, max_size=3)
codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,9}", fullmatch=True)
own_codes = codes.filter(lambda code: code not in {OTHER, DECLINED})
numbers = st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def question(draw, code: str, before: list[str]) -> dict:
    kind = draw(st.sampled_from(sorted(QUESTION_TYPES)))
    asked = {"code": code, "kind": kind, "text": draw(said)}
    if draw(st.booleans()):
        asked["help"] = draw(said)
    sensitivity = draw(st.sampled_from(Question.Sensitivity.values))
    flags = {"sensitivity": sensitivity} if sensitivity != Question.Sensitivity.NORMAL else {}
    for flag in ("offers_other", "offers_decline", "invites_comment"):
        if draw(st.booleans()):
            flags[flag] = True
    if sensitivity != Question.Sensitivity.REPRISAL and draw(st.booleans()):
        flags["required"] = True
    if draw(st.booleans()):
        flags["words_hinted"] = draw(st.integers(0, 500))
    bounds = sorted(draw(st.lists(numbers, max_size=2)))
    flags |= dict(zip(("least", "most"), bounds, strict=False))
    if before and draw(st.booleans()):
        flags["shown_if"] = draw(conditions(before))
    if kind in LISTED and draw(st.integers(0, 9)):
        chosen = draw(st.lists(own_codes, min_size=1, max_size=3, unique=True) | st.just(["yes", "no"]))
        flags["choices"] = [{"code": code, "label": draw(said)} for code in chosen]
    return asked | flags


def conditions(before: list[str]):
    named = st.sampled_from(before)
    tests = st.one_of(
        st.builds(lambda code, wanted: {"question": code, "equals": wanted}, named, codes),
        st.builds(lambda code, wanted: {"question": code, "includes": wanted}, named, codes),
        st.builds(lambda code, wanted: {"question": code, "answered": wanted}, named, st.booleans()),
    )
    return st.recursive(
        tests,
        lambda inner: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda part: {"not": part}, inner),
        ),
        max_leaves=4,
    )


@st.composite
def generated(draw) -> dict:
    taken = draw(st.lists(codes, min_size=1, max_size=6, unique_by=str.lower))
    before: list[str] = []
    sections = []
    for start in range(0, len(taken), 2):
        here = taken[start : start + 2]
        asked = [draw(question(code, before)) for code in here]
        section = {"title": draw(said), "questions": asked}
        if draw(st.booleans()):
            section["introduction"] = draw(said)
        sections.append(section)
        before = before + here
    return {
        "title": draw(said),
        "introduction": draw(said),
        "languages": draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True)),
        "minutes": draw(st.integers(0, 90)),
        "sections": sections,
    }


def read_again(content: bytes) -> dict:
    reading = read_definition(content, language="en")
    assert reading.pop("not_understood") == []
    reading.pop("family")
    return reading


def as_pyxform_sees(content: bytes) -> str:
    """The form that pyxform makes of a workbook; it refuses what Kobo and ODK would refuse."""
    return convert(io.BytesIO(content), validate=False, file_type=".xlsx").xform


# The same examples for the same code: thirty whole questionnaires are too few to be drawn anew each time.
many = settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@many
@given(generated())
def test_what_is_written_as_xlsform_is_read_as_the_same(data):
    content = xlsform_of(data, form_id="form", version="1")

    assert read_again(content) == data
    assert "<h:html" in as_pyxform_sees(content)


@many
@given(generated())
def test_what_is_written_as_json_is_read_as_the_same(data):
    assert read_again(json.dumps(data).encode()) == data


@pytest.mark.parametrize("name", questionnaires())
def test_the_shipped_questionnaires_go_through_both_forms(name):
    data = read_questionnaire(name)
    content = xlsform_of(data, form_id=name, version="1")

    assert read_again(content) == data
    assert read_again(json.dumps(data).encode()) == data
    assert "Autre" in as_pyxform_sees(content)


def test_pyxform_refuses_what_is_no_form():
    data = read_questionnaire("mid_term")
    data["sections"][0]["questions"][0]["code"] = "not a name"

    with pytest.raises(Exception, match="value is invalid"):
        as_pyxform_sees(xlsform_of(data, form_id="form", version="1"))


@pytest.mark.parametrize(
    ("name", "code"),
    [("0-", "0-"), ("a_b-c", "a_b-c"), ("yes!", "yes"), ("_a", "a"), ("é è", "e-e"), ("?", "x")],
)
def test_a_name_that_fits_is_the_code_as_it_stands(name, code):
    assert fitting(name, 20, set()) == code
