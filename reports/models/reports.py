"""Reports made of sections, and their renderings: one file for each language and version."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.utils import resolution_order

from reports.models.subjects import SUBJECTS, About, about_one_thing_of_its_kind
from reports.sections import report_kinds, section_kinds
from upr_portal.languages import OWN_NAMES, LanguageField
from upr_portal.states import Stateful


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReportQuerySet":
        """All for those who write them; what has been published for everybody else."""
        if user.is_authenticated and user.is_moderator:
            return self
        return self.exclude(state=Report.State.DRAFT)

    def published(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.PUBLISHED)

    def with_subjects(self) -> "ReportQuerySet":
        """What each is about, in the same query."""
        return self.select_related(
            "consultation",
            "event__consultation",
            "reviewed_state",
            "review__state",
            "review__session",
            "cycle",
        )

    def with_files(self) -> "ReportQuerySet":
        """Give each report `files`: its latest one in each language."""
        latest = Rendering.objects.latest_files().defer("facts")
        return self.prefetch_related(models.Prefetch("renderings", queryset=latest, to_attr="files"))


class Report(About, Stateful):
    """A list of sections about one thing, compiled into a web page and one file per language."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "Draft")
        PUBLISHED = "published", pgettext_lazy("report", "Published")
        SUPERSEDED = "superseded", _("Superseded")

    MOVES = {
        State.DRAFT: {State.PUBLISHED},
        State.PUBLISHED: {State.SUPERSEDED},
    }

    kind = models.CharField(_("kind"), max_length=20, choices=report_kinds, default="outcome")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("name in the address"), max_length=80, unique=True)
    languages = ArrayField(LanguageField(), verbose_name=_("languages"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=[*SUBJECTS, "kind"],
                condition=Q(state="published"),
                nulls_distinct=False,
                name="one_published_report_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None)
                | ~Q(state="draft") & Q(published_at__isnull=False),
                name="published_has_a_date",
            ),
            models.CheckConstraint(
                condition=about_one_thing_of_its_kind(), name="a_report_is_about_one_thing_of_its_kind"
            ),
            models.CheckConstraint(condition=Q(languages__len__gte=1), name="a_report_has_a_language"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:detail", args=[self.slug])

    def file_to_read(self, language: str) -> "Rendering | None":
        """The latest file in this language, else in the next of the languages that texts fall back to."""
        files = {rendering.language: rendering for rendering in self.renderings.latest_files()}
        return next((files[code] for code in resolution_order(language) if code in files), None)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_superseded(self) -> bool:
        return self.state == self.State.SUPERSEDED


class ReportSection(models.Model):
    """One part of a report; what it shows is decided by its kind (reports/sections/)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections", verbose_name=_("report"))
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "position"))
    kind = models.CharField(_("kind"), max_length=20, choices=section_kinds)
    switched_on = models.BooleanField(_("switched on"), default=True)
    text = models.TextField(
        _("text"),
        blank=True,
        help_text=_("An empty line begins a paragraph. [[responses]] and [[share Q1 yes]] become figures."),
    )
    questions = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("questions shown as charts"),
        default=list,
        blank=True,
        help_text=_("Codes of the survey’s questions with commas between them, such as Q1,Q16."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"],
                name="one_section_at_a_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            # The kind is the section's anchor in the page.
            models.UniqueConstraint(fields=["report", "kind"], name="one_section_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_kind_display()}"


class RenderingQuerySet(models.QuerySet):
    def under_way(self) -> "RenderingQuerySet":
        return self.filter(state__in=[Rendering.State.QUEUED, Rendering.State.RUNNING])

    def done(self) -> "RenderingQuerySet":
        return self.filter(state=Rendering.State.DONE)

    def latest_files(self) -> "RenderingQuerySet":
        """The latest done one of each report in each language."""
        return self.done().order_by("report_id", "language", "-version").distinct("report_id", "language")

    def silent_since(self, moment) -> "RenderingQuerySet":
        """Under way, but nobody has said anything of them since `moment`: worker or message lost."""
        return self.under_way().filter(seen_at__lt=moment)


class Rendering(Stateful):
    """One version of a report in one language: the facts it was made from, how far it is, and its file.

    `attempts` is also the number of the claim: a worker that was given up writes nothing any more,
    because its number is no longer the row's.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("file", "Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Done")
        FAILED = "failed", pgettext_lazy("file", "Failed")

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
        State.QUEUED: {State.RUNNING, State.FAILED},
        State.RUNNING: {State.DONE, State.FAILED, State.QUEUED},
        State.FAILED: {State.QUEUED},
    }

    report = models.ForeignKey(Report, models.PROTECT, related_name="renderings", verbose_name=_("report"))
    language = LanguageField(_("language"))
    version = models.PositiveIntegerField(_("version"))
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
                fields=["report", "language", "version"], name="one_rendering_of_a_version"
            ),
            models.UniqueConstraint(
                fields=["report", "language"],
                condition=Q(state__in=["queued", "running"]),
                name="one_rendering_under_way_in_a_language",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="done", facts__isnull=False, size__gt=0, pages__gt=0, finished_at__isnull=False)
                    & ~Q(file="")
                    & Q(sha256__regex="^[0-9a-f]{64}$")
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
        return f"{self.report.slug} {self.language} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse(
            "reports:download_version",
            kwargs={"slug": self.report.slug, "language": self.language, "version": self.version},
        )

    @property
    def language_name(self) -> str:
        return OWN_NAMES[self.language]

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def file_name(self) -> str:
        """The name a reader's copy gets."""
        return f"{self.report.slug}-{self.language}-v{self.version}.pdf"
