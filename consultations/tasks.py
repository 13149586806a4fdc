"""What the clock does with seats, before a meeting, and long after it."""

import logging

from celery import shared_task
from django.utils import timezone

from consultations.actions.asking import decide_left_over
from consultations.actions.draws import hold_draw
from consultations.actions.erasing import erase_details, erase_registrations
from consultations.actions.offers import end_offer
from consultations.actions.reminders import remind_all
from consultations.actions.substitutes import end_substitute
from consultations.actions.swaps import end_swap
from consultations.models import Draw, SpeakingRequest, Substitute, SubTopic, Swap
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)


@shared_task(expires=60)
def hold_draws() -> None:
    for draw in Draw.objects.due(timezone.now()):
        try:
            hold_draw(draw)
        except WrongState:
            logger.info("%r was held meanwhile", draw)


@shared_task(expires=60)
def decide_received_requests() -> None:
    """Those whose own process has died between receiving and deciding."""
    for sub_topic in SubTopic.objects.exclude(received_requests=None).distinct():
        decide_left_over(sub_topic)


@shared_task(expires=60)
def end_offers() -> None:
    for request in SpeakingRequest.objects.offered().filter(offer_ends_at__lte=timezone.now()):
        try:
            end_offer(request)
        except WrongState:
            logger.info("%r was answered meanwhile", request)


@shared_task(expires=60)
def remind_before_each_day() -> None:
    remind_all(timezone.now())


@shared_task(expires=60)
def end_substitutes() -> None:
    for substitute in Substitute.objects.filter(ends_at__lte=timezone.now()):
        try:
            end_substitute(substitute)
        except WrongState:
            logger.info("%r has answered meanwhile", substitute)


@shared_task(expires=60)
def end_swaps() -> None:
    for swap in Swap.objects.filter(ends_at__lte=timezone.now()):
        try:
            end_swap(swap)
        except WrongState:
            logger.info("%r was answered meanwhile", swap)


@shared_task
def erase_what_is_over() -> None:
    erase_details()
    erase_registrations()
