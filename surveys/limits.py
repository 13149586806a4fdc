"""How many sheets come through the open link in an hour: from one client, and to one survey.

Counted in the cache under keys that nobody can read, and forgotten with the hour. While the cache is away
answering goes on uncounted (docs/decisions/0011-when-redis-is-away.md).
"""

import logging
import time

from django.core.cache import cache

from surveys.models import Survey
from upr_portal.memory import AWAY

logger = logging.getLogger(__name__)

HOUR = 3600
MOST_OF_A_CLIENT = 30  # an hour: a training room behind one address can all answer


def must_wait(survey: Survey, client: str) -> int:
    """Count one sheet of a client (its network address); minutes until it may be sent, 0 if it may now.

    Where only invited people answer nothing is counted: they send one sheet each.
    """
    if survey.access == Survey.Access.INVITATION:
        return 0
    now = int(time.time())
    left = HOUR - now % HOUR
    # The client first: who sends too much does not use up the survey's hour for others.
    limits = [
        (f"sheets of a client:{survey.pk}:{client}:{now // HOUR}", MOST_OF_A_CLIENT),
        (f"sheets of a survey:{survey.pk}:{now // HOUR}", survey.most_an_hour),
    ]
    try:
        is_over = any(counted(key, left) > most for key, most in limits)
    except AWAY as error:
        logger.warning("sheets are not counted, the cache is away: %s", type(error).__name__)
        return 0
    return left // 60 + 1 if is_over else 0


def counted(key: str, seconds: int) -> int:
    """One more; forgotten when the hour of the clock ends, so that nothing tells when the first one came."""
    cache.add(key, 0, timeout=seconds)
    return cache.incr(key)
