"""Tables of answers that go out as files, and those that came in."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.models.surveys import Survey
from upr_portal.states import Stateful

KEEP_EXPORTS = timedelta(hours=24)


class SurveyExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Each moderator sees the own ones; nobody else any, whoever they were when they asked."""
        if not (user.is_authenticated and user.is_moderator):
            return self.none()
        return self.filter(asked_by=user)

    def under_way(self):
        return self.filter(state__in=[SurveyExport.State.QUEUED, SurveyExport.State.RUNNING])

    def to_download(self):
        """Done, and not over: the clock may still have to delete the file."""
        return self.filter(state=SurveyExport.State.DONE, expires_at__gt=timezone.now())

    def silent_since(self, moment):
        """Under way, but nobody has said anything of them since `moment`: worker or message lost."""
        return self.under_way().filter(seen_at__lt=moment)


class SurveyExport(Stateful):
    """A file of a survey's answers that a moderator asked for; it is deleted after a day.

    `attempts` is also the number of the claim: a worker that was given up writes nothing any more.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("file", "Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Done")
        FAILED = "failed", pgettext_lazy("file", "Failed")

    class Kind(models.TextChoices):
        XLSX = "xlsx", _("Excel, with the codebook as a second sheet")
        CSV = "csv", _("csv: the answers")
        CODEBOOK = "codebook", _("csv: the codebook")

    MOVES = {
        State.QUEUED: {State.RUNNING, State.FAILED},
        State.RUNNING: {State.DONE, State.FAILED, State.QUEUED},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="exports", verbose_name=_("survey"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    with_texts = models.BooleanField(_("with free texts"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    file = models.CharField(_("file"), max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for on"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last sign of life"))
    expires_at = models.DateTimeField(_("is deleted on"))

    objects = SurveyExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of answers")
        verbose_name_plural = _("exports of answers")
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "asked_by", "kind", "with_texts"],
                condition=Q(state__in=["queued", "running"]),
                name="one_export_of_a_kind_under_way_for_each_person",
            ),
            models.CheckConstraint(
                condition=Q(state="done", size__gt=0) & ~Q(file="")
                | ~Q(state="done") & Q(file="", size=None),
                name="an_export_has_a_file_exactly_when_done",
            ),
            models.CheckConstraint(
                condition=Q(rows_done__lte=F("rows_total")), name="no_more_rows_done_than_there_are"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey.slug}, {self.get_kind_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def file_name(self) -> str:
        """The name that the downloaded copy gets."""
        if self.kind == self.Kind.CODEBOOK:
            return f"{self.survey.slug}-codebook.csv"
        return f"{self.survey.slug}-answers.{self.kind}"


class AnswerImport(models.Model):
    """A table of answers that was taken in: its fingerprint, so that it does not come in twice."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="imports", verbose_name=_("survey"))
    sha256 = models.CharField("SHA-256", max_length=64)
    count = models.PositiveIntegerField(_("responses"))

    class Meta:
        verbose_name = _("import of answers")
        verbose_name_plural = _("imports of answers")

    def __str__(self) -> str:
        return f"{self.survey.slug}: {self.count}"
