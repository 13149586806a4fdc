"""Answers that come in together, from a table or from paper; afterwards they are like all others."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from surveys.actions.envelopes import shuffle, shuffled
from surveys.models import Answer, AnswerImport, Response, Survey
from surveys.questionnaires import make_sections, written
from upr_portal.states import WrongState

AT_ONCE = 1000


class AlreadyImported(Exception):
    """The very same table came into this survey before."""


@transaction.atomic
def take_in_answers(
    survey: Survey,
    sheets: list[tuple[str, dict[str, dict]]],
    *,
    sha256: str,
    by: User | None,
    again: bool = False,
) -> int:
    """Add sheets of answers, (language, {code: value}), to a draft or a closed survey; returns how many.

    They get no date and lose their order, together with those that are there. WrongState if the survey is
    open; AlreadyImported if a table with this fingerprint came in before, unless `again`.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state == Survey.State.OPEN:
        raise WrongState(f"{survey!r} is open")
    if not again and survey.imports.filter(sha256=sha256).exists():
        raise AlreadyImported
    questions = {question.code: question for question in survey.questions.all()}
    remaining = iter(shuffled(sheets))
    while batch := list(islice(remaining, AT_ONCE)):
        write_sheets(survey, questions, batch)
    shuffle(survey)
    Survey.objects.filter(pk=survey.pk).update(revision=F("revision") + 1)
    AnswerImport.objects.create(survey=survey, sha256=sha256, count=len(sheets))
    record(by, "imported answers", survey, count=len(sheets))
    return len(sheets)


def write_sheets(survey: Survey, questions: dict, sheets: Iterable[tuple[str, dict]]) -> None:
    """Rows of a batch. ValueError for a sealed or detached question: those never come in a table."""
    responses, answers = [], []
    for language, values in sheets:
        response = Response(survey=survey, language=language)
        responses.append(response)
        for code, value in values.items():
            question = questions[code]
            if question.is_sealed or question.is_detached:
                raise ValueError(f"{code} takes no answers from a table")
            answers.append(Answer(response=response, question=question, value=value, language=language))
    Response.objects.bulk_create(responses)
    Answer.objects.bulk_create(answers, batch_size=5 * AT_ONCE)


@transaction.atomic
def create_survey_of_table(
    sections: list[dict], *, slug: str, title: str, language: str, by: User | None
) -> Survey:
    """A draft with the questions that the columns of a table suggest."""
    now = timezone.now()
    survey = Survey.objects.create(
        slug=slug,
        opens=now,
        closes=now + timedelta(days=1),
        asked_by=title[:200],
        languages=[language],
        **written(
            {"title": {language: title[:200]}, "introduction": {language: title}}, "title", "introduction"
        ),
    )
    make_sections(survey, sections)
    record(by, "created", survey, questionnaire="a table")
    return survey
