"""A survey may say that answers in words can be quoted: before anybody answers, and then it stays."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from surveys.actions import make_new_version, open_survey
from surveys.models import Question, Response, Survey
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory

pytestmark = pytest.mark.django_db

QUOTED = {"en": "may quote passages", "fr": "peuvent en citer des passages", "es": "pueden citar pasajes"}
QUOTED["ar"] = "أن تقتبس منه مقاطع"
INSIDE = "Only moderators read it."


def survey_that(may_be_quoted: bool, **more) -> Survey:
    """With one question in words."""
    return QuestionFactory(
        section__survey=SurveyFactory(answers_may_be_quoted=may_be_quoted, **more), code="Q1", kind="text"
    ).survey


def pages_that_tell(survey: Survey, language: str = "en") -> list[str]:
    """The start page, the page on which one checks before sending, and the questionnaire on paper."""
    client, start = Client(), f"/{language}/surveys/{survey.slug}/"
    client.post(f"{start}1/", {"Q1": "Too late"})
    return [client.get(start + page).text for page in ("", "check/", "paper/", "paper.txt")]


@pytest.mark.parametrize("language", QUOTED)
def test_who_answers_is_told_on_each_page_that_words_may_be_quoted(language):
    for page in pages_that_tell(survey_that(True, open=True), language):
        assert QUOTED[language] in page


def test_the_control_elsewhere_only_moderators_read_and_nothing_speaks_of_quoting():
    start, *others = pages = pages_that_tell(survey_that(False, open=True))

    assert INSIDE in start and "Too late" in others[0]
    assert not any(QUOTED["en"] in page for page in pages)
    assert INSIDE not in pages_that_tell(survey_that(True, open=True))[0]


HERE = "Reports may quote what you write here in your own words, without your name."
NEVER = "Answers to questions about personal matters or reprisals are never quoted."


def page_with(may_be_quoted: bool, *questions: dict) -> str:
    """The page of a section with these questions."""
    survey = SurveyFactory(answers_may_be_quoted=may_be_quoted, open=True)
    section = SectionFactory(survey=survey)
    for number, question in enumerate(questions, start=1):
        QuestionFactory(section=section, code=f"Q{number}", **question)
    return Client().get(f"/en/surveys/{survey.slug}/1/").text


@pytest.mark.parametrize(
    "question",
    [
        {"kind": "text"},
        {"kind": "short_text"},
        {"kind": "single", "codes": ["a"], "offers_other": True},
        {"kind": "scale", "invites_comment": True},
    ],
)
def test_the_page_on_which_one_writes_says_it_again(question):
    page = page_with(True, question, {"kind": "text"})

    assert page.count(HERE) == 1 and NEVER not in page
    assert HERE not in page_with(False, question)


def test_a_page_without_words_that_may_be_quoted_says_nothing():
    for question in ({"kind": "yes_no"}, {"kind": "text", "sensitivity": "special"}, {"kind": "contact"}):
        assert HERE not in page_with(True, question)


def test_beside_a_sensitive_question_the_page_says_which_words_are_never_quoted():
    page = page_with(True, {"kind": "text"}, {"kind": "text", "sensitivity": "personal"})

    assert f"{HERE} {NEVER}" in page


def test_the_privacy_notice_tells_of_both():
    notice = Client().get("/en/privacy/").text

    assert "Only moderators read what you write" in notice and QUOTED["en"] in notice


def turn(survey: Survey) -> None:
    said = Survey.objects.values_list("answers_may_be_quoted", flat=True).get(pk=survey.pk)
    with transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(answers_may_be_quoted=not said)


@pytest.mark.parametrize("may_be_quoted", [True, False])
@pytest.mark.parametrize("state", [{"open": True}, {"closed": True}])
def test_the_database_keeps_what_an_open_survey_said(may_be_quoted, state):
    survey = survey_that(may_be_quoted, **state)

    with pytest.raises(IntegrityError, match="told of quoting stays"):
        turn(survey)
    # The control: all else can be saved.
    assert Survey.objects.filter(pk=survey.pk).update(contact="Another office") == 1


def test_a_draft_may_say_so_until_it_holds_an_answer():
    survey = survey_that(False)
    turn(survey)
    Response.objects.create(survey=survey, language="en")

    with pytest.raises(IntegrityError, match="told of quoting stays"):
        turn(survey)


@pytest.mark.parametrize(("may_be_quoted", "is_kept"), [(True, True), (False, False)])
def test_a_sensitive_question_stays_one_where_words_may_be_quoted(may_be_quoted, is_kept):
    survey = survey_that(may_be_quoted)
    survey.questions.update(sensitivity="special")
    Survey.objects.filter(pk=survey.pk).update(state="open")

    with suppress(IntegrityError), transaction.atomic():
        survey.questions.update(sensitivity="normal")

    assert (survey.questions.get().sensitivity == "special") == is_kept


@pytest.mark.parametrize("sensitivity", Question.Sensitivity.values)
@pytest.mark.parametrize("may_be_quoted", [True, False])
def test_only_answers_to_questions_that_are_not_sensitive_may_be_quoted(sensitivity, may_be_quoted):
    question = Question(survey=Survey(answers_may_be_quoted=may_be_quoted), sensitivity=sensitivity)

    assert question.may_be_quoted == (may_be_quoted and sensitivity == "normal")


def desk_page_of(survey: Survey) -> str:
    return reverse("admin:surveys_survey_change", args=[survey.pk])


def test_a_moderator_says_so_at_the_desk_and_the_workbench_shows_it(client_of, moderator):
    desk, survey = client_of(moderator), survey_that(False)
    assert "Only moderators read them." in desk.get(reverse("surveys:making", args=[survey.slug])).text

    desk.post(
        desk_page_of(survey), sent_from(desk.get(desk_page_of(survey))) | {"answers_may_be_quoted": "on"}
    )

    survey.refresh_from_db()
    assert survey.answers_may_be_quoted
    assert "They may be quoted" in desk.get(reverse("surveys:making", args=[survey.slug])).text


def test_the_desk_says_why_it_cannot_be_changed_any_more(client_of, moderator):
    desk, survey = client_of(moderator), survey_that(False)
    Response.objects.create(survey=survey, language="en")
    sent = sent_from(desk.get(desk_page_of(survey))) | {"answers_may_be_quoted": "on"}

    assert "what people were told stays" in desk.post(desk_page_of(survey), sent).text
    open_survey(survey, by=moderator)
    assert 'name="answers_may_be_quoted"' not in desk.get(desk_page_of(survey)).text


def sent_from(page) -> dict:
    """What the form of the desk would send as it is."""
    form = page.context["adminform"].form
    sent = {}
    for name, field in form.fields.items():
        value = form[name].value()
        pairs = field.widget.decompress(value) if hasattr(field.widget, "decompress") else None
        named = {f"{name}_{place}": str(part) for place, part in enumerate(pairs)} if pairs else {name: value}
        sent |= {key: part for key, part in named.items() if part not in (None, False)}
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return sent


def test_the_next_version_says_what_the_one_before_said_until_it_is_opened(moderator):
    survey = survey_that(True, open=True)

    copy = make_new_version(survey, by=moderator)

    assert copy.answers_may_be_quoted
    turn(copy)
