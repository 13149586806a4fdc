"""What the clock does."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from recommendations.actions import forget_old_uploads, take_up_again
from recommendations.actions.jobs import LIMIT
from recommendations.models import PendingImport

# Longer than a job may take: one that is silent for so long was lost.
LOST_AFTER = timedelta(seconds=LIMIT + 30)


@shared_task(expires=60)
def take_up_lost_readings() -> None:
    """Post again what has been silent: its message was lost, or its worker has died."""
    for upload in PendingImport.objects.silent_since(timezone.now() - LOST_AFTER).without_content():
        take_up_again(upload)


@shared_task(expires=600)
def forget_uploads() -> None:
    """Remove files that nobody confirmed within a day."""
    forget_old_uploads()
