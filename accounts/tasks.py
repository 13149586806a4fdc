"""What the clock does for letters."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts import outbox
from accounts.emails import GIVE_UP_AFTER
from accounts.models import Letter
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)

AT_ONCE = 500


@shared_task(expires=60)
def send_waiting_letters() -> None:
    """Let out what was held back; take up letters whose job never came or whose sender died."""
    outbox.let_out()
    for letter in Letter.objects.to_look_after()[:AT_ONCE]:
        try:
            outbox.take_up(letter)
        except WrongState:
            logger.info("letter %s was dealt with meanwhile", letter.pk)


@shared_task
def forget_old_letters() -> None:
    """Give up what was held back for days; delete what letters said a week after their end."""
    for letter in Letter.objects.held().filter(created_at__lt=timezone.now() - GIVE_UP_AFTER):
        outbox.give_up(letter)
    Letter.objects.to_forget().update(body="", attachments=[], facts=None)
