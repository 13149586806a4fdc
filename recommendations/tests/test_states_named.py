"""Which States a text names in brackets, and how many texts stand under one number."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.documents.states_named import named_texts
from recommendations.tests.reports import LISTS, STATES


def named(text):
    return [(part.text, part.states) for part in named_texts(text, LISTS)]


@pytest.mark.parametrize(
    "brackets",
    [
        "(Chile) (Peru)",
        "(Chile); (Peru);",
        "(Chile, Peru).",
        "(Chile; Peru)",
        "(Chile and Peru);",
        "(Chile) and (Peru)",
        "(Chile/Peru)",
        "(recommended by Chile and Peru)",
        "(chile) (PERU);",
        "（Chile、Peru）；",
    ],
)
def test_states_are_named_in_many_forms(brackets):
    assert named(f"Plant trees {brackets}") == [("Plant trees", ["CHL", "PER"])]


@pytest.mark.parametrize(
    "brackets",
    [
        "(Iran (Islamic Republic of)) (Netherlands (Kingdom of the));",
        "(Iran (Islamic Republic of); (Netherlands (Kingdom of the);",
        "(Iran, Islamic Republic of, Netherlands)",
        "(Iran (Islamic Republic of), Netherlands (Kingdom of the))",
    ],
)
def test_brackets_and_commas_inside_a_name_are_part_of_it(brackets):
    assert named(f"Plant trees {brackets}") == [("Plant trees", ["IRN", "NLD"])]


def test_and_inside_a_name_does_not_part_it():
    text = "Plant trees (Bosnia and Herzegovina and Trinidad and Tobago and Chile)"

    assert named(text) == [("Plant trees", ["BIH", "TTO", "CHL"])]


@pytest.mark.parametrize(
    "words", ["(OPCAT)", "(ICCPR-OP 2)", "(No. 189)", "(a)", "(2005)", "(Paris Principles)", "(if possible)"]
)
def test_other_brackets_are_words_of_the_text(words):
    assert named(f"Ratify the Treaty {words} (Chile);") == [(f"Ratify the Treaty {words}", ["CHL"])]


def test_a_name_in_no_list_is_kept_with_a_doubt():
    unknown, mixed = (
        named_texts("Plant (Freedonia);", LISTS)[0],
        named_texts("Plant (Chile) (Freedonia)", LISTS)[0],
    )

    assert (unknown.states, unknown.spellings) == ([None], ["Freedonia"])
    assert (mixed.states, mixed.spellings) == (["CHL", None], ["Chile", "Freedonia"])
    assert "Freedonia" in unknown.doubts[0] and "Freedonia" in mixed.doubts[0]


def test_a_text_without_states_says_so():
    (part,) = named_texts("Plant trees (OPCAT);", LISTS)

    assert (part.text, part.states, part.spellings) == ("Plant trees (OPCAT)", [None], ["(Unknown)"])
    assert part.doubts


def test_a_state_named_in_words_is_found_with_a_doubt():
    (part,) = named_texts(
        "With regard to the recommendation of Japan in paragraph 35, it would plant trees", LISTS
    )

    assert part.states == ["JPN"]
    assert part.doubts


def test_who_speaks_for_others_is_named_with_a_doubt():
    (part,) = named_texts("Protect rivers (Chile, on behalf of the Friends of Water);", LISTS)

    assert part.states == ["CHL"]
    assert "Friends of Water" in part.doubts[0]


@pytest.mark.parametrize(
    "text",
    [
        "Plant trees (Chile); open a library (Peru) (Japan);",
        "Plant trees (Chile). Open a library (Peru, Japan).",
        "Plant trees (Chile) Open a library (Peru); (Japan)",
        "Plant trees (Chile); and open a library (Peru and Japan)",
        "(a) Plant trees (Chile); (b) Open a library (Peru, Japan)",
    ],
)
def test_texts_with_states_of_their_own_are_several(text):
    trees, library = named(text)

    assert trees == ("Plant trees", ["CHL"])
    assert (library[0].capitalize(), library[1]) == ("Open a library", ["PER", "JPN"])


def test_a_text_that_goes_on_with_a_verb_is_of_its_own_and_doubtful():
    first, second = named_texts("Sign the Treaty on Trees (Chile) and adopt a law on honey (Peru);", LISTS)

    assert (first.text, first.states) == ("Sign the Treaty on Trees", ["CHL"])
    assert (second.text, second.states) == ("adopt a law on honey", ["PER"])
    assert second.doubts and not first.doubts


def test_states_between_the_words_of_one_text_stay_there_with_a_doubt():
    (part,) = named_texts("Sign (Chile) and ratify (Peru) the Treaty on Trees (Chile);", LISTS)

    assert (part.text, part.states) == ("Sign (Chile) and ratify (Peru) the Treaty on Trees", ["CHL", "PER"])
    assert part.doubts


def test_words_behind_the_last_state_are_not_lost():
    (part,) = named_texts("Plant trees (Chile). The delegation agreed.", LISTS)

    assert (part.text, part.states) == ("Plant trees", ["CHL"])
    assert "The delegation agreed" in part.doubts[0] and "agreed" in part.raw


NAMES = st.sampled_from([(iso3, name) for iso3, names in STATES.items() for name in names if name.isascii()])
STATE_LISTS = st.lists(NAMES, min_size=1, max_size=8, unique_by=lambda name: name[0])
TEXTS = st.sampled_from(
    [
        "Plant more trees",
        "Ratify the Treaty on Bees (OPBEE)",
        "Open a library by 2030 (No. 7)",
        "Count sheep, goats",
    ]
)
FORMS = {
    "each in brackets": lambda names: " ".join(f"({name})" for name in names),
    "brackets and signs": lambda names: "; ".join(f"({name})" for name in names),
    "commas": lambda names: f"({', '.join(names)})",
    "semicolons": lambda names: f"({'; '.join(names)})",
    "and": lambda names: f"({' and '.join(names)})",
    "commas and and": lambda names: f"({', '.join(names[:-1])} and {names[-1]})"
    if names[1:]
    else f"({names[0]})",
}


@given(TEXTS, STATE_LISTS, st.sampled_from(list(FORMS)), st.sampled_from(["", ";", ".", " ;"]))
def test_states_printed_in_any_form_are_read_back(text, states, form, end):
    printed = f"{text} {FORMS[form]([name for _iso3, name in states])}{end}"

    assert named(printed) == [(text, [iso3 for iso3, _name in states])]


@given(st.lists(st.tuples(TEXTS, STATE_LISTS, st.sampled_from(list(FORMS))), min_size=1, max_size=5))
def test_several_texts_are_read_back(parts):
    printed = "; ".join(
        f"{text} {FORMS[form]([name for _iso3, name in states])}" for text, states, form in parts
    )

    assert named(printed) == [(text, [iso3 for iso3, _name in states]) for text, states, _form in parts]


@settings(max_examples=300)
@given(st.text(alphabet="(Chile) [Peru];, and.:/－（）؛a1\n", max_size=200) | st.text(max_size=200))
def test_no_text_breaks_the_reader_and_no_word_is_lost(text):
    parts = named_texts(text, LISTS)

    read = "".join(part.raw for part in parts)
    assert parts
    assert re.findall(r"\w", read) == re.findall(r"\w", text)
    assert all(len(part.states) == len(part.spellings) for part in parts)


@pytest.mark.parametrize("text", ["(;" * 50_000, "(" * 100_000, "x (Chile) and y " * 10_000, "()" * 50_000])
def test_a_text_of_nothing_but_brackets_does_not_hang(text):
    (part,) = named_texts(text, LISTS)

    assert part.states == [None]
