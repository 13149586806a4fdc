"""The page of results divided by a question: what it tells, and what two pages together do not."""

from random import Random

import pytest

from surveys.actions import close_survey, receive_answers
from surveys.results import NoDivision, facts_of, results_of
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory


@pytest.fixture
def divided_survey(db):
    """Who (three kinds of organisation), what they chose, whether, and what they tick."""
    survey = SurveyFactory(open=True)
    section = SectionFactory(survey=survey)
    QuestionFactory(section=section, kind="single", code="WHO", codes=["ngo", "nhri", "state"])
    QuestionFactory(section=section, kind="yes_no", code="YES")
    QuestionFactory(section=section, kind="multiple", code="TICK", codes=["a", "b", "c"])
    QuestionFactory(section=section, kind="text", code="SAY")
    return survey


def fill(survey, people: int = 90, seed: int = 1) -> None:
    random = Random(seed)  # noqa: S311
    for _ in range(people):
        values = {"WHO": {"choices": [random.choices(["ngo", "nhri", "state"], [60, 30, 10])[0]]}}
        if random.random() < 0.8:
            values["YES"] = {"choices": [random.choice(["yes", "yes", "no"])]}
        ticked = [code for code in "abc" if random.random() < 0.5]
        if ticked:
            values["TICK"] = {"choices": ticked}
        if random.random() < 0.6:
            values["SAY"] = {"text": "Said"}
        receive_answers(survey, values=values, language="en")


def by_group(survey, by: str, code: str) -> dict:
    facts = facts_of(results_of(survey, by=by), "en")
    groups = [group["code"] for group in facts["by"]["groups"]]
    question = next(one for one in facts["questions"] if one["code"] == code)
    return {
        (row["code"], group): cell["count"]
        for row in question["by"] or []
        for group, cell in zip(groups, row["cells"], strict=True)
    }


def counted(survey, by: str, code: str) -> dict:
    found: dict = {}
    for response in survey.responses.prefetch_related("answers__question"):
        values = {answer.question.code: answer.value for answer in response.answers.all()}
        group = values[by]["choices"][0]
        for chosen in values.get(code, {}).get("choices", [""]):
            found[chosen, group] = found.get((chosen, group), 0) + 1
    return found


@pytest.mark.parametrize("code", ["YES", "TICK"])
def test_cells_are_counts_of_people_of_the_group(divided_survey, code):
    fill(divided_survey)

    shown, true = by_group(divided_survey, "WHO", code), counted(divided_survey, "WHO", code)

    told = {place: count for place, count in shown.items() if count is not None}
    assert len(told) >= 3
    assert told == {place: true.get(place, 0) for place in told}
    assert all(count == 0 or count >= 5 for count in told.values())


@pytest.mark.parametrize("seed", range(6))
def test_two_pages_of_the_same_two_questions_tell_the_same(divided_survey, seed):
    fill(divided_survey, 60, seed)

    one, other = by_group(divided_survey, "WHO", "YES"), by_group(divided_survey, "YES", "WHO")

    assert {(b, a): count for (a, b), count in other.items() if a in ("ngo", "nhri", "state") and b} == {
        (a, b): count for (a, b), count in one.items() if a and b in ("ngo", "nhri", "state")
    } or not (one and other)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_left_out_cannot_be_had_by_taking_groups_from_the_whole(divided_survey, seed):
    fill(divided_survey, 60, seed)
    whole = {
        question["code"]: {row["code"]: row["count"] for row in question["rows"]}
        for question in facts_of(results_of(divided_survey), "en")["questions"]
    }

    for code in ("YES", "TICK"):
        shown = by_group(divided_survey, "WHO", code)
        groups = len({group for _row, group in shown})
        for row, total in whole[code].items():
            hidden = [place for place, count in shown.items() if place[0] == row and count is None]
            if total is not None and groups == 3:
                assert len(hidden) != 1, (code, row)


def test_what_was_asked_after_a_hidden_cell_is_not_divided(divided_survey):
    follow = SectionFactory(survey=divided_survey)
    QuestionFactory(section=follow, kind="text", code="WHY", shown_if={"question": "YES", "equals": "no"})
    for group, says, people in [("ngo", "no", 9), ("ngo", "yes", 20), ("nhri", "no", 2), ("nhri", "yes", 20)]:
        for _ in range(people):
            values = {"WHO": {"choices": [group]}, "YES": {"choices": [says]}}
            values |= {"WHY": {"text": "So"}} if says == "no" else {}
            receive_answers(divided_survey, values=values, language="en")

    assert by_group(divided_survey, "WHO", "YES")["no", "nhri"] is None
    assert by_group(divided_survey, "WHO", "WHY") == {}


def test_no_shares_of_groups_below_twenty(divided_survey):
    fill(divided_survey, 90)
    facts = facts_of(results_of(divided_survey, by="WHO"), "en")

    people = [group["people"] for group in facts["by"]["groups"]]
    shares = [cell["percent"] for row in facts["questions"][1]["by"] for cell in row["cells"]]

    assert any(share is not None for share in shares)
    for place, n in enumerate(people):
        column = [row["cells"][place]["percent"] for row in facts["questions"][1]["by"]]
        assert n >= 20 or set(column) == {None}


