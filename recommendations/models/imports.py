"""Imports: what a file brought, so that it can be explained and undone."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recommendations.models.pledges import Pledge
from recommendations.models.recommendations import Recommendation, Recommender
from recommendations.models.reviews import Document, Review
from upr_portal.languages import LanguageField
from upr_portal.states import Stateful


class ImportBatchQuerySet(models.QuerySet):
    def live(self):
        """Those that were not undone."""
        return self.filter(state=ImportBatch.State.IMPORTED)


class ImportBatch(Stateful):
    """One import of one file, with the account of its rows."""

    class State(models.TextChoices):
        IMPORTED = "imported", _("Imported")
        UNDONE = "undone", _("Undone")

    class Kind(models.TextChoices):
        UPR_INFO = "upr-info", _("UPR Info's export")
        REPORT = "report", _("report of the Working Group")
        ADDENDUM = "addendum", _("addendum to the report")
        MATRIX = "matrix", _("thematic list of recommendations")
        UHRI = "uhri", _("export of the Universal Human Rights Index")
        TABLE = "table", _("table with columns of its own")
        GENERATED = "generated", _("Generated examples")

    MOVES = {State.IMPORTED: {State.UNDONE}}

    objects = ImportBatchQuerySet.as_manager()

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
    positions_new = models.PositiveIntegerField(_("positions, new"), default=0)
    positions_existing = models.PositiveIntegerField(_("positions, here before"), default=0)
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
                    + F("positions_new")
                    + F("positions_existing")
                    + F("rows_refused")
                ),
                name="every_row_is_accounted_for",
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("recommendations:batch", args=[self.pk])

    @property
    def reviews(self) -> models.QuerySet:
        """The review that its document is about, else those whose recommendations it brought."""
        about = models.Q(documents=self.document_id) | models.Q(recommendations__batch=self.pk)
        return Review.objects.filter(about).select_related("state", "session").distinct()

    @property
    def is_undone(self) -> bool:
        return self.state == self.State.UNDONE

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


class Appearance(models.Model):
    """A recommendation as one document has it: its number, its wording, the States as printed there.

    The same recommendation stands in a draft, a report and OHCHR's list; each keeps its own words. `brought`
    is what the recommendation has of terms by this document, so that the import can be undone:
    {"issues": [keys of themes], "persons": […], "goals": […], "targets": […]}.
    """

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="appearances")
    document = models.ForeignKey(Document, models.PROTECT, related_name="appearances")
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="appearances")
    line = models.PositiveIntegerField(_("place in the document"))
    number = models.CharField(_("paragraph number"), max_length=20, blank=True)
    part = models.CharField(_("part"), max_length=10, blank=True)
    text = models.TextField(_("text"))
    language = LanguageField(_("language"))
    states = models.TextField(_("recommending States as printed"), blank=True)
    lead_in = models.TextField(_("what the list is headed with"), blank=True)
    brought = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("appearance in a document")
        verbose_name_plural = _("appearances in documents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "recommendation", "line"], name="a_place_in_a_document_is_named_once"
            ),
        ]

    def __str__(self):
        return f"{self.document}, {self.number}"


class PendingImportQuerySet(models.QuerySet):
    def under_way(self):
        return self.filter(state__in=PendingImport.UNDER_WAY)

    def removable(self):
        """Those that a person may still take away: what is being saved is saved whole."""
        return self.exclude(state__in=PendingImport.BEING_SAVED)

    def silent_since(self, moment):
        """Waiting for a job or in its hands, without a sign of life since `moment`."""
        return self.under_way().filter(seen_at__lt=moment)

    def without_content(self):
        """For pages: the file itself stays in the database."""
        return self.defer("content")


class PendingImport(Stateful):
    """An uploaded file between its reading and the confirmation: one a person, removed afterwards.

    `reading` is what was read, in the form of `documents.readings`; `decisions` is what the person decided on
    it so far: the State and session, positions of groups, corrections of rows, rows left out, columns.

    UPR Info's export is large, so it is saved by a job as well: `reading` is the trial run that was shown
    (`documents.trials`), and `batch` what came of it, None where nothing was new.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READING = "reading", _("Being read")
        READ = "read", _("Read")
        REFUSED = "refused", _("Cannot be read")
        CONFIRMED = "confirmed", _("Waiting to be saved")
        SAVING = "saving", _("Being saved")
        SAVED = "saved", _("Saved")

    BEING_SAVED = (State.CONFIRMED, State.SAVING)
    UNDER_WAY = (State.WAITING, State.READING, *BEING_SAVED)
    MOVES = {
        State.WAITING: {State.READING},
        State.READING: {State.READ, State.REFUSED},
        State.READ: {State.WAITING, State.CONFIRMED},
        State.CONFIRMED: {State.SAVING},
        State.SAVING: {State.SAVED, State.READ},
        State.REFUSED: {State.WAITING},
    }

    objects = PendingImportQuerySet.as_manager()

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # Empty until the reading has found out what the file is.
    family = models.CharField(max_length=20, choices=Document.Family, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    # Empty until then, too.
    language = LanguageField(blank=True)
    skip_bad_rows = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField(default=timezone.now)
    # A job that gives no sign of life is taken up again; `attempts` numbers the claims.
    attempts = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(default=timezone.now)
    progress = models.PositiveSmallIntegerField(default=0)
    reading = models.JSONField(null=True, blank=True)
    problem = models.TextField(blank=True)
    decisions = models.JSONField(default=dict, blank=True)
    batch = models.ForeignKey("ImportBatch", models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="progress_is_of_a_hundred"),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def is_being_saved(self) -> bool:
        return self.state in self.BEING_SAVED
