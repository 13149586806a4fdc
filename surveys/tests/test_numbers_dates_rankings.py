"""What holds for all numbers, dates and rankings, however they are written."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from surveys.question_types.dates import EARLIEST, LATEST, date_from
from surveys.question_types.numbers import MOST_DIGITS, number_from
from surveys.question_types.rankings import ranked
from surveys.tests.factories import QuestionFactory
from surveys.tests.test_question_types import errors, form_of

DIGITS = {
    "Latin": "0123456789",
    "Arabic": "٠١٢٣٤٥٦٧٨٩",
    "Persian": "۰۱۲۳۴۵۶۷۸۹",
    "fullwidth": "０１２３４５６７８９",
}
scripts = some.sampled_from(sorted(DIGITS))
whole = some.integers(-(10**MOST_DIGITS) + 1, 10**MOST_DIGITS - 1)


def in_script(text: str, script: str) -> str:
    return text.translate(str.maketrans(DIGITS["Latin"], DIGITS[script]))


# Numbers ---------------------------------------------------------------------------------------


@given(whole, scripts, some.sampled_from(["", " ", "\u200f"]))
def test_a_whole_number_is_read_in_any_digits(number, script, around):
    read = number_from(around + in_script(str(number), script) + around)

    assert (read, type(read)) == (number, int)


@given(some.integers(-9999, 9999), some.integers(1, 99), some.sampled_from(".,٫，．"), scripts)
def test_point_and_comma_part_decimals(number, hundredths, mark, script):
    sign = "-" if number < 0 else ""

    read = number_from(in_script(f"{sign}{abs(number)}{mark}{hundredths:02}", script))

    assert read == pytest.approx((-1 if number < 0 else 1) * (abs(number) + hundredths / 100))


@given(some.integers(1_000_000, 10**12), some.sampled_from([",", ".", " ", "\u202f", "'", "’", "٬"]))
def test_thousands_may_be_set_apart_where_nobody_can_misread_them(number, mark):
    assert number_from(f"{number:,}".replace(",", mark)) == number


@pytest.mark.parametrize("text", ["1,234.5", "1.234,5", "1 234,5", "1’234.5"])
def test_thousands_and_decimals_together(text):
    assert number_from(text) == 1234.5


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12,500"])
def test_a_number_with_two_readings_is_asked_again(text):
    with pytest.raises(ValidationError, match="two ways"):
        number_from(text)


@given(some.text(max_size=30))
def test_whatever_is_typed_it_is_a_number_or_a_sentence(text):
    try:
        assert isinstance(number_from(text), int | float)
    except ValidationError as error:
        assert error.messages[0].endswith((".", "thousands."))


@pytest.mark.parametrize("text", ["5²", "1e5", "½", "12 %", "1 2", "--1", "1.2.3", "٣x"])
def test_what_is_no_number_is_not_guessed(text):
    with pytest.raises(ValidationError, match="Write a number in digits"):
        number_from(text)


def test_more_digits_than_json_keeps_are_not_taken():
    with pytest.raises(ValidationError, match="too many digits"):
        number_from("1" * 16)


@pytest.mark.parametrize(
    ("limits", "text", "said"),
    [
        ({"least": 1, "most": 9.5}, "10", "Write a number from 1 to 9.5."),
        ({"least": 1}, "0", "Write a number of 1 or more."),
        ({"most": 100}, "100.5", "Write a number of 100 or less."),
    ],
)
def test_the_limits_of_a_number_stand_beside_it_and_hold(db, limits, text, said):
    form = form_of("number", {"A": [text]}, **limits)

    assert said in errors(form)
    assert said in str(form["A"].help_text)
    assert not errors(form_of("number", {"A": ["5"]}, **limits))


def test_a_number_is_typed_on_a_keyboard_of_digits_unless_it_may_be_negative(db):
    assert 'inputmode="decimal"' in str(form_of("number", {}))
    assert 'inputmode="text"' in str(form_of("number", {}, least=-5))


def test_a_number_is_read_back_as_the_reader_writes_it(db):
    question = QuestionFactory(kind="number")

    with translation.override("fr"):
        assert list(question.type.words(question, {"number": 12.5})) == ["12,5"]


# Dates -----------------------------------------------------------------------------------------


@given(some.dates(date(EARLIEST, 1, 1), date(LATEST, 12, 31)), scripts)
def test_a_date_is_read_in_any_digits(day, script):
    assert date_from(*(in_script(str(part), script) for part in (day.day, day.month, day.year))) == day


@given(some.text(max_size=5), some.text(max_size=5), some.text(max_size=5))
def test_whatever_is_typed_it_is_a_date_or_a_sentence(day, month, year):
    try:
        assert EARLIEST <= date_from(day, month, year).year <= LATEST
    except ValidationError as error:
        assert error.messages[0].endswith(".")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["31", "", "2026"], "Give the day, the month and the year."),
        (["31", "2", "2026"], "This month has no day 31."),
        (["29", "2", "2025"], "This month has no day 29."),
        (["1", "13", "2026"], "from 1 to 12"),
        (["1", "1", "26"], "four digits"),
        (["1", "1", "1447"], "four digits, between 1900 and 2100"),
        (["first", "1", "2026"], "in digits"),
        (["²", "1", "2026"], "in digits"),
    ],
)
def test_an_impossible_date_is_told_in_words(db, typed, said):
    form = form_of("date", {"A": typed})

    assert said in errors(form)
    assert [f'value="{text}"' in str(form) for text in typed] == [True] * 3


def test_a_date_is_typed_into_three_labelled_fields(db):
    shown = str(form_of("date", {}))

    assert [f'<label for="id_A_{place}">' in shown for place in range(3)] == [True] * 3
    assert shown.count('autocomplete="off"') >= 3 and shown.count('inputmode="numeric"') == 3


# Rankings --------------------------------------------------------------------------------------

LABELS = {code: code.upper() for code in "abcdef"}


@given(some.permutations("abcdef"), some.integers(0, 6))
def test_places_without_tie_and_gap_are_the_order(order, places):
    given_places = {code: place for place, code in enumerate(order[:places], 1)}

    assert ranked(dict(sorted(given_places.items())), LABELS) == order[:places]


@given(some.dictionaries(some.sampled_from("abcdef"), some.integers(1, 6)))
def test_a_ranking_is_an_order_or_a_sentence(places):
    is_an_order = sorted(places.values()) == list(range(1, len(places) + 1))
    try:
        assert ranked(places, LABELS) == sorted(places, key=places.get) and is_an_order
    except ValidationError as error:
        assert not is_an_order and all(message.endswith((".", "1.")) for message in error.messages)


def test_ties_and_gaps_are_told_in_words():
    with pytest.raises(ValidationError) as tie:
        ranked({"a": 1, "b": 1, "c": 3}, LABELS)
    with pytest.raises(ValidationError) as gap:
        ranked({"a": 1, "c": 3}, LABELS)

    assert "Place 1 was given more than once: “A”, “B”." in tie.value.messages[0]
    assert "Nothing stands at place 2." in gap.value.messages[0]


@pytest.mark.parametrize("sent", [["c:1"], ["a:0"], ["a:3"], ["a"], ["a:x"]])
def test_a_place_that_is_not_offered_is_refused(db, sent):
    assert "Choose a place from the list." in errors(form_of("ranking", {"A": sent}))
