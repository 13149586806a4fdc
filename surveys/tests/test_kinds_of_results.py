"""How numbers, dates, rankings and files add up, and what is never told of them."""

from datetime import date, timedelta

import pytest

from surveys.actions import receive_answers
from surveys.results import facts_of, results_of
from surveys.results.bands import date_bands, date_in_words, in_words, number_bands
from surveys.suppression import quantile
from surveys.tests.factories import QuestionFactory, SurveyFactory


def asked(kind: str, **more):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind=kind, code="A", **more)
    return survey


def answered(survey, *values: dict) -> None:
    for value in values:
        receive_answers(survey, values={"A": value}, language="en")


def result_of(survey) -> dict:
    (question,) = facts_of(results_of(survey), "en")["questions"]
    return question


def counts(question: dict) -> dict:
    return {row["code"]: row["count"] for row in question["rows"]}


# Numbers


def test_numbers_are_counted_in_bands_with_enough_people_and_open_ends(db):
    survey = asked("number")
    answered(survey, *({"number": number} for number in [1] + [3] * 6 + [4] * 5 + [9] * 7 + [1000]))

    question = result_of(survey)

    assert all(count >= 5 for count in counts(question).values())
    assert sum(counts(question).values()) == 20
    assert "1000" not in str(question)
    assert question["rows"][0]["code"].startswith(":")
    assert question["rows"][-1]["code"].endswith(":")


def test_a_median_is_told_of_ten_people_and_quartiles_of_twenty(db):
    survey = asked("number")
    answered(survey, *[{"number": 7}] * 9)
    assert result_of(survey)["figures"] == {}

    answered(survey, {"number": 7})
    assert result_of(survey)["figures"] == {"median": 7}

    answered(survey, *[{"number": 7}] * 10)
    assert result_of(survey)["figures"] == {"lower": 7, "median": 7, "upper": 7}


def test_nobodys_own_number_is_a_figure():
    numbers = [(float(number), 1) for number in range(100_003, 140_003, 1_001)]

    found = quantile(numbers, 0.5, 5)

    assert found not in {number for number, _people in numbers}
    assert found == 120_000


def test_who_prefers_not_to_say_a_number_is_counted_apart(db):
    survey = asked("number", offers_decline=True)
    answered(survey, *[{"number": 2}] * 12, *[{"number": 50}] * 12, *[{"choices": ["declined"]}] * 6)

    question = result_of(survey)

    assert question["base"] == 30
    assert counts(question)["declined"] == 6
    assert question["rows"][-1]["label"]["text"] == "I prefer not to say"


def test_few_numbers_say_nothing(db):
    survey = asked("number")
    answered(survey, *[{"number": 2}] * 4)
    answered(survey, {})

    assert result_of(survey)["result"] == "silent"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (":9", "9 or below"),
        ("10:19", "10 to 19"),
        ("4:4", "4"),
        ("20:", "20 or above"),
        ("0.5<1", "0.5 to below 1"),
    ],
)
def test_bands_have_words(code, words):
    assert in_words(code) == words


@pytest.mark.parametrize("numbers", [[5.0] * 40, [0.0] * 20 + [0.25] * 20, [-30.0] * 9 + [30.0] * 9])
def test_every_number_is_in_a_band(numbers):
    counted = [(number, numbers.count(number)) for number in sorted(set(numbers))]

    codes, band_of = number_bands(counted, 5)

    assert {band_of(number) for number in numbers} <= set(codes)
    assert len(codes) <= 13


# Dates


def test_dates_are_counted_by_month_where_they_lie_close_and_by_year_otherwise():
    days = [date(2026, 1, 10) + timedelta(days=30 * (number % 6)) for number in range(60)]
    by_month, _band = date_bands([(day, days.count(day)) for day in sorted(set(days))], 5)
    days = [date(2001 + number % 20, 5, 1) for number in range(120)]
    by_year, _band = date_bands([(day, days.count(day)) for day in sorted(set(days))], 5)

    assert by_month[1] == "2026-02:2026-02"
    assert by_year[1] == "2002:2002"
    assert date_in_words(by_month[0]) == "until January 2026"
    assert date_in_words(by_year[-1]) == "from 2020 on"


