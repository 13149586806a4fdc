"""What the clock does with seats."""

import logging

from celery import shared_task
from django.utils import timezone

from consultations.actions.draws import hold_draw
from consultations.models import Draw
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)


@shared_task(expires=60)
def hold_draws() -> None:
    for draw in Draw.objects.due(timezone.now()):
        try:
            hold_draw(draw)
        except WrongState:
            logger.info("%r was held meanwhile", draw)
