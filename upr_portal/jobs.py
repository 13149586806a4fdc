"""Posting background jobs, so that a broker that is away costs nobody a page."""

import logging
from typing import Any

from celery import Task
from django.db import transaction

logger = logging.getLogger(__name__)


def post_on_commit(job: Task, *ids: Any) -> None:
    """Post `job(*ids)` when the transaction is committed; never when it is rolled back."""
    transaction.on_commit(lambda: post(job, *ids))


def post(job: Task, *ids: Any) -> None:
    """Post `job(*ids)` now. Where the broker is away the rows wait for the clock's sweeper to find them."""
    try:
        job.apply_async(ids, retry=False)
    except Exception as error:  # whatever ails the broker, what is to be done stands in the database
        logger.warning("%s waits for the clock: %s", job.name, type(error).__name__)
