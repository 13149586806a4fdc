"""Is the portal well? `/healthz` answers for the web process, `/readyz` for all it needs.

The clock posts `sign_of_life` with the time it was posted; a worker runs it and writes both times to the
cache. One recent sign shows that clock, broker and worker live, and how long the queue is.
"""

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

SIGN = "sign-of-life"
SIGN_IS_OLD_AFTER = 30  # seconds
QUEUE_IS_LONG_AFTER = 120  # seconds that a job waited
LEAST_FREE_DISK = 200 * 1024 * 1024  # bytes


@shared_task(bind=True, expires=60)
def sign_of_life(self) -> None:
    """Write when a worker ran this, so that /readyz can see clock, broker and worker."""
    cache.set(SIGN, time.time(), timeout=600)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return ""


def jobs() -> str:
    seen = cache.get(SIGN)
    if seen is None:
        return "no sign of life from worker and clock yet"
    if time.time() - seen > SIGN_IS_OLD_AFTER:
        return f"last sign of life from worker and clock {time.time() - seen:.0f} s ago"
    return ""


def disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return "" if free > LEAST_FREE_DISK else f"only {free // 1024 // 1024} MiB free"


CHECKS: dict[str, Callable[[], str]] = {"database": database, "jobs": jobs, "disk": disk}


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
            findings[name] = f"{type(error).__name__}"
    well = set(findings.values()) == {"ok"}
    return JsonResponse({"ok": well, **findings}, status=200 if well else 503)
