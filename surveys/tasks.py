"""What the clock does with surveys."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from surveys.actions import (
    close_survey,
    erase_old_drafts,
    erase_old_exports,
    release_envelopes,
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


@shared_task(expires=60)
def take_up_lost_exports() -> None:
    """Post again what has been silent: its message was lost, or its worker has died."""
    for export in SurveyExport.objects.silent_since(timezone.now() - LOST_AFTER):
        take_up_export(export)


@shared_task(expires=600)
def erase_exports() -> None:
    """Files of answers live for a day, and no longer than the right of who asked for them."""
    erase_old_exports()
