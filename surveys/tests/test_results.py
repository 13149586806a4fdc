"""What may be shown of what was found."""

import json
from datetime import date

import pytest

from accounts.tests.factories import UserFactory
from surveys.actions import close_survey, receive_answers
from surveys.demo import seed_2021_survey, seed_open_survey
from surveys.models import Survey
from surveys.results import facts_of, results_of
from surveys.results.counting import count_asked, count_values
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory


def choices(*codes: str) -> dict:
    return {"choices": list(codes)}


def answered(survey, code: str, counts: dict[str, int], language: str = "en") -> None:
    for choice, people in counts.items():
        for _ in range(people):
            receive_answers(survey, values={code: choices(choice)}, language=language)


def rows_of(survey, code: str) -> dict[str, tuple]:
    question = next(q for q in facts_of(results_of(survey), "en")["questions"] if q["code"] == code)
    return {row["code"]: (row["count"], row["percent"], row["why"]) for row in question["rows"]}


@pytest.fixture
def asked(db) -> Survey:
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="single", code="A", codes=["a", "b", "c"])
    return survey


def test_four_answers_say_nothing_and_five_do(asked):
    answered(asked, "A", {"a": 4})
    assert results_of(asked).is_silent
    assert facts_of(results_of(asked), "en")["questions"] == []

    answered(asked, "A", {"a": 1})

    assert rows_of(asked, "A")["a"] == (5, None, "")


def test_the_same_choice_in_three_languages_is_one(asked):
    for language in ("en", "fr", "es"):
        answered(asked, "A", {"a": 7}, language)

    assert rows_of(asked, "A") == {"a": (21, 100, ""), "b": (0, 0, ""), "c": (0, 0, "")}


def test_a_small_count_is_not_shown_nor_one_that_gives_it_away(asked):
    answered(asked, "A", {"a": 30, "b": 9, "c": 2})

    assert rows_of(asked, "A") == {"a": (30, 73, ""), "b": (None, None, "hidden"), "c": (None, None, "few")}


def test_several_choices_are_counted_by_people(db):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="multiple", code="A", codes=["a", "b"])
    for _ in range(20):
        receive_answers(survey, values={"A": choices("a", "b")}, language="en")

    assert rows_of(survey, "A") == {"a": (20, 100, ""), "b": (20, 100, "")}


def test_states_are_counted_by_region_and_named_from_ten_people(reference):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, kind="states", code="A")
    for states in [("KEN", "GHA")] * 10 + [("FRA",)] * 4 + [("BRA",)] * 6:
        receive_answers(survey, values={"A": choices(*states)}, language="en")

    (question,) = facts_of(results_of(survey), "en")["questions"]

    found = {row["code"]: (row["count"], row["why"]) for row in question["rows"]}
    assert found["AFRICA"] == (10, "")
    assert found["GRULAC"] == (6, "")
    assert found["WEOG"] == (None, "few")
    assert [state["iso3"] for state in question["states"]] == ["GHA", "KEN"]


def test_a_question_asked_after_a_hidden_answer_is_silent_too(asked):
    section = SectionFactory(survey=asked)
    QuestionFactory(section=section, kind="yes_no", code="B", shown_if={"question": "A", "equals": "b"})
    answered(asked, "A", {"a": 30, "c": 2})
    for _ in range(9):
        receive_answers(asked, values={"A": choices("b"), "B": choices("yes")}, language="en")

    results = {q["code"]: q["result"] for q in facts_of(results_of(asked), "en")["questions"]}

    assert rows_of(asked, "A")["b"] == (None, None, "hidden")
    assert results["B"] == "silent"


def test_texts_are_counted_and_never_shown(client, moderator, db):
    survey = SurveyFactory(open=True)
    QuestionFactory(section__survey=survey, code="A")
    for _ in range(5):
        receive_answers(survey, values={"A": {"text": "the northern valley"}}, language="en")
    close_survey(survey, by=moderator)

    page = client.get(f"/en/surveys/{survey.slug}/results/").text

    assert "5 people wrote an answer" in page
    assert "northern valley" not in page


