"""What the clock does with surveys."""

import logging

from celery import shared_task

from surveys.actions import (
    close_survey,
    erase_old_drafts,
    erase_sealed_answers,
    forget_old_definitions,
    forget_replaced_rows,
    release_envelopes,
    shuffle,
    shuffle_new_responses,
)
from surveys.models import Survey
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)


@shared_task
def close_due() -> None:
    for survey in Survey.objects.due_to_close():
        try:
            close_survey(survey)
        except WrongState:
            logger.info("%r was closed by hand meanwhile", survey)


@shared_task
def release_waiting() -> None:
    for survey in Survey.objects.filter(envelopes__isnull=False).distinct():
        release_envelopes(survey, all_of_them=survey.state == Survey.State.CLOSED)


@shared_task
def erase_drafts() -> None:
    erase_old_drafts()
    forget_old_definitions()


@shared_task
def shuffle_new() -> None:
    for survey in Survey.objects.open():
        shuffle_new_responses(survey)


@shared_task
def shuffle_all() -> None:
    for survey in Survey.objects.open():
        shuffle(survey)
    forget_replaced_rows()


@shared_task
def erase_sealed() -> None:
    for survey in Survey.objects.past_keeping_sealed_answers():
        erase_sealed_answers(survey)
