"""Reports made of sections."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.utils import build_localized_fieldname, resolution_order

from reports.models.renderings import Rendering
from reports.models.subjects import SUBJECTS, About, about_one_thing_of_its_kind
from reports.sections import report_kinds, section_kinds
from upr_portal.languages import OWN_NAMES, LanguageField
from upr_portal.states import Stateful


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReportQuerySet":
        """All for those who write them; what has been published for everybody else."""
        if user.is_authenticated and user.is_moderator:
            return self
        return self.public()

    def public(self) -> "ReportQuerySet":
        """What everybody can read: published, or replaced since then."""
        return self.filter(state__in=Report.PUBLIC)

    def published(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.PUBLISHED)

    def telling_key_issues(self) -> "ReportQuerySet":
        """Those that everybody can read and that print key issues with their proposals."""
        told = ReportSection.objects.filter(kind="key_issues", switched_on=True)
        return self.public().filter(pk__in=told.values("report"))

    def newest_to_tell_key_issues(self) -> "ReportQuerySet":
        """One of those a consultation: the published one, else the one superseded last."""
        is_published = Case(When(state=Report.State.PUBLISHED, then=0), default=1)
        found = self.telling_key_issues().order_by("consultation_id", is_published, "-published_at", "-pk")
        return Report.objects.filter(pk__in=found.distinct("consultation_id").values("pk"))

    def with_subjects(self) -> "ReportQuerySet":
        """What each is about, in the same query."""
        return self.select_related(
            "consultation",
            "event__consultation",
            "reviewed_state",
            "review__state",
            "review__session",
            "cycle",
            "revises",
        )

    def with_editions(self) -> "ReportQuerySet":
        """The edition before each and the next one, in the same query."""
        return self.select_related("revises", "next_edition")

    def with_files(self) -> "ReportQuerySet":
        """Give each report `files`: its latest one in each language and format."""
        latest = Rendering.objects.latest_files().defer("facts")
        return self.prefetch_related(models.Prefetch("renderings", queryset=latest, to_attr="files"))


class Report(About, Stateful):
    """A list of sections about one thing, compiled into a web page and one file per language.

    What is published never changes (a trigger sees to its sections): it is replaced by a new edition, another
    report that `revises` it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "Draft")
        IN_REVIEW = "in_review", pgettext_lazy("report", "In review")
        APPROVED = "approved", pgettext_lazy("report", "Approved")
        PUBLISHED = "published", pgettext_lazy("report", "Published")
        SUPERSEDED = "superseded", _("Superseded")

    MOVES = {
        State.DRAFT: {State.IN_REVIEW},
        State.IN_REVIEW: {State.APPROVED, State.DRAFT},
        State.APPROVED: {State.PUBLISHED, State.DRAFT},
        State.PUBLISHED: {State.SUPERSEDED},
    }
    WRITABLE = [State.DRAFT, State.IN_REVIEW]
    PUBLIC = [State.PUBLISHED, State.SUPERSEDED]

    kind = models.CharField(_("kind"), max_length=20, choices=report_kinds, default="outcome")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("name in the address"), max_length=80, unique=True)
    languages = ArrayField(LanguageField(), verbose_name=_("languages"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    embargo_until = models.DateTimeField(_("under embargo until"), null=True, editable=False)
    revises = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="next_edition",
        verbose_name=_("the edition before"),
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    # SHA-256 of the key issues and proposals as they were approved: they can be written on afterwards.
    approved_words = models.CharField(max_length=64, blank=True, editable=False)
    what_changed = models.TextField(
        _("what changed since the edition before"),
        blank=True,
        help_text=_("Readers see it on the page and on the cover."),
    )

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
                condition=Q(state__in=["published", "superseded"], published_at__isnull=False)
                | Q(state__in=["draft", "in_review", "approved"], published_at=None),
                name="published_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(revises=None, edition=1) | Q(revises__isnull=False, edition__gt=1),
                name="an_edition_after_the_first_revises_one",
            ),
            models.CheckConstraint(
                condition=about_one_thing_of_its_kind(), name="a_report_is_about_one_thing_of_its_kind"
            ),
            models.CheckConstraint(condition=Q(languages__len__gte=1), name="a_report_has_a_language"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def published_one(self) -> "Report | None":
        """Another report of the same thing and kind, which everybody reads now."""
        same = Report.objects.filter(kind=self.kind, **{self.subject_field: self.subject})
        return same.published().exclude(pk=self.pk).first()

    def get_absolute_url(self) -> str:
        return reverse("reports:detail", args=[self.slug])

    @classmethod
    def what_changed_fields(cls) -> list[str]:
        """The columns of `what_changed`, one a language."""
        return [build_localized_fieldname("what_changed", language) for language in OWN_NAMES]

    def file_to_read(self, language: str) -> Rendering | None:
        """The latest file in this language, else in the next of the languages that texts fall back to.

        Its facts are read only when they are asked for.
        """
        latest = self.renderings.latest_files().defer("facts")
        files = {rendering.language: rendering for rendering in sorted(latest, key=lambda one: one.version)}
        return next((files[code] for code in resolution_order(language) if code in files), None)

    @property
    def files_to_print(self) -> list[Rendering]:
        """Of `files` (`with_files`) those that are PDF, one a language."""
        return [rendering for rendering in self.files if rendering.format == "pdf"]

    @property
    def is_public(self) -> bool:
        """Can everybody read it?"""
        return self.state in self.PUBLIC

    @property
    def is_writable(self) -> bool:
        """May its sections and texts still be written?"""
        return self.state in self.WRITABLE

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

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
