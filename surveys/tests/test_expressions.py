"""Conditions of XLSForm and LimeSurvey as trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.definitions.expressions import NotMapped, read_condition, read_limits, read_most_chosen

A = {"question": "a", "equals": "x"}
B = {"question": "b", "includes": "y"}
GIVEN = {"question": "a", "answered": True}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("${a} = 'x'", A),
        ('${ a }="x"', A),
        ("'x' = ${a}", A),
        ("${a} != 'x'", {"not": A}),
        ("not(${a} = 'x')", {"not": A}),
        ("${a} = 1", {"question": "a", "equals": "1"}),
        ("${a} != ''", GIVEN),
        ("string-length(${a}) > 0", GIVEN),
        ("count-selected(${a}) >= 1", GIVEN),
        ("selected(${b}, 'y')", B),
        ("${a} = 'x' and selected(${b}, 'y')", {"all": [A, B]}),
        ("${a} = 'x' or ${a} = 'x' and selected(${b}, 'y')", {"any": [A, {"all": [A, B]}]}),
        ("(${a} = 'x' or selected(${b}, 'y')) and ${a} != ''", {"all": [{"any": [A, B]}, GIVEN]}),
        ('((a.NAOK == "x"))', A),
        ('((a.NAOK == "x") AND (!is_empty(a.NAOK)))', {"all": [A, GIVEN]}),
        ("a == 'x' || is_empty(a)", {"any": [A, {"question": "a", "answered": False}]}),
        ("!(a == '')", GIVEN),
        ("1", True),
        ("true()", True),
        ("FALSE", False),
        ("false() or ${a} = 'x'", A),
        ("true() and ${a} = 'x'", A),
    ],
)
def test_an_expression_becomes_a_tree(text, tree):
    assert read_condition(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age >= 18",
        "age >= 18 and a == 'x'",
        "regex(${a}, '[a-z]+')",
        "${a} = ${b}",
        "strlen(a) > 3",
        "${a} = 'x' and",
        "(${a} = 'x'",
        "${a} = 'x')",
        "${a} + 1 = 2",
        "selected(${a})",
        "(" * 500,
        "!" * 500,
        "'never closed",
    ],
)
def test_what_the_portal_cannot_say_is_not_mapped(text):
    with pytest.raises(NotMapped):
        read_condition(text)


@given(st.text(alphabet="${}ab'\"=!()<>., andornot1", max_size=40))
def test_any_text_gives_a_tree_or_is_not_mapped(text):
    try:
        tree = read_condition(text)
    except NotMapped:
        return
    assert isinstance(tree, dict | bool)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        (". >= 18 and . <= 120", {"least": 18, "most": 120}),
        ("self >= 18", {"least": 18}),
        (". <= 2.5", {"most": 2.5}),
        (". > 18", None),
        (". >= 18 or . = 1", None),
        (". <= ${other}", None),
    ],
)
def test_a_constraint_may_be_limits_of_a_number(text, limits):
    assert read_limits(text) == limits


@pytest.mark.parametrize(
    ("text", "most"), [("count-selected(.)<=3", 3), ("count-selected(.) < 3", 2), (". > 3", None)]
)
def test_a_constraint_may_say_how_many_are_chosen(text, most):
    assert read_most_chosen(text) == most
