"""What the clock does for letters."""

import logging

from celery import shared_task

from accounts import outbox
from accounts.models import Letter
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)

AT_ONCE = 500


@shared_task(expires=60)
def send_waiting_letters() -> None:
    """Take up letters whose job never came, whose pause is over, or whose sender died."""
    for letter in Letter.objects.to_look_after()[:AT_ONCE]:
        try:
            outbox.take_up(letter)
        except WrongState:
            logger.info("letter %s was dealt with meanwhile", letter.pk)


@shared_task
def forget_old_letters() -> None:
    """Delete what letters said, a week after they were sent or given up."""
    Letter.objects.to_forget().update(body="", attachments=[])
