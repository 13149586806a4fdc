"""The questionnaire on paper, and what the start page says."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from surveys.models import Survey
from surveys.paper import paper_of
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory
from surveys.tests.test_returning import page

FACTS = [
    "Who asks",
    "How long it takes",
    "Languages",
    "What you write in your own words is not published here. Only moderators read it.",
    "Answers about reprisals are sealed at once. Only safeguarding officers can read them, with a key that "
    "is not on this server.",
    "You may pass over questions, and stop at any time. Nothing counts before you send it.",
]


def test_the_whole_questionnaire_stands_on_paper(client, small):
    small.questions.filter(code="C").update(text="What do you do?")
    Survey.objects.filter(pk=small.pk).update(paper_address="UPR Info\nGeneva")
    text = client.get(page(small, "paper/")).text

    assert "What do you do?" in text and "Label b" in text and "Tick all that apply." in text
    assert "Asked only if the answer to A is “Yes”." in text
    assert "Do not answer this on paper" in text
    assert text.index("Send it in an envelope of its own") < text.index("E-mail address")
    assert "Geneva" in text and f"/surveys/{small.slug}/" in text


def test_the_text_file_says_the_same(client, small):
    answer = client.get(page(small, "paper.txt", "ar"))
    text = answer.content.decode("utf-8-sig")

    assert answer.headers["Content-Language"] == "ar"
    assert "[ ] Label a" in text and "____" in text
    assert all(line.startswith("\u200f") for line in text.splitlines() if line)


@pytest.mark.parametrize("where", ["paper/", "paper.txt"])
def test_paper_is_for_surveys_that_are_announced_or_open(client, client_of, moderator, where):
    assert client.get(page(SurveyFactory(open=True), where)).status_code == 200
    assert client.get(page(SurveyFactory(closed=True), where)).status_code in (302, 404)
    assert client.get(page(SurveyFactory(), where)).status_code == 404
    assert client_of(moderator).get(page(SurveyFactory(), where)).status_code == 200


def test_many_states_are_written_on_lines(reference, db):
    question = QuestionFactory(kind="states")

    (part,) = paper_of(question.survey)[0].asked[0].parts

    assert (part.boxes, part.lines) == ([], 2)


def test_a_question_says_when_it_is_to_be_answered(db):
    asked = QuestionFactory(code="A", kind="single", codes=["a", "b"])
    QuestionFactory(
        section=SectionFactory(survey=asked.survey), shown_if={"not": {"question": "A", "equals": "a"}}
    )

    (later,) = paper_of(asked.survey)[1].asked

    assert later.condition == "Asked only if the answer to A is not “Label a”."


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh-hans"])
def test_the_start_page_says_the_seven_facts(client, small, language):
    text = client.get(page(small, "", language)).text

    assert small.introduction in text
    with translation.override(language):
        assert [fact for fact in FACTS if gettext(fact) not in text] == []


def test_before_the_first_question_a_closed_survey_says_so(client, db):
    survey = SurveyFactory(closed=True)

    assert "<form" not in client.get(page(survey)).text
    assert client.get(page(survey, "1/")).status_code == 302
