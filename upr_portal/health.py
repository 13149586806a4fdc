"""Is the portal well? `/healthz` answers for the web process, `/readyz` for all it needs.

The clock posts `sign_of_life` every few seconds; a worker runs it and writes the time to the cache. A sign
that waited too long in the queue expires unrun. So one recent sign shows that clock, broker and worker
live, and that the queue is short. The queue of PDFs has signs of its own: each waits behind a PDF, however
long that takes, so nobody need wait for it to call the portal ready.
"""

import logging
import shutil
import time
from collections.abc import Callable

from celery import shared_task
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

SIGN = "sign-of-life"
PAPER_SIGN = "sign-of-life-paper"
SIGN_IS_OLD_AFTER = 60  # seconds
QUEUE_IS_LONG_AFTER = 60  # seconds that a job waited
# The cache outlives a restart: a sign from before it says nothing of the workers of today.
STARTED = time.time()
PAPER_IS_SILENT_AFTER = settings.CELERY_TASK_TIME_LIMIT + 120  # seconds: the longest PDF, and the next sign
LEAST_FREE_DISK = 200 * 1024 * 1024  # bytes


@shared_task(expires=QUEUE_IS_LONG_AFTER)
def sign_of_life() -> None:
    """Write when a worker ran this, so that /readyz can see clock, broker and worker."""
    cache.set(SIGN, time.time(), timeout=600)


@shared_task(expires=QUEUE_IS_LONG_AFTER)
def sign_of_life_of_paper() -> None:
    """The same, from the queue of PDFs."""
    cache.set(PAPER_SIGN, time.time(), timeout=None)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return ""


def jobs() -> str:
    seen = cache.get(SIGN)
    if seen is None:
        return "no sign of life from worker and clock yet"
    if time.time() - seen > SIGN_IS_OLD_AFTER:
        return f"worker or clock silent, or the queue long, for {time.time() - seen:.0f} s"
    if seen < STARTED:
        return "no sign of life from worker and clock since this web server started"
    return ""


def paper() -> str:
    """Only a long silence is a finding: the worker may be at its longest PDF, or have just been started."""
    heard = max(cache.get(PAPER_SIGN) or 0, STARTED)
    if time.time() - heard > PAPER_IS_SILENT_AFTER:
        return f"the worker of PDFs silent, or its queue long, for {time.time() - heard:.0f} s"
    return ""


def disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return "" if free > LEAST_FREE_DISK else f"only {free // 1024 // 1024} MiB free"


CHECKS: dict[str, Callable[[], str]] = {"database": database, "jobs": jobs, "paper": paper, "disk": disk}


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ok": True})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when every check is "ok", else 503; one line of words a check."""
    findings = {}
    for name, check in CHECKS.items():
        try:
            findings[name] = check() or "ok"
        except Exception as error:  # a check that breaks is a finding, never a crash
            findings[name] = f"failed: {type(error).__name__}"
            logger.warning("check %s failed: %s", name, type(error).__name__)
    well = set(findings.values()) == {"ok"}
    return JsonResponse({"ok": well, **findings}, status=200 if well else 503)
