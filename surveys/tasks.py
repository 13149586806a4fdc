"""What the clock does with surveys."""

import logging

from celery import shared_task

from surveys.actions import (
    close_survey,
    empty_addresses,
    erase_old_drafts,
    erase_sealed_answers,
    forget_old_definitions,
    forget_replaced_rows,
    note_deliveries,
    post_letters,
    release_envelopes,
    release_slips,
    remind_by_the_clock,
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


@shared_task
def note_participation() -> None:
    for survey in Survey.objects.filter(slips__isnull=False).distinct():
        release_slips(survey, all_of_them=survey.state == Survey.State.CLOSED)


@shared_task
def write_to_invited() -> None:
    """Letters that were confirmed leave in small portions; what became of the others is noted."""
    post_letters()
    note_deliveries()


@shared_task
def remind_before_the_end() -> None:
    for survey in Survey.objects.due_to_remind():
        try:
            remind_by_the_clock(survey)
        except WrongState:
            logger.info("%r was reminded or closed meanwhile", survey)


@shared_task
def forget_addresses() -> None:
    empty_addresses()
