"""Under which earlier answers a question is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.conditions import holds, is_well_formed, leaves

VALUES = {
    "Q1": {"choices": ["yes"]},
    "Q2": {"choices": ["women", "children"]},
    "Q3": {"text": "Words"},
}


@pytest.mark.parametrize(
    ("condition", "is_asked"),
    [
        (None, True),
        ({"question": "Q1", "equals": "yes"}, True),
        ({"question": "Q1", "equals": "no"}, False),
        ({"question": "Q2", "equals": "women"}, False),
        ({"question": "Q2", "includes": "women"}, True),
        ({"question": "Q2", "includes": "peace"}, False),
        ({"question": "Q3", "answered": True}, True),
        ({"question": "Q3", "answered": False}, False),
        ({"question": "Q9", "answered": False}, True),
        ({"question": "Q9", "equals": "yes"}, False),
        ({"not": {"question": "Q9", "equals": "yes"}}, True),
        ({"all": [{"question": "Q1", "equals": "yes"}, {"question": "Q2", "includes": "women"}]}, True),
        ({"all": [{"question": "Q1", "equals": "yes"}, {"question": "Q2", "includes": "peace"}]}, False),
        ({"any": [{"question": "Q1", "equals": "no"}, {"question": "Q2", "includes": "women"}]}, True),
        ({"any": [{"question": "Q1", "equals": "no"}, {"question": "Q2", "includes": "peace"}]}, False),
        (
            {"any": [{"all": [{"question": "Q1", "equals": "yes"}]}, {"question": "Q9", "answered": True}]},
            True,
        ),
    ],
)
def test_a_question_is_asked_when_its_condition_holds(condition, is_asked):
    assert holds(condition, VALUES) is is_asked


tests = st.one_of(
    st.builds(lambda code, wanted: {"question": code, "equals": wanted}, st.text(), st.text()),
    st.builds(lambda code, wanted: {"question": code, "includes": wanted}, st.text(), st.text()),
    st.builds(lambda code, wanted: {"question": code, "answered": wanted}, st.text(), st.booleans()),
)
trees = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)


@given(trees)
def test_every_tree_of_tests_is_well_formed_and_says_what_it_depends_on(condition):
    assert is_well_formed(condition)
    assert all("question" in leaf for leaf in leaves(condition))
    assert holds({"not": condition}, VALUES) is not holds(condition, VALUES)


@pytest.mark.parametrize(
    "nonsense",
    [
        [],
        "Q4 = yes",
        {"question": "Q4"},
        {"equals": "yes"},
        {"question": "Q4", "equals": "yes", "includes": "no"},
        {"question": "Q4", "answered": "yes"},
        {"question": "Q4", "equals": 4},
        {"question": ["Q4"], "equals": "yes"},
        {"all": []},
        {"all": {"question": "Q4", "equals": "yes"}},
        {"any": [{"question": "Q4"}]},
        {"not": None},
        {"not": {"question": "Q4", "equals": "yes"}, "all": []},
    ],
)
def test_what_is_no_condition_is_told(nonsense):
    assert not is_well_formed(nonsense)
