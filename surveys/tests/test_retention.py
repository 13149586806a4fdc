"""What is kept only for a time goes by itself when the clock comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from surveys.actions import close_survey, receive_answers, save_section
from surveys.models import Draft, SealedAnswer
from surveys.tasks import erase_drafts, erase_sealed
from surveys.tests.factories import SurveyFactory


@pytest.fixture
def days_later(monkeypatch):
    """`days_later(90)`: the clock of the portal stands so many days on from now."""
    now = timezone.now

    def move(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=days))

    return move


@pytest.mark.parametrize(("days", "left"), [(89, 1), (90, 0)])
def test_letters_about_reprisals_go_ninety_days_after_closing(survey, moderator, days_later, days, left):
    receive_answers(survey, values={"Q19": {"choices": ["yes"], "comment": "A visit"}}, language="en")
    close_survey(survey, by=moderator)

    days_later(days)
    erase_sealed()
    erase_sealed()

    assert SealedAnswer.objects.count() == left
    assert AuditEntry.objects.filter(verb="erased sealed answers").count() == 1 - left


def test_letters_of_an_open_survey_stay_however_old_it_is(survey, days_later):
    receive_answers(survey, values={}, language="en")

    days_later(400)
    erase_sealed()

    assert survey.envelopes.count() == 1


@pytest.mark.parametrize(("days", "left"), [(29, 1), (30, 0)])
def test_drafts_that_nobody_touches_go_after_thirty_days(db, days_later, days, left):
    save_section(SurveyFactory(open=True), token="", section=1, typed={"Q1": ["begun"]})

    days_later(days)
    erase_drafts()

    assert Draft.objects.count() == left