def test_labels_come_in_the_language_asked_for_or_say_which_one_they_are_in(survey):
    answered(survey, "Q16", {"some": 5})

    in_french, in_russian = (
        facts_of(results_of(survey), language)["questions"][15] for language in ("fr", "ru")
    )

    assert in_french["rows"][0]["label"] == {"text": "Oui, toutes", "language": "fr"}
    assert in_russian["rows"][0]["label"] == {"text": "Yes, all of them", "language": "en"}


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ({}, Survey.State.CLOSED, 200),
        ({}, Survey.State.OPEN, 403),
        ({}, Survey.State.DRAFT, 404),
        ({"analyst": True}, Survey.State.OPEN, 403),
        ({"moderator": True}, Survey.State.OPEN, 200),
    ],
)
def test_who_sees_results_and_when(client_of, db, who, state, status):
    survey = SurveyFactory(state=state)

    assert client_of(UserFactory(**who)).get(f"/en/surveys/{survey.slug}/results/").status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_results_ask_the_same_queries_for_one_question_and_three(db, rows, django_assert_num_queries):
    survey = SurveyFactory(open=True)
    section = SectionFactory(survey=survey)
    for number in range(rows):
        QuestionFactory(section=section, kind="single", code=f"A{number}", codes=["a", "b"])
    for _ in range(rows * 5):
        receive_answers(survey, values={"A0": choices("a")}, language="en")

    with django_assert_num_queries(4):
        facts_of(results_of(survey), "en")


def test_the_survey_of_2021_gives_the_published_figures(moderator, reference, client):
    survey = seed_2021_survey(by=moderator)

    facts = facts_of(results_of(survey), "en")

    keep = rows_of(survey, "Q16")["all"][0] + rows_of(survey, "Q16")["some"][0]
    assert facts["responses"] == 123
    assert rows_of(survey, "Q1")["national-ngo"][0] > 123 / 2
    assert round(100 * keep / 123) == 79
    assert facts["is_generated"]
    assert json.loads(json.dumps(facts)) == facts
    assert "made up" in client.get("/en/surveys/june-2021/results/").text


def test_the_open_example_is_open_and_the_same_each_time(moderator, reference):
    survey = seed_open_survey(by=moderator, today=date.today())

    assert survey.is_open
    assert results_of(survey).responses == 31
    assert survey.responses.filter(language="ar").count() == 5


def test_results_and_their_charts_are_arabic_for_readers_of_arabic(moderator, reference):
    survey = seed_2021_survey(by=moderator)

    facts = facts_of(results_of(survey), "ar")

    written = [facts["title"]]
    for question in facts["questions"]:
        written += [question["text"], question["section"], *(row["label"] for row in question["rows"])]
    assert [text for text in written if text["language"] != "ar"] == []
    assert survey.languages == ["en", "fr", "es"]


def test_the_page_of_a_closed_survey_invites_nobody_to_answer_in_another_language(db, client):
    closed, running = SurveyFactory(closed=True, languages=["fr"]), SurveyFactory(open=True, languages=["fr"])

    pages = [client.get(survey.get_absolute_url()).text for survey in (closed, running)]

    assert ["You may answer in any language." in page for page in pages] == [False, True]


def test_shares_are_written_as_the_language_writes_them(reference, moderator, client):
    seed_2021_survey(by=moderator)

    addresses = [f"/{language}/surveys/june-2021/results/" for language in ("en", "fr")]
    english, french = (client.get(address).text for address in addresses)

    assert '<td class="figure">54%</td>' in english
    assert '<td class="figure">54\N{NO-BREAK SPACE}%</td>' in french


CONDITIONS = [
    {"question": "A", "equals": "a"},
    {"not": {"question": "A", "equals": "a"}},
    {"question": "A", "answered": False},
    {"question": "B", "includes": "two"},
    {"question": "T", "answered": True},
    {"any": [{"question": "T", "answered": False}, {"not": {"question": "T", "answered": False}}]},
    {"all": [{"question": "A", "answered": True}, {"question": "B", "answered": True}]},
    {"any": [{"question": "A", "equals": "b"}, {"not": {"question": "T", "answered": True}}]},
]


def test_who_was_asked_is_counted_as_if_person_by_person(survey):
    section = SectionFactory(survey=survey)
    earlier = [
        QuestionFactory(section=section, kind="single", code="A", codes=["a", "b"], offers_other=True),
        QuestionFactory(section=section, kind="multiple", code="B", codes=["one", "two"]),
        QuestionFactory(section=section, kind="text", code="T"),
    ]
    later = [QuestionFactory(section=section, kind="yes_no", shown_if=condition) for condition in CONDITIONS]
    sheets = [
        {"A": choices("a"), "B": choices("one", "two")},
        {"A": choices("b"), "T": {"text": "Why"}},
        {"A": choices("other") | {"other": "Both"}, "B": choices("two")},
        {"B": choices("one"), "T": {"text": "Because"}},
        {},
    ]
    for values in sheets:
        receive_answers(survey, values=values, language="en")

    questions = [*earlier, *later]
    asked = count_asked(survey, questions, len(sheets), count_values(questions, None))

    assert asked == {one.pk: sum(one.is_shown(values) for values in sheets) for one in questions}
