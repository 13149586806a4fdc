"""How often a program may ask."""

import time

from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from upr_portal.memory import AWAY

# A page of a search costs about as much as a page of the list; this is two a second.
REQUESTS, SECONDS = 120, 60


class Limit(BaseThrottle):
    """So many requests from one network address in each minute of the clock.

    Counted in the cache, whose keys nobody can read; while it is away reading goes on uncounted. Ninja's own
    throttles keep what they found on themselves, where requests in other threads find it.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        key = f"api:{self.get_ident(request)}:{int(time.time()) // SECONDS}"
        try:
            cache.add(key, 0, timeout=2 * SECONDS)
            return cache.incr(key) <= REQUESTS
        except AWAY:
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return SECONDS - time.time() % SECONDS
