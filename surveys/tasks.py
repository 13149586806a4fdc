"""What the clock does with surveys."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from surveys.actions import (
    close_survey,
    empty_addresses,
    erase_old_drafts,
    erase_old_exports,
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
    take_up_export,
)
from surveys.exports.job import LIMIT
from surveys.models import Survey, SurveyExport
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)
# Longer than the making of a file may take: one that is silent for so long was lost.
LOST_AFTER = timedelta(seconds=LIMIT + 30)


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


@shared_task(expires=60)
def take_up_lost_exports() -> None:
    """Post again what has been silent: its message was lost, or its worker has died."""
    for export in SurveyExport.objects.silent_since(timezone.now() - LOST_AFTER):
        take_up_export(export)


@shared_task(expires=600)
def erase_exports() -> None:
    """Files of answers live for a day, and no longer than the right of who asked for them."""
    erase_old_exports()
