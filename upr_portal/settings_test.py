"""The settings of the tests: as in production, but quick and silent."""

import os
import tempfile

from upr_portal.tests.running import with_database

# A run may be shared out among processes (pytest -n). What each has for itself – folder, cache, queue – goes
# by its name; what a test starts, such as a worker, belongs to it and inherits all of this.
PART = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
os.environ.setdefault("TEST_RUN", str(os.getpid()))
os.environ.setdefault("TEST_DIR", tempfile.mkdtemp(prefix="upr-portal-tests-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ["DATA_DIR"] = os.path.join(os.environ["TEST_DIR"], PART)
os.makedirs(os.environ["DATA_DIR"], exist_ok=True)

# Playwright keeps an event loop in the thread of the tests; Django would take them for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from upr_portal.settings import *  # noqa: E402, F403

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = os.environ.get("TEST_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
ALLOWED_HOSTS = ["*"]

# The cache, which tests empty, is each process's own: databases 1 to 4 of Redis.
CACHES["default"]["LOCATION"] = with_database(REDIS_URL, 1 + int(PART.removeprefix("gw")) % 4)  # noqa: F405

# Jobs of this process alone: no worker of a developer takes them. They lie in another database than the
# cache.
_broker = with_database(REDIS_URL, 15)  # noqa: F405
CELERY_BROKER_URL = _broker.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,  # noqa: F405
    "global_keyprefix": f"tests-{os.environ['TEST_RUN']}-{PART}:",
}
