"""A survey is made, opened and closed; by a moderator at the desk, or by the clock."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import AuditEntry
from surveys.actions import create_survey, open_survey, save_section
from surveys.models import Draft, SafeguardingKey, Survey
from surveys.questionnaires import questionnaire_of, questionnaires, read_questionnaire
from surveys.tasks import close_due, erase_drafts, release_waiting
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory
from upr_portal.states import WrongState


def texts_in(data) -> Iterator[dict[str, str]]:
    """Every text of a questionnaire: {"en": …, "fr": …}."""
    if isinstance(data, dict) and "en" in data:
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from texts_in(part)


def test_the_shipped_questionnaire_has_twenty_questions_on_short_pages(survey):
    questions = survey.questions.all()

    assert [question.code for question in questions] == [f"Q{n}" for n in range(1, 21)]
    assert all(section.questions.count() <= 5 for section in survey.sections.all())


@pytest.mark.parametrize("name", questionnaires())
def test_every_text_of_a_questionnaire_is_there_in_all_languages_that_it_offers(name):
    data = read_questionnaire(name)

    texts = list(texts_in(data))

    assert {"en", "fr", "es", "ar"} <= set(data["languages"])
    assert len(texts) > 80
    assert [text["en"] for text in texts if not all(text.get(code) for code in data["languages"])] == []


def test_a_survey_written_back_is_the_questionnaire_it_was_made_from(survey):
    assert questionnaire_of(survey) == read_questionnaire("fourth_cycle_2021")


def test_a_questionnaire_that_is_not_there_is_named(moderator):
    with pytest.raises(ValueError, match="there is no questionnaire"):
        create_survey("none", slug="s", opens=None, closes=None, by=moderator, asked_by="Us")


def test_an_opened_survey_cannot_be_opened_again(survey, moderator):
    with pytest.raises(WrongState):
        open_survey(survey, by=moderator)


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ({"question": "B", "equals": "yes"}, "an earlier section"),
        ({"question": "Z", "equals": "yes"}, "an earlier section"),
        ({"question": "A", "equals": "perhaps"}, "nobody can give"),
    ],
)
def test_a_survey_with_a_condition_that_cannot_be_met_does_not_open(moderator, condition, problem):
    survey = SurveyFactory()
    QuestionFactory(section__survey=survey, kind="yes_no", code="A")
    QuestionFactory(section=SectionFactory(survey=survey), kind="yes_no", code="B", shown_if=condition)

    with pytest.raises(ValidationError, match=problem):
        open_survey(survey, by=moderator)


def test_the_clock_closes_what_is_over_and_nothing_else(db):
    overdue, running = SurveyFactory(overdue=True), SurveyFactory(open=True)

    close_due()

    overdue.refresh_from_db()
    running.refresh_from_db()
    assert overdue.state == Survey.State.CLOSED
    assert running.state == Survey.State.OPEN
    assert AuditEntry.objects.get(verb="closed").by is None


def test_the_other_jobs_of_the_clock_may_run_at_any_time(survey):
    save_section(survey, token="", section=1, typed={"Q1": ["nhri"]})

    release_waiting()
    erase_drafts()

    assert Draft.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"threshold": 4}, {"languages": []}])
def test_the_database_refuses_a_survey_that_protects_nobody(db, wrong):
    with pytest.raises(IntegrityError):
        SurveyFactory(**wrong)


def desk(name: str, *args) -> str:
    return reverse(f"admin:surveys_{name}", args=args)


def test_moderators_open_and_close_at_the_desk(client_of, moderator):
    survey = SurveyFactory()
    QuestionFactory(section__survey=survey)
    client = client_of(moderator)

    for step, state in [("open", Survey.State.OPEN), ("close", Survey.State.CLOSED)]:
        client.post(desk("survey_changelist"), {"action": step, "_selected_action": [survey.pk]})
        survey.refresh_from_db()
        assert survey.state == state


def test_the_desk_says_why_a_survey_does_not_open(client_of, moderator):
    survey = SurveyFactory()

    answer = client_of(moderator).post(
        desk("survey_changelist"), {"action": "open", "_selected_action": [survey.pk]}, follow=True
    )

    assert "There is no question yet." in answer.text


@pytest.mark.parametrize("state", Survey.State.values)
def test_questions_change_only_while_the_survey_is_a_draft(client_of, moderator, state):
    survey = SurveyFactory(state=state)
    question = QuestionFactory(section__survey=survey, kind="single", codes=["a"])
    client = client_of(moderator)

    pages = [
        client.get(desk("survey_change", survey.pk)),
        client.get(desk("section_change", question.section.pk)),
        client.get(desk("question_change", question.pk)),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [('name="_save"' in page.text) for page in pages] == [state == Survey.State.DRAFT] * 3


def test_the_desk_never_shows_a_sealed_letter_and_changes_no_key(client_of, db):
    from accounts.tests.factories import UserFactory

    officer = UserFactory(safeguarding_officer=True)
    client = client_of(officer)

    client.post(
        desk("safeguardingkey_add"), {"officer": "Me", "public_key": "A" * 43 + "=", "is_in_use": "on"}
    )
    key = SafeguardingKey.objects.get()
    client.post(desk("safeguardingkey_change", key.pk), {"officer": "Me", "public_key": "B" * 43 + "="})

    key.refresh_from_db()
    assert key.public_key == "A" * 43 + "="
    assert not key.is_in_use
    assert AuditEntry.objects.filter(verb="changed", thing_kind="surveys.safeguardingkey").exists()
