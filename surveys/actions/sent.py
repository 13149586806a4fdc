"""Answers that were sent are changed and erased by who holds their token, until the survey closes."""

import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from surveys.actions.drafts import find_draft
from surveys.models import Answer, Question, Response, Survey
from surveys.models.answers import KEEP_DRAFTS
from surveys.sealing import draft_id, lock_draft, response_id
from upr_portal.states import WrongState


@transaction.atomic
def change_sent(survey: Survey, *, token: str, contents: dict) -> None:
    """Put what was sent into a draft (`contents`) to be changed; changes that were begun already stay.

    WrongState if the survey is not open, or nothing was sent with this token (any more).
    """
    must_be_open(survey)
    if not survey.responses.filter(pk=response_id(token)).exists():
        raise WrongState("nothing was sent, or it was erased")
    found = find_draft(survey, token, for_update=True)
    if found is None or found.draft.is_sent:
        survey.drafts.update_or_create(
            pk=draft_id(token),
            defaults={
                "contents": lock_draft(token, contents),
                "expires_on": timezone.localdate() + KEEP_DRAFTS,
                "is_sent": False,
            },
        )


def replace_answers(
    response: Response, questions: list[Question], values: dict[str, dict], language: str
) -> None:
    """The response says `values` from now on. What was not changed stays as it is, in its own language."""
    before = {answer.question_id: answer for answer in response.answers.all()}
    now = {
        question.pk: values[question.code]
        for question in questions
        if values.get(question.code) and not (question.is_sealed or question.is_detached)
    }
    # A file goes with the answer that names it.
    response.files.exclude(question_id__in=now).delete()
    gone = [answer.pk for key, answer in before.items() if now.get(key) != answer.value]
    response.answers.filter(pk__in=gone).delete()
    Answer.objects.bulk_create(
        Answer(response=response, question_id=key, value=value, language=language)
        for key, value in now.items()
        if key not in before or before[key].value != value
    )


@transaction.atomic
def erase_sent(survey: Survey, *, token: str) -> bool:
    """Delete what was sent, and changes of it that were not; False if there is nothing (any more).

    What was sealed or kept apart stays: nobody can find it. WrongState if the survey is not open.
    """
    must_be_open(survey)
    survey.drafts.filter(pk=draft_id(token)).delete()
    erased, _rows = survey.responses.filter(pk=response_id(token)).delete()
    if erased:
        count_one_less(survey)
    return bool(erased)


def count_one_less(survey: Survey) -> None:
    """One less in a week drawn by lot, as if each of the sheets counted were equally likely to be the one.

    The weeks then still add up to the sheets there are, and say nothing of when this one came.
    """
    weeks = list(survey.weekly_counts.select_for_update().order_by("week"))
    if not weeks:
        return
    (drawn,) = secrets.SystemRandom().choices(weeks, [week.count for week in weeks])
    survey.weekly_counts.filter(pk=drawn.pk).update(count=F("count") - 1)
    survey.weekly_counts.filter(count=0).delete()


def must_be_open(survey: Survey) -> None:
    """Held until the end of the transaction: closing waits for it, and it for closing."""
    if not Survey.objects.select_for_update().get(pk=survey.pk).is_open:
        raise WrongState(f"{survey!r} is not open")