def test_a_lone_early_date_is_not_told(db):
    survey = asked("date")
    answered(survey, {"date": "1931-05-06"}, *[{"date": "2024-03-01"}] * 9, *[{"date": "2025-03-01"}] * 9)

    question = result_of(survey)

    assert "1931" not in str(question)
    assert sum(counts(question).values()) == 19


# Rankings


@pytest.fixture
def ranked(db):
    survey = asked("ranking", codes=["a", "b", "c", "d"])
    answered(
        survey,
        *[{"ranking": ["a", "b", "c", "d"]}] * 12,
        *[{"ranking": ["b", "d", "a", "c"]}] * 9,
        *[{"ranking": ["c", "a", "b", "d"]}] * 2,
    )
    return survey


def test_a_ranking_tells_first_places_and_hides_small_ones_with_another(ranked):
    question = result_of(ranked)

    assert question["result"] == "ranking"
    assert counts(question) == {"a": 12, "b": None, "c": None, "d": 0}


def test_a_ranking_tells_who_is_among_the_first_three_without_giving_small_steps_away(ranked):
    rows = {row["code"]: row["among_first"]["count"] for row in result_of(ranked)["rows"]}

    assert rows["a"] == 23
    assert rows["d"] == 9
    assert rows["b"] is None


def test_a_mean_place_is_told_only_of_what_twenty_people_ranked_and_the_first_place_of_which_is_told(ranked):
    means = {row["code"]: row["mean"] for row in result_of(ranked)["rows"]}

    assert means["a"] == 1.9
    assert means["b"] is None


def test_who_ranked_some_only_counts_with_those(db):
    survey = asked("ranking", codes=["a", "b", "c", "d"])
    answered(survey, *[{"ranking": ["b"]}] * 25, *[{"ranking": ["a", "b"]}] * 6)

    question = result_of(survey)

    assert counts(question) == {"a": 6, "b": 25, "c": 0, "d": 0}
    assert {row["code"]: row["mean"] for row in question["rows"]}["a"] is None


# Files


@pytest.mark.parametrize(("people", "result", "base"), [(4, "silent", None), (5, "files", 5)])
def test_files_are_counted_by_people_and_nothing_else_is_told(db, people, result, base):
    survey = asked("file")
    attached = {"files": [{"id": "x", "name": "my-name.pdf", "type": "application/pdf", "size": 1}]}
    answered(survey, *[attached] * people, *[{}] * 5)

    question = result_of(survey)

    assert (question["result"], question["base"]) == (result, base)
    assert "my-name" not in str(question)


def test_how_many_were_asked_stands_beside_how_many_answered(db):
    survey = asked("single", codes=["a", "b"])
    QuestionFactory(section__survey=survey, kind="text", code="B", shown_if={"question": "A", "equals": "a"})
    for number in range(30):
        values = {"A": {"choices": ["a" if number < 20 else "b"]}}
        receive_answers(survey, values=values | ({"B": {"text": "Yes"}} if number < 8 else {}), language="en")
    results = {result.question.code: result for result in results_of(survey).questions}

    assert (results["A"].asked, results["A"].base) == (30, 30)
    assert (results["B"].asked, results["B"].base) == (20, 8)


def test_a_condition_of_two_tests_does_not_tell_how_few_fulfil_both(db):
    survey = asked("single", codes=["a", "b"])
    QuestionFactory(section__survey=survey, kind="single", code="B", codes=["c", "d"])
    both = {"all": [{"question": "A", "equals": "a"}, {"question": "B", "equals": "c"}]}
    QuestionFactory(section__survey=survey, kind="text", code="C", shown_if=both)
    for number in range(40):
        values = {
            "A": {"choices": ["a" if number < 22 else "b"]},
            "B": {"choices": ["c" if number < 20 else "d"]},
        }
        receive_answers(survey, values=values | {"C": {"text": "Yes"}}, language="en")

    results = {result.question.code: result for result in results_of(survey).questions}

    assert results["B"].cells is not None
    assert results["C"].asked is None, "two people are a and not c"
