"""The Celery application: background jobs and the clock."""

import logging
import logging.config
import os
import time
from pathlib import Path

from celery import Celery
from celery.signals import setup_logging, worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

logger = logging.getLogger(__name__)

AUTOGROUP = Path("/proc/self/autogroup")

app = Celery("upr_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Jobs live where what they do lives: `tasks` for the clock, the others for what actions post.
app.autodiscover_tasks(related_name="tasks")
app.autodiscover_tasks(related_name="emails")
app.autodiscover_tasks(related_name="pdf")
app.autodiscover_tasks(related_name="exports")
app.autodiscover_tasks(["upr_portal"], related_name="health")


@setup_logging.connect
def log_like_the_web(**options) -> None:
    """Worker and clock write the same discreet lines; Celery's own would hold what errors say."""
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
def let_pages_go_first(**options) -> None:
    """Somebody waits for a page; a letter or a file may come a moment later. The pool inherits it."""
    os.nice(settings.JOBS_GIVE_WAY)
    # Linux weighs sessions against one another first, and the processes of each only then (autogroups).
    if os.getsid(0) == os.getpid() and AUTOGROUP.exists():
        let_the_session_wait()


def let_the_session_wait() -> None:
    """Linux takes one such word in a tenth of a second, from whomever."""
    for _attempt in range(10):
        try:
            AUTOGROUP.write_text(str(settings.JOBS_GIVE_WAY))
            return
        except BlockingIOError:
            time.sleep(0.1)
    logger.info("the session of the worker is as urgent as the others")
