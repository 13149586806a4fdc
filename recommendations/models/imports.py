"""Imports: what a file brought, so that it can be explained and undone."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recommendations.models.recommendations import Pledge, Recommender
from recommendations.models.reviews import Document
from upr_portal.languages import LanguageField
from upr_portal.states import Stateful


class ImportBatch(Stateful):
    """One import of one file, with the account of its rows."""

    class State(models.TextChoices):
        IMPORTED = "imported", _("Imported")
        UNDONE = "undone", _("Undone")

    class Kind(models.TextChoices):
        UPR_INFO = "upr-info", _("UPR Info's export")
        GENERATED = "generated", _("Generated examples")

    MOVES = {State.IMPORTED: {State.UNDONE}}

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.IMPORTED)
    file_name = models.CharField(_("file name"), max_length=200)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="batches", verbose_name=_("source document")
    )
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    rows_read = models.PositiveIntegerField(_("rows read"))
    recommenders_new = models.PositiveIntegerField(_("recommending States, new"))
    recommenders_existing = models.PositiveIntegerField(_("recommending States, here before"))
    repeats = models.PositiveIntegerField(_("repeats of a row of the file"))
    pledges_new = models.PositiveIntegerField(_("voluntary pledges, new"))
    pledges_existing = models.PositiveIntegerField(_("voluntary pledges, here before"))
    rows_refused = models.PositiveIntegerField(_("rows refused"))
    recommendations_new = models.PositiveIntegerField(_("recommendations, new"))
    refusals = models.JSONField(_("refused rows: line and reasons"), default=list, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    rows_read=F("recommenders_new")
                    + F("recommenders_existing")
                    + F("repeats")
                    + F("pledges_new")
                    + F("pledges_existing")
                    + F("rows_refused")
                ),
                name="every_row_is_accounted_for",
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_generated(self) -> bool:
        return self.kind == self.Kind.GENERATED


class ImportedRow(models.Model):
    """That a line of a file stands behind a recommending State or a pledge: what undoing an import asks."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    recommender = models.ForeignKey(Recommender, models.CASCADE, null=True, related_name="imported_rows")
    pledge = models.ForeignKey(Pledge, models.CASCADE, null=True, related_name="imported_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "recommender"], name="a_recommender_comes_once_in_a_file"
            ),
            models.UniqueConstraint(fields=["batch", "pledge"], name="a_pledge_comes_once_in_a_file"),
            models.CheckConstraint(
                condition=models.Q(recommender__isnull=True, pledge__isnull=False)
                | models.Q(recommender__isnull=False, pledge__isnull=True),
                name="a_row_is_a_recommender_or_a_pledge",
            ),
        ]

    def __str__(self):
        return f"{self.batch}, {self.line}"


class PendingImport(models.Model):
    """An uploaded file between its trial run and the confirmation: one a person, removed afterwards."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    language = LanguageField()
    skip_bad_rows = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.file_name
