"""What the clock does."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from reports.actions import take_up_again
from reports.actions.sharing import forget_ended_links
from reports.models import Rendering

# With a round every 20 seconds, a lost rendering is taken up within a minute.
LOST_AFTER = timedelta(seconds=40)


@shared_task(expires=60)
def take_up_lost_renderings() -> None:
    """Post again what has been silent: its message was lost, or its worker has died."""
    silent_since = timezone.now() - LOST_AFTER
    for rendering in Rendering.objects.silent_since(silent_since):
        take_up_again(rendering, silent_since=silent_since)


@shared_task(expires=600)
def forget_shared_links() -> None:
    """Delete links that ended a while ago."""
    forget_ended_links()
