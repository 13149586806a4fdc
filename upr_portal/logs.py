"""Lines for the log that hold no address, token or answer: what happened where, never with which words.

Tokens stand in the paths of pages; answers and e-mail addresses in what errors say ("Failing row contains").
"""

import copy
import logging
import traceback

# These tell every step they take.
TALKATIVE = (
    "weasyprint.progress",
    "fontTools",
    "celery.app.trace",
    "celery.worker.strategy",
    "celery.beat",
)
# What Celery says of a job that failed, in its records' arguments.
SAID_BY_THE_ERROR = {"exc": "", "traceback": "", "args": "", "kwargs": ""}


def discreet(level: str) -> dict:
    """Django's LOGGING: one line `LEVEL logger words` for what happened, to the standard error."""
    line = {"()": DiscreetFormatter, "format": "%(levelname)s %(name)s %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "filters": {"not_readyz": {"()": "django.utils.log.CallbackFilter", "callback": is_not_readyz}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["not_readyz"]}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {name: {"level": "WARNING"} for name in TALKATIVE},
    }


def is_not_readyz(record: logging.LogRecord) -> bool:
    """That it is not ready yet /readyz says to who asks; the log need not repeat it many times a second."""
    request = getattr(record, "request", None)
    return getattr(request, "path", None) != "/readyz"


class DiscreetFormatter(logging.Formatter):
    """The view stands for the path, and lines of code for what the error said."""

    def format(self, record: logging.LogRecord) -> str:
        # A copy: what is left out and remembered here is left out here only.
        record = copy.copy(record)
        record.exc_text = None
        if getattr(record, "status_code", 500) < 500:
            # Somebody was refused: that is an answer of ours, no error in a line of code.
            record.exc_info = None
        if isinstance(record.args, dict) and "traceback" in record.args:
            record.args = {**record.args, **SAID_BY_THE_ERROR}
        line = super().format(record)
        request = getattr(record, "request", None)
        if path := getattr(request, "path", None):
            line = line.replace(path, f"view={view_name(request)}")
        return line

    def formatException(self, exc_info) -> str:
        """Where the error came from, and the errors behind it: classes and lines of code."""
        lines, error = [], exc_info[1]
        while error is not None:
            lines += [f"{type(error).__module__}.{type(error).__qualname__}\n"]
            lines += traceback.format_tb(error.__traceback__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(lines).rstrip()


def view_name(request) -> str:
    return request.resolver_match.view_name if request.resolver_match else "none"
