"""Renderings of reports: one file for each language, version and format."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.formats import FORMATS, WITH_PAGES, format_choices
from reports.sections import section_kinds
from upr_portal.languages import OWN_NAMES, LanguageField
from upr_portal.states import Stateful


class RenderingQuerySet(models.QuerySet):
    def under_way(self) -> "RenderingQuerySet":
        return self.filter(state__in=[Rendering.State.QUEUED, Rendering.State.RUNNING])

    def done(self) -> "RenderingQuerySet":
        return self.filter(state=Rendering.State.DONE)

    def latest_files(self) -> "RenderingQuerySet":
        """The latest done one of each report in each language and format."""
        last = ["report_id", "language", "format"]
        return self.done().order_by(*last, "-version").distinct(*last)

    def of_version(self, rendering: "Rendering") -> "RenderingQuerySet":
        """The same report, language and version in all formats."""
        return self.filter(report=rendering.report_id, language=rendering.language, version=rendering.version)

    def silent_since(self, moment) -> "RenderingQuerySet":
        """Under way, but nobody has said anything of them since `moment`: worker or message lost."""
        return self.under_way().filter(seen_at__lt=moment)


class Rendering(Stateful):
    """One version of a report in one language and format: its facts, how far it is, and its file.

    The formats of a version say the same: the first to have its facts together freezes them, and the others
    are made from those.

    `attempts` is also the number of the claim: a worker that was given up writes nothing any more,
    because its number is no longer the row's.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("file", "Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Done")
        FAILED = "failed", pgettext_lazy("file", "Failed")
        CANCELLED = "cancelled", pgettext_lazy("file", "Cancelled")

    class Failure(models.TextChoices):
        """Why there is no file, in words that say what to do."""

        TYPESETTER = (
            "typesetter",
            _("The server lacks the libraries that set type. Ask those who run it to call “portal doctor”."),
        )
        DISK = (
            "disk",
            _("The disk of the server is full or cannot be written. Tell those who run it, then try again."),
        )
        TIME = "time", _("It took too long. Switch off a section or shorten a text, then try again.")
        MEMORY = (
            "memory",
            _("It needed too much memory. Switch off a section or shorten a text, then try again."),
        )
        LOST = (
            "lost",
            _("The worker stopped several times while making it. Try again; if it stops again, tell us."),
        )
        SECTION = "section", _("A section could not be put together. Look at its texts, then try again.")
        TYPESETTING = (
            "typesetting",
            _("The pages could not be laid out. Try again; if it fails again, tell us."),
        )

    MOVES = {
        State.QUEUED: {State.RUNNING, State.FAILED, State.CANCELLED},
        State.RUNNING: {State.DONE, State.FAILED, State.QUEUED, State.CANCELLED},
        State.FAILED: {State.QUEUED},
        State.CANCELLED: {State.QUEUED},
    }

    report = models.ForeignKey(
        "reports.Report", models.PROTECT, related_name="renderings", verbose_name=_("report")
    )
    language = LanguageField(_("language"))
    version = models.PositiveIntegerField(_("version"))
    format = models.CharField(_("format"), max_length=10, choices=format_choices, default="pdf")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)

    sections_done = models.PositiveSmallIntegerField(_("sections done"), default=0)
    sections_total = models.PositiveSmallIntegerField(_("sections"), default=0)
    current_section = models.CharField(_("current section"), max_length=20, blank=True, choices=section_kinds)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.CharField(_("reason of the failure"), max_length=20, blank=True, choices=Failure)

    facts = models.JSONField(_("frozen facts"), null=True, editable=False)
    file = models.FileField(_("file"), blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    pages = models.PositiveIntegerField(_("pages"), null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    created_at = models.DateTimeField(_("asked for on"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)
    seen_at = models.DateTimeField(_("last sign of life"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        ordering = ["report", "-version", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "language", "version", "format"],
                name="one_rendering_of_a_version_in_a_format",
            ),
            models.UniqueConstraint(
                fields=["report", "language", "format"],
                condition=Q(state__in=["queued", "running"]),
                name="one_rendering_under_way_in_a_format",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="done", facts__isnull=False, size__gt=0, finished_at__isnull=False)
                    & ~Q(file="")
                    & Q(sha256__regex="^[0-9a-f]{64}$")
                    & (Q(format__in=WITH_PAGES, pages__gt=0) | ~Q(format__in=WITH_PAGES) & Q(pages=None))
                )
                | ~Q(state="done") & Q(file="", sha256="", size=None, pages=None),
                name="a_file_exactly_when_done",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(failure="") | ~Q(state="failed") & Q(failure=""),
                name="a_reason_exactly_when_failed",
            ),
            models.CheckConstraint(
                condition=Q(sections_done__lte=F("sections_total")),
                name="no_more_sections_done_than_there_are",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report.slug} {self.language} v{self.version} {self.format}"

    def get_absolute_url(self) -> str:
        words = {"slug": self.report.slug, "language": self.language, "version": self.version}
        return reverse("reports:download_version", kwargs={**words, "suffix": self.suffix})

    @property
    def language_name(self) -> str:
        return OWN_NAMES[self.language]

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def can_be_tried_again(self) -> bool:
        return self.can_move_to(self.State.QUEUED) and not self.is_under_way

    @property
    def suffix(self) -> str:
        return FORMATS[self.format].suffix

    @property
    def file_name(self) -> str:
        """The name a reader's copy gets."""
        return f"{self.report.slug}-{self.language}-v{self.version}.{self.suffix}"
