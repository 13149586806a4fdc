"""The settings of the tests: as in production, but quick and silent."""

import os
import tempfile
from urllib.parse import urlsplit

os.environ.setdefault("TEST_RUN", str(os.getpid()))  # a worker started by a test inherits it
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="upr-portal-tests-"))

# Playwright keeps an event loop in the thread of the tests; Django would take them for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from upr_portal.settings import *  # noqa: F403

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = os.environ.get("TEST_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
ALLOWED_HOSTS = ["*"]

# Jobs of this run alone: no worker of a developer takes them. They lie in another database than the cache,
# which tests empty.
_server = urlsplit(REDIS_URL)  # noqa: F405
CELERY_BROKER_URL = (
    f"redis+socket://{_server.path}?virtual_host=15"
    if _server.scheme == "unix"
    else _server._replace(path="/15").geturl()
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,  # noqa: F405
    "global_keyprefix": f"tests-{os.environ['TEST_RUN']}:",
}
