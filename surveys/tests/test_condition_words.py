"""A condition is read as a sentence, in each language."""

import pytest
from django.conf import settings
from django.utils.translation import get_language

from surveys.condition_words import CLAUSES, LISTS, LISTS_WITHIN, SENTENCES, ConditionWords
from surveys.tests.factories import QuestionFactory

YES = {"question": "Q4", "equals": "yes"}
WOMEN = {"question": "Q2", "includes": "women"}
GIVEN = {"question": "Q6", "answered": True}


@pytest.fixture
def questions(db):
    return [
        QuestionFactory(code="Q4", kind="yes_no"),
        QuestionFactory(code="Q2", kind="multiple", codes=["women"]),
        QuestionFactory(code="Q6"),
        QuestionFactory(code="S", kind="state"),
    ]


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (None, "Always asked."),
        (YES, "Asked only if the answer to Q4 is “Yes”."),
        ({"not": YES}, "Asked only if the answer to Q4 is not “Yes”."),
        (WOMEN, "Asked only if the answers to Q2 include “Label women”."),
        ({"not": {"not": WOMEN}}, "Asked only if the answers to Q2 include “Label women”."),
        (GIVEN, "Asked only if Q6 was answered."),
        ({"not": GIVEN}, "Asked only if Q6 was not answered."),
        ({"all": [YES]}, "Asked only if the answer to Q4 is “Yes”."),
        (
            {"all": [YES, GIVEN]},
            "Asked only if all of these are true: the answer to Q4 is “Yes”; Q6 was answered.",
        ),
        (
            {"not": {"all": [YES, GIVEN]}},
            "Asked only if at least one of these is true: "
            "the answer to Q4 is not “Yes”; Q6 was not answered.",
        ),
        (
            {"any": [YES, {"all": [GIVEN, WOMEN]}]},
            "Asked only if at least one of these is true: the answer to Q4 is “Yes”; "
            "(all of these are true: Q6 was answered; the answers to Q2 include “Label women”).",
        ),
        ({"question": "Z", "equals": "z"}, "Asked only if the answer to Z is “z”."),
    ],
)
def test_a_condition_in_words(questions, condition, sentence):
    assert ConditionWords(questions, "en").sentence(condition) == sentence


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_every_kind_of_sentence_is_translated(questions, language):
    from django.utils.translation import override

    for table in (SENTENCES, CLAUSES, LISTS, LISTS_WITHIN):
        for text in table.values():
            with override("en"):
                english = str(text)
            with override(language):
                assert str(text) != english


def test_it_speaks_the_language_asked_for_and_leaves_the_readers_alone(questions):
    french = ConditionWords(questions, "fr").sentence(YES)

    assert french == "Posée seulement si la réponse à Q4 est «\xa0Oui\xa0»."
    assert get_language() == settings.LANGUAGE_CODE


def test_a_state_is_called_by_its_name(questions, reference, django_assert_num_queries):
    words = ConditionWords(questions, "en")

    with django_assert_num_queries(1):
        sentences = [words.sentence({"question": "S", "equals": code}) for code in ("KEN", "FRA")]

    assert sentences[0] == "Asked only if the answer to S is “Kenya”."
