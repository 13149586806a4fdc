"""Until when a report may be read by those alone to whom it was shown."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from upr_portal.dates import in_words


def is_over(report) -> bool:
    """Has it no embargo, or one whose moment has come?"""
    return report.embargo_until is None or report.embargo_until <= timezone.now()


def embargo_in_words(report) -> str:
    """Until when, by the clocks of Geneva and in UTC, in the active language; "" where it is over."""
    if is_over(report):
        return ""
    here = timezone.localtime(report.embargo_until)
    return _("Under embargo until %(day)s, %(time)s, Geneva time (%(utc)s UTC)") % {
        "day": in_words(here.date()),
        "time": f"{here:%H:%M}",
        "utc": utc_of(report.embargo_until, here),
    }


def utc_of(moment: datetime, here: datetime) -> str:
    """The hour, with the day where that is another one in UTC."""
    there = moment.astimezone(UTC)
    return f"{there:%H:%M}" if there.date() == here.date() else f"{in_words(there.date())}, {there:%H:%M}"
