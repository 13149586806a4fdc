"""Lists of paragraph numbers, in every form that was met."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.documents.number_lists import MOST_IN_A_LIST, expand_numbers, find_number_lists


def numbered(paragraph, *places):
    return [f"{paragraph}.{place}" for place in places]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("140.11-14", numbered(140, 11, 12, 13, 14)),
        ("140.82-85, 87", numbered(140, 82, 83, 84, 85, 87)),
        ("140.35. 140.36", numbered(140, 35, 36)),
        ("1–5, 14– 16", ["1", "2", "3", "4", "5", "14", "15", "16"]),
        ("140.1, 140.3 and 140.5", numbered(140, 1, 3, 5)),
        ("6.1 to 6.4", numbered(6, 1, 2, 3, 4)),
        ("paras. 26 (e), 29, 49 (b)", ["26 (e)", "29", "49 (b)"]),
        ("140.12 (a)-(c) and (e)", ["140.12 (a)", "140.12 (b)", "140.12 (c)", "140.12 (e)"]),
        ("140.99–140.102", numbered(140, 99, 100, 101, 102)),
        ("140.7,\u00a0140.8;140.9.", numbered(140, 7, 8, 9)),
        ("recommandations nos 12.1 à 12.3 et 12.7", numbered(12, 1, 2, 3, 7)),
        ("las recomendaciones 98.3 a 98.5, 98.8 y 98.10", numbered(98, 3, 4, 5, 8, 10)),
        ("párrafos 98.1 al 98.2", numbered(98, 1, 2)),
        ("– 6.259, 7.1−7.3 & 8.1", ["6.259", "7.1", "7.2", "7.3", "8.1"]),
        ("R144.123 and R144.124", numbered(144, 123, 124)),
        ("", []),
    ],
)
def test_a_list_is_expanded_in_its_order(text, numbers):
    read = expand_numbers(text)

    assert read.numbers == numbers
    assert read.doubts == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("140.14-11", ["140.14"]),
        ("140.250-141.3", ["140.250", "141.3"]),
        ("1.1-1.999", ["1.1", "1.999"]),
        ("140.5, 140.5", ["140.5"]),
        ("140.5-", ["140.5"]),
        ("140.5-7-9", ["140.5", "140.6", "140.7"]),
        ("140.5 (partly)", ["140.5"]),
        ("140.0", []),
        ("140.5, 20255", ["140.5"]),
    ],
)
def test_what_can_be_read_in_two_ways_is_a_doubt(text, numbers):
    read = expand_numbers(text)

    assert read.numbers[: len(numbers)] == numbers
    assert read.doubts


def test_bare_numbers_belong_to_the_paragraph_that_is_named():
    assert expand_numbers("1, 2 and 5", paragraph="98").numbers == numbered(98, 1, 2, 5)


DASH = st.sampled_from(["-", "–", "—", " - ", "– ", " to ", "\u2011", "−", " à ", " a ", " al "])
COMMA = st.sampled_from([", ", "; ", ". ", ",", " and ", ", and ", " et ", " y ", ",\u00a0", ",\n", ";"])


@st.composite
def printed_lists(draw):
    """A set of numbers of one paragraph, printed in any of the forms."""
    paragraph = draw(st.integers(1, 250))
    places = sorted(draw(st.sets(st.integers(1, 300), min_size=1, max_size=60)))
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    entries = []
    for index, run in enumerate(runs):
        bare = index > 0 and draw(st.booleans())
        first = str(run[0]) if bare else f"{paragraph}.{run[0]}"
        last = str(run[-1]) if draw(st.booleans()) else f"{paragraph}.{run[-1]}"
        entries.append(first if len(run) == 1 else first + draw(DASH) + last)
    text = entries[0]
    for entry in entries[1:]:
        # "140.35. 7" would be a number with a point: bare numbers follow other separators.
        comma = draw(COMMA)
        text += (", " if comma == ". " and "." not in entry else comma) + entry
    return numbered(paragraph, *places), text + draw(st.sampled_from(["", ".", ";", " "]))


@given(printed_lists())
def test_what_is_printed_is_read_back(printed):
    numbers, text = printed

    read = expand_numbers(text)

    assert read.numbers == numbers
    assert read.doubts == []


@given(printed_lists())
def test_a_list_is_found_within_a_sentence(printed):
    numbers, text = printed

    found = find_number_lists(f"In 2024 (99.9%), we accept {text} – as was said.", {numbers[0].split(".")[0]})

    assert [number for each in found for number in each.numbers] == numbers


JUNK = st.text(st.sampled_from("0123456789.,;-–() abcéàtoyn\n\u00a0%"), max_size=200) | st.text(max_size=100)


@given(JUNK)
def test_nothing_makes_it_stumble_or_count_without_end(text):
    read = expand_numbers(text)
    found = find_number_lists(text, {"1", "14", "140"}, bare_paragraph="")

    assert len(read.numbers) <= MOST_IN_A_LIST
    assert len(set(read.numbers)) == len(read.numbers)
    assert all(0 <= each.start < each.end <= len(text) for each in found)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("In 2024, 99.9% of 140 cases under article 14.2 were closed.", []),
        ("Slovenia received 254 recommendations, of which 217 are supported.", []),
        ("We accept 140.1, 140.3-5 and wish to add 3 points.", numbered(140, 1, 3, 4, 5)),
        ("140.82-85, 87\nWe act.", numbered(140, 82, 83, 84, 85, 87)),
        ("recommendations 140.1 and 140.2, and recommendation 140.9 in part", numbered(140, 1, 2, 9)),
    ],
)
def test_only_numbers_of_recommendations_are_found_in_prose(text, numbers):
    found = find_number_lists(text, {"140"})

    assert [number for each in found for number in each.numbers] == numbers


def test_numbers_without_a_paragraph_count_after_the_word():
    text = "Recommendations Nos. 1–3, 7 are accepted, 5 others are not."

    assert find_number_lists(text, set(), bare_paragraph="")[0].numbers == ["1", "2", "3", "7"]
    assert find_number_lists(text, set()) == []
