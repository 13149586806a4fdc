"""When States are reviewed. Sessions are postponed and deadlines extended, so no date is computed."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upr_portal.dates import in_words


class Precision(models.TextChoices):
    """How exactly a date is known; with "month" the day of the stored date means nothing."""

    DAY = "day", _("To the day")
    MONTH = "month", _("To the month")
    UNKNOWN = "unknown", _("Not known")


def said_precisely(day: datetime.date | None, precision: str) -> str:
    """A date in the reader's language, no more exact than it is known: "4 May 2026", "November 2026"."""
    if day is None:
        return gettext("Date not known")
    return in_words(day, "DATE_FORMAT" if precision == Precision.DAY else "YEAR_MONTH_FORMAT")


class Cycle(models.Model):
    """One round in which all States are reviewed once."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    first_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="a_cycle_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return gettext("Cycle %(number)s") % {"number": self.number}


class Sourced(models.Model):
    """Where a fact was read, and when somebody last looked."""

    source = models.CharField(_("source"), max_length=200, blank=True)
    last_checked = models.DateField(_("last checked"), null=True, blank=True)

    class Meta:
        abstract = True


class UprSession(Sourced):
    """A session of the UPR Working Group."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="sessions", verbose_name=_("cycle"))
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision.choices, default=Precision.UNKNOWN
    )
    adopting_session = models.PositiveSmallIntegerField(
        _("adopting session of the Human Rights Council"), null=True, blank=True
    )

    class Meta:
        ordering = ["number"]
        verbose_name = _("UPR session")
        verbose_name_plural = _("UPR sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_session_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(precision="unknown", starts_on=None, ends_on=None)
                | (~Q(precision="unknown") & Q(starts_on__isnull=False)),
                name="a_session_date_has_a_precision",
            ),
        ]

    def __str__(self) -> str:
        return gettext("UPR session %(number)s") % {"number": self.number}

    @property
    def first_day(self) -> str:
        return said_precisely(self.starts_on, self.precision)

    @property
    def last_day(self) -> str:
        return said_precisely(self.ends_on, self.precision)


class Deadline(Sourced):
    """The day by which something must reach the United Nations before a session."""

    class Kind(models.TextChoices):
        SUBMISSIONS = "submissions", _("Submissions of stakeholders")
        NATIONAL_REPORT = "national_report", _("National report")

    session = models.ForeignKey(
        UprSession, models.CASCADE, related_name="deadlines", verbose_name=_("UPR session")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision.choices, default=Precision.UNKNOWN
    )

    class Meta:
        ordering = ["session", "due_on"]
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.UniqueConstraint(fields=["session", "kind"], name="one_deadline_of_a_kind_a_session"),
            models.CheckConstraint(
                condition=Q(precision="unknown", due_on=None)
                | (~Q(precision="unknown") & Q(due_on__isnull=False)),
                name="a_deadline_has_a_precision",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s, %(session)s") % {
            "kind": self.get_kind_display(),
            "session": self.session,
        }

    @property
    def due(self) -> str:
        return said_precisely(self.due_on, self.precision)
