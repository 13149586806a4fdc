"""The moderators' list of surveys: each with its state and what is to be done next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.audit import record
from surveys.models import Invitation, Survey
from surveys.overview import in_order_of_work, next_step
from surveys.tests.factories import InvitationFactory, QuestionFactory, SectionFactory, SurveyFactory

ADDRESS = reverse("surveys:overview")
LONG_AGO = timezone.now() - timedelta(days=9)
IN_A_WEEK = timezone.now() + timedelta(days=7)
OPEN = {"open": True, "closes": IN_A_WEEK}


def step_of(**given):
    survey = SurveyFactory(**given)
    QuestionFactory(section__survey=survey)
    return next_step(in_order_of_work(Survey.objects.filter(pk=survey.pk)).get())


@pytest.mark.parametrize(
    ("given", "words", "where"),
    [
        ({}, "Check it, and open it.", "/making/check/"),
        ({"opens": LONG_AGO, "closes": LONG_AGO + timedelta(days=1)}, "Choose a later end", "#id_closes_0"),
        ({**OPEN, "opens": IN_A_WEEK - timedelta(days=1)}, "It opens by itself on", "/invitations/"),
        (OPEN, "Look how many have answered", "/invitations/"),
        ({"open": True}, "It ends soon.", "/prolong/"),
        ({"overdue": True}, "Its end has come.", "/"),
        ({"closed": True}, "Read the results.", "/results/"),
    ],
)
def test_each_state_has_its_next_step(db, given, words, where):
    step = step_of(**given)

    assert words in step.words and step.where.endswith(where)


def test_a_draft_without_questions_is_written_first(db):
    SurveyFactory()

    step = next_step(in_order_of_work(Survey.objects.all()).get())

    assert step.words == "Write the questions." and step.where.endswith("/making/")


def test_letters_that_nobody_confirmed_come_before_all_else(db):
    survey = SurveyFactory(**OPEN, access=Survey.Access.INVITATION)
    InvitationFactory.create_batch(2, survey=survey, state=Invitation.State.MADE, sent_on=None)

    step = next_step(in_order_of_work(Survey.objects.all()).get())

    assert step.words == "Send the letters to 2 addresses." and step.where.endswith("/invitations/send/")


def test_surveys_are_shown_by_state_and_by_who_worked_on_them(client_of, moderator):
    draft, running, closed = SurveyFactory(), SurveyFactory(open=True), SurveyFactory(closed=True)
    record(moderator, "changed", closed, kind="survey")
    client = client_of(moderator)

    def shown(query: str = "") -> list[Survey]:
        return [survey for survey, _step in client.get(f"{ADDRESS}{query}").context["lines"]]

    assert shown() == [draft, running, closed]
    assert shown("?state=open") == [running]
    assert shown("?mine=1") == [closed] and shown("?mine=1&state=draft") == []
    assert shown("?state=nonsense&page=99") == [draft, running, closed]


def test_more_surveys_cost_no_more_queries(client_of, moderator, django_assert_max_num_queries):
    client, costs = client_of(moderator), []
    client.get(ADDRESS)
    for _more in range(2):
        QuestionFactory.create_batch(2, section=SectionFactory(survey=SurveyFactory(**OPEN)))
        with django_assert_max_num_queries(20) as counted:
            client.get(f"{ADDRESS}?mine=0")
        costs.append(len(counted))
        SurveyFactory.create_batch(3)

    assert costs[0] == costs[1]


def test_a_survey_is_not_named_as_an_address_of_ours(client_of, moderator):
    survey = SurveyFactory()

    answer = client_of(moderator).post(reverse("surveys:copy", args=[survey.slug]), {"slug": "desk"})

    assert answer.status_code == 422 and "This name is not free" in answer.text
    assert Survey.objects.get() == survey
