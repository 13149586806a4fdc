"""A real Celery worker for tests: a process of its own, on the test database."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from redis import Redis

from upr_portal.celery import app


class Worker:
    """Started once a run, when the first test asks for it."""

    def __init__(self, mail_port: int, log: Path):
        self.mail_port, self.log = mail_port, log

    def __enter__(self) -> "Worker":
        database = connections["default"].settings_dict["NAME"]
        with self.log.open("wb") as log:
            words = ["-m", "celery", "-A", "upr_portal", "worker", "--concurrency=2", "--loglevel=INFO"]
            self.process = subprocess.Popen(
                [sys.executable, *words, "--without-gossip", "--without-mingle", "--without-heartbeat"],
                cwd=settings.BASE_DIR,
                env={
                    **os.environ,
                    "JOBS_GIVE_WAY": "1",  # tests wait for it on a busy machine; one of them looks at this
                    "DJANGO_SETTINGS_MODULE": "upr_portal.settings_test",
                    "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])
                    ._replace(path=f"/{database}")
                    .geturl(),
                    "TEST_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                    "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.waits_for(lambda: " ready." in self.log.read_text(errors="replace"), seconds=60)
        return self

    def __exit__(self, *error) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def forget_old_jobs(self) -> None:
        """Jobs that earlier tests posted name rows that are gone."""
        app.control.purge()

    def waits_for(self, is_so: Callable[[], bool], seconds: float = 30) -> None:
        """Poll until `is_so()`; AssertionError with the end of the worker's log after `seconds`."""
        deadline = time.monotonic() + seconds
        while not is_so():
            ended = self.process.poll() is not None
            if ended or time.monotonic() > deadline:
                log = self.log.read_text(errors="replace")[-3000:]
                raise AssertionError(f"the worker {'ended' if ended else 'did not get there'}:\n{log}")
            time.sleep(0.05)


def forget_all_jobs() -> None:
    """Leave nothing of this run in the broker."""
    with app.connection_for_write() as connection:
        # A plain client: Celery's own would put the prefix before the prefix.
        client = Redis(connection_pool=connection.default_channel.client.connection_pool)
        prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
        for key in list(client.scan_iter(f"{prefix}*")):
            client.delete(key)
