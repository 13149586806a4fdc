"""What the portal remembers for a while (Django's cache), and what it does when the server of it is away.

Why reading forgets and counting stops: docs/decisions/0011-when-redis-is-away.md.
"""

import hashlib
import logging

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import ConnectionError, TimeoutError

logger = logging.getLogger(__name__)
AWAY = (ConnectionError, TimeoutError)


def unreadable_key(key: str, prefix: str, version: int) -> str:
    """Redis is not told of whom something is remembered: keys that limit guessing hold network addresses."""
    named = f"{prefix}:{version}:{key}".encode()
    secret = hashlib.sha256(f"cache keys:{settings.SECRET_KEY}".encode()).digest()
    return hashlib.blake2b(named, key=secret, digest_size=24).hexdigest()


class ForgetfulCache(RedisCache):
    """Nothing is found and nothing kept while the server is away.

    `add` and `incr` still raise: who counts or locks by them must not go on as if that had worked.
    """

    def get(self, key, default=None, version=None):
        try:
            return super().get(key, default, version)
        except AWAY as error:
            logger.warning("the cache is away: %s", type(error).__name__)
            return default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        try:
            super().set(key, value, timeout, version)
        except AWAY as error:
            logger.warning("the cache is away: %s", type(error).__name__)

    def get_or_set(self, key, default, timeout=DEFAULT_TIMEOUT, version=None):
        """As Django's, which would `add`."""
        found = self.get(key, self._missing_key, version)
        if found is self._missing_key:
            found = default() if callable(default) else default
            self.set(key, found, timeout, version)
        return found


class SayServiceIsAway:
    """Answer what cannot be done without the cache with 503 and a page that says when to try again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AWAY):
            return None
        logger.error("a page needs the cache, which is away: %s", type(exception).__name__)
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = "60"
        return response
