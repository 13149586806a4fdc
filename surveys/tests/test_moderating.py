"""What moderators do with a survey: read what people wrote, and give it a later end."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from surveys.actions import close_survey, prolong_survey, receive_answers
from surveys.models import Survey
from surveys.results import free_answers_of
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory
from upr_portal.states import WrongState

ENOUGH = 5


@pytest.fixture
def asked(db) -> Survey:
    """A text, a choice with "Other" and a comment, and a text that only some are asked."""
    survey = SurveyFactory(open=True)
    section = SectionFactory(survey=survey)
    QuestionFactory(section=section, kind="text", code="T")
    QuestionFactory(
        section=section, kind="single", code="C", codes=["a", "b"], offers_other=True, invites_comment=True
    )
    QuestionFactory(
        section=SectionFactory(survey=survey),
        kind="text",
        code="D",
        shown_if={"question": "C", "equals": "a"},
    )
    return survey


def answered(survey: Survey, people: int, language: str = "en", **values: dict) -> None:
    for number in range(people):
        numbered = {
            code: {
                part: f"{said} {number}" if isinstance(said, str) else said for part, said in value.items()
            }
            for code, value in values.items()
        }
        receive_answers(survey, values=numbered, language=language)


def counts(survey: Survey) -> dict[str, int | None]:
    return {one.name: one.count for one in free_answers_of(survey)}


def texts(survey: Survey, name: str) -> list[str]:
    chosen = next(one for one in free_answers_of(survey) if one.name == name)
    return [text for text, _language in chosen.texts()]


def address(survey: Survey) -> str:
    return reverse("surveys:free_answers", args=[survey.slug])


def test_texts_are_read_by_question_from_the_threshold_on(asked):
    answered(asked, ENOUGH, T={"text": "Said"}, C={"choices": ["b"], "comment": "Because"})
    answered(asked, ENOUGH - 1, C={"choices": ["other"], "other": "Rare"})

    assert counts(asked) == {"T": 5, "C.other": None, "C.comment": 5, "D": None}
    assert sorted(texts(asked, "T")) == [f"Said {number}" for number in range(5)]


def test_other_is_read_where_enough_people_wrote_it(asked):
    answered(asked, ENOUGH, C={"choices": ["other"], "other": "Ours"})

    assert counts(asked)["C.other"] == 5


@pytest.mark.parametrize(("people", "is_there"), [(ENOUGH - 1, False), (ENOUGH, True)])
def test_what_follows_a_hidden_answer_is_hidden_too(asked, people, is_there):
    answered(asked, people, C={"choices": ["a"]}, D={"text": "Deep"})
    answered(asked, 10, C={"choices": ["b"]})

    assert ("D" in counts(asked)) is is_there


def test_below_the_threshold_nothing_is_there(asked):
    answered(asked, ENOUGH - 1, T={"text": "Said"})

    assert counts(asked) == {}


def test_the_same_people_stand_in_another_order_at_each_question(asked):
    answered(asked, 30, T={"text": "x"}, C={"choices": ["other"], "other": "x", "comment": "x"})

    orders = {tuple(texts(asked, name)) for name in ("T", "C.other", "C.comment")}

    assert len(orders) == 3
    assert tuple(f"x {number}" for number in range(30)) not in orders


def test_sealed_and_detached_answers_are_no_free_answers(survey):
    sheet = {"Q4": {"choices": ["no"]}, "Q19": {"choices": ["yes"], "comment": "They came"}}
    answered(survey, ENOUGH, **sheet, Q20={"name": "Ann", "organisation": "", "email": "ann@example.org"})
    close_survey(survey)

    names = counts(survey)

    assert "Q6" in names, "what is shown at all"
    assert not {"Q19", "Q19.comment", "Q20"} & names.keys()


def test_a_text_is_shown_in_its_language_as_it_was_written(asked, client_of, moderator):
    answered(asked, ENOUGH, language="ar", T={"text": "<b>قلنا</b>"})
    close_survey(asked)

    page = client_of(moderator).get(address(asked), {"question": "T"}).text

    assert '<blockquote lang="ar" dir="rtl"><p>&lt;b&gt;قلنا&lt;/b&gt;' in page


@pytest.mark.parametrize("question", ["D", "C.other", "Q19", "nothing"])
def test_what_is_not_shown_cannot_be_asked_for(asked, client_of, moderator, question):
    answered(asked, ENOUGH, T={"text": "Said"})
    answered(asked, 1, C={"choices": ["other"], "other": "Rare"})
    close_survey(asked)

    assert client_of(moderator).get(address(asked), {"question": question}).status_code == 404


def test_texts_cost_the_same_queries_however_many_there_are(asked, client_of, moderator):
    client, spent = client_of(moderator), []
    answered(asked, ENOUGH, T={"text": "Said"})
    close_survey(asked)
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address(asked), {"question": "T"})
        spent.append(len(queries))
        Survey.objects.filter(pk=asked.pk).update(state=Survey.State.OPEN)
        answered(asked, 15, T={"text": "More"})
        Survey.objects.filter(pk=asked.pk).update(state=Survey.State.CLOSED, closed_on=timezone.localdate())

    assert spent[0] == spent[1]


def test_many_texts_are_read_page_by_page(asked, client_of, moderator):
    answered(asked, 25, T={"text": "Said"})
    close_survey(asked)
    client = client_of(moderator)

    pages = [client.get(address(asked), {"question": "T", "page": number}).text for number in (1, 2)]

    assert [page.count("<blockquote") for page in pages] == [20, 5]


# A later end --------------------------------------------------------------------------------------


def test_an_open_survey_is_prolonged_and_the_trail_says_so(client_of, moderator):
    survey = SurveyFactory(open=True)
    later = timezone.localtime(survey.closes) + timedelta(days=7)
    sent = {"day": later.date().isoformat(), "time": "18:00"}

    answer = client_of(moderator).post(reverse("surveys:prolong", args=[survey.slug]), sent)

    survey.refresh_from_db()
    assert answer.status_code == 302
    assert timezone.localtime(survey.closes).strftime("%Y-%m-%d %H:%M") == f"{sent['day']} 18:00"
    entry = AuditEntry.objects.get(verb="prolonged")
    assert (entry.by, datetime.fromisoformat(entry.facts["closes"])) == (moderator, survey.closes)


@pytest.mark.parametrize("days", [0, -0.5])
def test_an_end_that_is_not_later_is_refused_in_words(client_of, moderator, days):
    survey = SurveyFactory(open=True)
    end = timezone.localtime(survey.closes + timedelta(days=days))
    sent = {"day": end.date().isoformat(), "time": end.strftime("%H:%M")}

    answer = client_of(moderator).post(reverse("surveys:prolong", args=[survey.slug]), sent)

    assert answer.status_code == 422
    assert "later than the present end" in answer.text
    with pytest.raises(ValidationError):
        prolong_survey(survey, closes=survey.closes + timedelta(days=days), by=moderator)


def test_a_survey_that_should_have_closed_gets_no_end_in_the_past(moderator):
    survey = SurveyFactory(overdue=True)

    with pytest.raises(ValidationError):
        prolong_survey(survey, closes=survey.closes + timedelta(seconds=1), by=moderator)


@pytest.mark.parametrize("state", [Survey.State.DRAFT, Survey.State.CLOSED])
def test_only_open_surveys_are_prolonged(moderator, state):
    survey = SurveyFactory(state=state)

    with pytest.raises(WrongState):
        prolong_survey(survey, closes=survey.closes + timedelta(days=1), by=moderator)


def test_moderators_find_the_pages_at_the_start_of_the_survey_and_others_do_not(client, client_of, moderator):
    pages = {}
    for state in (Survey.State.OPEN, Survey.State.CLOSED):
        survey = SurveyFactory(state=state)
        pages[state] = [
            reader.get(survey.get_absolute_url()).text for reader in (client_of(moderator), client)
        ]

    assert ["/prolong/" in page for page in pages[Survey.State.OPEN]] == [True, False]
    assert ["/free-answers/" in page for page in pages[Survey.State.CLOSED]] == [True, False]