@pytest.mark.parametrize("code", ["TICK", "SAY", "NOTHING"])
def test_only_one_answer_a_person_makes_groups(divided_survey, code):
    fill(divided_survey, 10)

    with pytest.raises(NoDivision):
        results_of(divided_survey, by=code)


def test_reprisals_divide_nothing_and_are_not_divided(survey):
    for _ in range(12):
        receive_answers(
            survey,
            values={"Q1": {"choices": ["nhri"]}, "Q19": {"choices": ["yes"], "comment": "They came"}},
            language="en",
        )

    facts = facts_of(results_of(survey, by="Q1"), "en")

    assert "Q19" not in {one["code"] for one in facts["dividers"]}
    with pytest.raises(NoDivision):
        results_of(survey, by="Q19")
    sealed = next(one for one in facts["questions"] if one["code"] == "Q19")
    assert (sealed["rows"], sealed["by"]) == ([], None)


def test_more_than_twelve_choices_make_no_groups(db):
    survey = SurveyFactory(open=True)
    section = SectionFactory(survey=survey)
    QuestionFactory(section=section, kind="single", code="A", codes=[f"c{n}" for n in range(12)])
    QuestionFactory(section=section, kind="single", code="B", codes=[f"c{n}" for n in range(13)])
    for _ in range(5):
        receive_answers(survey, values={"A": {"choices": ["c1"]}}, language="en")

    assert [one["code"] for one in facts_of(results_of(survey), "en")["dividers"]] == ["A"]


def test_a_state_divides_by_its_regional_group(reference):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="state", code="S")
    QuestionFactory(section__survey=survey, kind="yes_no", code="Y")
    for state, says in [("KEN", "yes")] * 10 + [("GHA", "no")] * 9 + [("FRA", "yes")] * 12:
        receive_answers(survey, values={"S": {"choices": [state]}, "Y": {"choices": [says]}}, language="en")

    assert by_group(survey, "S", "Y")["no", "AFRICA"] == 9


@pytest.mark.parametrize("rows", [1, 3])
def test_a_divided_page_asks_the_same_queries_for_one_question_and_three(db, rows, django_assert_num_queries):
    survey = SurveyFactory(open=True)
    section = SectionFactory(survey=survey)
    for number in range(rows + 1):
        QuestionFactory(section=section, kind="single", code=f"A{number}", codes=["a", "b"])
    for _ in range(rows * 6):
        receive_answers(survey, values={"A0": {"choices": ["a"]}, "A1": {"choices": ["b"]}}, language="en")

    with django_assert_num_queries(4):
        facts_of(results_of(survey, by="A0"), "en")


# The page


def address(survey) -> str:
    return f"/en/surveys/{survey.slug}/results/"


def test_the_page_is_divided_by_its_address_and_says_so(client, moderator, divided_survey):
    fill(divided_survey)
    close_survey(divided_survey, by=moderator)

    page = client.get(address(divided_survey), {"by": "WHO"})

    assert page.status_code == 200
    assert '<option value="WHO" selected' in page.text
    assert '<table class="groups">' in page.text


@pytest.mark.parametrize("query", [{"by": "NOTHING"}, {"by": "SAY"}, {"by": "x' or 1=1"}])
def test_an_address_that_divides_by_nothing_says_which_questions_may(
    client, moderator, divided_survey, query
):
    fill(divided_survey, 10)
    close_survey(divided_survey, by=moderator)

    page = client.get(address(divided_survey), query)

    assert page.status_code == 404 and "These questions can:" in page.text
    assert '<a href="?by=WHO">' in page.text and "10 people answered" in page.text


def test_where_groups_would_tell_too_much_all_people_are_shown_together(client, moderator, divided_survey):
    for group, people in [("ngo", 5), ("nhri", 1)]:
        for _ in range(people):
            receive_answers(divided_survey, values={"WHO": {"choices": [group]}}, language="en")
    close_survey(divided_survey, by=moderator)

    page = client.get(address(divided_survey), {"by": "WHO"}).text

    assert "People cannot be shown by this question" in page


def test_results_of_a_closed_survey_are_kept_and_of_an_open_one_never(
    client, client_of, moderator, divided_survey, django_assert_max_num_queries
):
    fill(divided_survey, 10)
    assert "10 people answered" in client_of(moderator).get(address(divided_survey)).text
    fill(divided_survey, 5)
    assert "15 people answered" in client_of(moderator).get(address(divided_survey)).text

    close_survey(divided_survey, by=moderator)
    first = client.get(address(divided_survey)).text
    with django_assert_max_num_queries(2):
        assert client.get(address(divided_survey)).text == first


def test_a_long_survey_is_shown_in_parts(client, moderator, db):
    survey = SurveyFactory(open=True)
    for _ in range(3):
        section = SectionFactory(survey=survey)
        for _ in range(25):
            QuestionFactory(section=section, kind="yes_no")
    for _ in range(5):
        receive_answers(survey, values={}, language="en")
    close_survey(survey, by=moderator)

    pages = [client.get(address(survey), {"part": part}) for part in (1, 2, 6, 7, "x")]

    assert [page.status_code for page in pages] == [200, 200, 200, 404, 200]
    assert [page.text.count("<section>") for page in pages[:3]] == [20, 5, 5]
