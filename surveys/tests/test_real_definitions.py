"""Real questionnaires of other programs, one by one: read, or refused with a reason."""

import pytest

from recommendations.documents.unreadable import Unreadable
from surveys.conditions import leaves
from surveys.definitions.families import read_definition

pytestmark = pytest.mark.real_data

FOLDER = "survey-definitions"
# File: questions and languages, counted in the file by hand.
READ = {
    "Better_Sample_Survey.qsf": (42, {"en"}),
    "Survey_Logic_EVERYWHERE.qsf": (7, {"en"}),
    "all-question-types-v2024091201-3.xlsx": (73, {"en"}),
    "all_types_survey.tsv": (28, {"en"}),
    "all_types_survey.xlsx": (28, {"en"}),
    "blank-survey.lss": (1, {"en"}),
    "complex_survey.tsv": (8, {"en"}),
    "good_eats_multilang.xls": (8, {"en", "fr"}),
    "multilingual_survey.tsv": (4, {"en", "es"}),
    "rse-nl-questions_to_import.txt": (68, {"en"}),
    "socio-economic-survey-v20240515.xlsx": (15, {"en", "fr"}),
    "survey-one-question-two-languages.lss": (1, {"en"}),
    "testB.tsv": (40, {"en"}),
    "tutorial.xls": (9, {"en"}),
    "validation_relevance_survey.tsv": (11, {"en"}),
}
REFUSED = {
    "bad_calc.xlsx": "only: calculate",
    "calculate.xls": "only: calculate",
    "rse-nl-questions.csv": "no questionnaire",
    "rse-uk-questions.csv": "no questionnaire",
    "Sample_Survey.csv": "no questionnaire",
}


def test_every_file_is_read_or_refused_with_a_reason(real_data):
    files = sorted((real_data / FOLDER).iterdir())
    refused = set()

    for file in files:
        try:
            reading = read_definition(file.read_bytes(), language="en")
        except Unreadable as reason:
            refused.add(file.name)
            assert str(reason).endswith("."), file.name
            continue
        check(reading, file.name)

    assert len(files) >= 40
    assert REFUSED.keys() <= refused
    assert {name for name in refused if not name.endswith(".csv")} == {"bad_calc.xlsx", "calculate.xls"}


def check(reading: dict, name: str) -> None:
    """What must hold of every reading: each question depends only on earlier sections, codes are unique."""
    before: set[str] = set()
    for section in reading["sections"]:
        for question in section["questions"]:
            assert {leaf["question"] for leaf in leaves(question.get("shown_if"))} <= before, name
            codes = [choice["code"] for choice in question.get("choices", [])]
            assert len(codes) == len(set(codes)), name
        here = [question["code"] for question in section["questions"]]
        assert len(here) == len(set(here)) and not before & set(here), name
        before |= set(here)


@pytest.mark.parametrize(("name", "expected"), READ.items())
def test_the_questions_and_languages_of_a_file_are_those_that_were_counted(real_data, name, expected):
    reading = read_definition((real_data / FOLDER / name).read_bytes(), language="en")

    count, languages = expected
    assert sum(len(section["questions"]) for section in reading["sections"]) == count
    assert set(reading["languages"]) == languages


@pytest.mark.parametrize(("name", "says"), REFUSED.items())
def test_a_broken_file_says_why(real_data, name, says):
    with pytest.raises(Unreadable, match=says):
        read_definition((real_data / FOLDER / name).read_bytes(), language="en")


def test_the_socio_economic_survey_keeps_its_conditions_and_languages(real_data):
    file = real_data / FOLDER / "socio-economic-survey-v20240515.xlsx"
    reading = read_definition(file.read_bytes(), language="en")

    asked = {
        question["code"]: question for section in reading["sections"] for question in section["questions"]
    }
    assert asked["internetType"]["shown_if"] == {"question": "internetHH", "equals": "1"}
    assert asked["region"]["text"] == {"en": "Region", "fr": "Région"}
    assert len(asked["district"]["choices"]) == 32
    assert asked["healthFacility"]["most"] == 3
