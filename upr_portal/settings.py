"""One settings file; what differs between places comes from the environment (docs/settings.md)."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from upr_portal import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Where and how the portal runs -------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = SITE_URL.startswith("https://")
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# One slow query must not hold a worker for ever.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c statement_timeout=30000")

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "upr_portal.memory.ForgetfulCache",
        "KEY_FUNCTION": "upr_portal.memory.unreadable_key",
        "LOCATION": env("CACHE_URL", default=REDIS_URL),
        # Seconds: a page does not wait longer for a server that is away.
        "OPTIONS": {"socket_connect_timeout": 3, "socket_timeout": 3},
    }
}

# --- What the portal is made of ----------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "upr_portal",
    "reference",
    "accounts",
    "recommendations",
    "surveys",
    "consultations",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "upr_portal.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "upr_portal.headers.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ClearAfterSigningOut",
    "accounts.middleware.StaffNeedSecondFactor",
    "upr_portal.states.SayWrongState",
    "upr_portal.buttons.SayItTakesAButton",
    "upr_portal.memory.SayServiceIsAway",
]

ROOT_URLCONF = "upr_portal.urls"
WSGI_APPLICATION = "upr_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Requests with files are as small as others, but where a view says otherwise (upr_portal/bodies.py).
FILE_UPLOAD_HANDLERS = [
    "upr_portal.bodies.LimitedFiles",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["upr_portal.templatetags.portal"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "upr_portal.pages.portal",
            ],
        },
    }
]

# --- Languages and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
    ("ru", _("Russian")),
    ("zh-hans", _("Chinese")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh-hans")
FORMAT_MODULE_PATH = ["upr_portal.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Zurich"  # Geneva's time

# --- People ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "reports:home"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignUpExtras"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# One address a person: a new one takes the old one's place once it is verified.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
# The address of a visitor counts for the limits on signing in; only a proxy of ours may name it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
NINJA_NUM_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT  # who asks the public interface too often
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "UPR portal"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Functions `forget(person)` of the apps above, called when somebody deletes the account.
WHEN_A_PERSON_LEAVES = ["consultations.actions.registrations.forget"]
# What letters say that are written when they are sent: {template: function of the letter's facts}.
LETTER_WRITERS = {
    "registration": "consultations.actions.letters.of_registration",
    **dict.fromkeys(["seat", "waiting", "entered", "asked"], "consultations.actions.letters.of_request"),
}

# --- The interface for programs ----------------------------------------------------------------

# Routers of the apps above, in the order of the description (upr_portal/api).
API_ROUTERS = [
    "recommendations.api.operations.router",
    "consultations.api.operations.router",
    "reports.api.operations.router",
]

# --- Surveys -----------------------------------------------------------------------------------

# Where "Leave this page now" leads. Choose a page that nobody where you work would ask questions about.
SURVEY_EXIT_URL = env("SURVEY_EXIT_URL", default="https://www.wikipedia.org/")

# --- Safe by default ---------------------------------------------------------------------------

SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
# Nothing that tells of a visit outlives the browser window.
CSRF_COOKIE_AGE = None
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
# `no-referrer` would make Chromium send `Origin: null` on our own forms, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "connect-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Static files, letters, files --------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
STORAGES = {
    # Another storage, such as one for S3, is named by its class and takes its options as JSON.
    "default": {
        "BACKEND": env("FILES_STORAGE", default="upr_portal.storage.WholeFiles"),
        "OPTIONS": env.json("FILES_STORAGE_OPTIONS", default={}),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Files are handed out by views that ask who is there; nothing serves this folder.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(DATA_DIR / "media")))

email = env.email("EMAIL_URL", default="consolemail://")
if email.get("EMAIL_FILE_PATH"):
    # django-environ takes the path of filemail:///var/mail for a relative one.
    email["EMAIL_FILE_PATH"] = "/" + email["EMAIL_FILE_PATH"].lstrip("/")
globals().update(email)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("FROM_EMAIL", default="UPR portal <portal@localhost>")
EMAIL_TIMEOUT = 20
# Letters that anybody can cause by typing an address; more of them wait, or until a moderator lets them go.
LETTERS_AN_HOUR_TO_STRANGERS = env.int("LETTERS_AN_HOUR_TO_STRANGERS", default=20)

# --- Jobs --------------------------------------------------------------------------------------

# Celery writes the database of a socket's address in its own way, and would quietly take the first.
CELERY_BROKER_URL = env(
    "CELERY_BROKER_URL",
    default=REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host="),
)
# PDFs have a queue and a worker of their own: letters and signs of life never wait behind one. A worker that
# is told no queue (`-Q`) serves both.
PAPER_QUEUE = "paper"
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("celery", PAPER_QUEUE)]
CELERY_TASK_ROUTES = {
    name: {"queue": PAPER_QUEUE} for name in ("reports.pdf.render", "upr_portal.health.sign_of_life_of_paper")
}
# As `nice` counts: pages go first.
JOBS_GIVE_WAY = env.int("JOBS_GIVE_WAY", default=10)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # KiB
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A job in hand when its worker dies comes back after this; longer than the longest job.
# Who posts a job while the broker is away learns it at once: nobody waits for it behind a page.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 30 * 60,
    "socket_connect_timeout": 3,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
}
CELERY_TIMEZONE = "UTC"
# Each entry names a task of an app's `tasks.py`; seconds.
CELERY_BEAT_SCHEDULE = {
    "sign of life": {"task": "upr_portal.health.sign_of_life", "schedule": 5.0},
    "sign of life of paper": {"task": "upr_portal.health.sign_of_life_of_paper", "schedule": 60.0},
    "send waiting letters": {"task": "accounts.tasks.send_waiting_letters", "schedule": 30.0},
    "take up lost readings": {"task": "recommendations.tasks.take_up_lost_readings", "schedule": 30.0},
    "forget old uploads": {"task": "recommendations.tasks.forget_uploads", "schedule": 3600.0},
    "take up lost renderings": {"task": "reports.tasks.take_up_lost_renderings", "schedule": 20.0},
    "forget shared links": {"task": "reports.tasks.forget_shared_links", "schedule": 3600.0},
    "forget old letters": {"task": "accounts.tasks.forget_old_letters", "schedule": 3600.0},
    "close surveys that are over": {"task": "surveys.tasks.close_due", "schedule": 60.0},
    "open envelopes of surveys in batches": {"task": "surveys.tasks.release_waiting", "schedule": 600.0},
    "take up lost exports": {"task": "surveys.tasks.take_up_lost_exports", "schedule": 60.0},
    "erase exports of answers": {"task": "surveys.tasks.erase_exports", "schedule": 600.0},
    "erase drafts of answers": {"task": "surveys.tasks.erase_drafts", "schedule": 3600.0},
    "mix new answers": {"task": "surveys.tasks.shuffle_new", "schedule": 600.0},
    "mix all answers": {"task": "surveys.tasks.shuffle_all", "schedule": crontab(hour=2, minute=40)},
    "erase sealed answers": {"task": "surveys.tasks.erase_sealed", "schedule": crontab(hour=3, minute=10)},
    "write to who is invited": {"task": "surveys.tasks.write_to_invited", "schedule": 60.0},
    "note who answered in batches": {"task": "surveys.tasks.note_participation", "schedule": 600.0},
    "remind who is invited": {"task": "surveys.tasks.remind_before_the_end", "schedule": 3600.0},
    "decide requests that were left over": {
        "task": "consultations.tasks.decide_received_requests",
        "schedule": 60.0,
    },
    "hold draws of seats": {"task": "consultations.tasks.hold_draws", "schedule": 30.0},
    "end what substitutes were asked": {"task": "consultations.tasks.end_substitutes", "schedule": 60.0},
    "end proposals to swap": {"task": "consultations.tasks.end_swaps", "schedule": 60.0},
    "end offers of seats": {"task": "consultations.tasks.end_offers", "schedule": 60.0},
    "remind before meetings": {"task": "consultations.tasks.remind_before_each_day", "schedule": 60.0},
    "erase registrations": {
        "task": "consultations.tasks.erase_what_is_over",
        "schedule": crontab(hour=3, minute=20),
    },
    "forget who was invited": {"task": "surveys.tasks.forget_addresses", "schedule": 3600.0},
}

# --- Logs: no addresses, tokens or answers -----------------------------------------------------

LOGGING = logs.discreet(env("LOG_LEVEL", default="INFO"))

# --- Admin -------------------------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": _("UPR portal"),
    "SITE_HEADER": _("UPR portal"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("icon.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("icon.svg")},
    ],
    "SHOW_HISTORY": True,
    # The colours of static/portal.css, from paper to band.
    "COLORS": {
        "primary": {
            "50": "#f0f7fa",
            "100": "#dcebf2",
            "200": "#b9d7e4",
            "300": "#93d0ea",
            "400": "#5ba6c4",
            "500": "#4fb0d6",
            "600": "#0e4a63",
            "700": "#0c4157",
            "800": "#0b3344",
            "900": "#092937",
            "950": "#061b25",
        },
        "font": {
            "subtle-light": "#485157",
            "subtle-dark": "#b9bcb8",
            "default-light": "#2b3338",
            "default-dark": "#dcd8ce",
        },
    },
    "STYLES": [lambda request: static("admin.css")],
    "SIDEBAR": {"show_search": True, "navigation": "upr_portal.desk.navigation"},
}
