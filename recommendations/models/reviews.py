"""Reviews and the documents they leave behind."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reference.models import Precision, Sourced, said_precisely
from upr_portal.languages import LanguageField


class Review(models.Model):
    """The review of one State in one session of the Working Group."""

    state = models.ForeignKey(
        "reference.State", models.PROTECT, related_name="reviews", verbose_name=_("State under review")
    )
    session = models.ForeignKey(
        "reference.UprSession", models.PROTECT, related_name="reviews", verbose_name=_("session")
    )
    troika = models.ManyToManyField(
        "reference.State", related_name="troikas", blank=True, verbose_name=_("troika")
    )
    draft_symbol = models.CharField(_("symbol of the draft report"), max_length=60, blank=True)
    report_symbol = models.CharField(_("symbol of the report"), max_length=60, blank=True)
    addendum_symbol = models.CharField(_("symbol of the addendum"), max_length=60, blank=True)
    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="next_reviews",
        verbose_name=_("previous review"),
    )

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["session__number", "state__iso3"]
        constraints = [
            models.UniqueConstraint(fields=["state", "session"], name="one_review_of_a_state_in_a_session"),
        ]

    def __str__(self):
        return f"{self.state}, {self.session}"

    def get_absolute_url(self):
        return reverse("recommendations:review", args=[self.state.iso3, self.session.number])


class ReviewDate(Sourced):
    """One step of a review: no more exact than it is known, with its source; entered, never computed."""

    class Step(models.TextChoices):
        SUBMISSIONS = "submissions", _("Submissions of stakeholders due")
        NATIONAL_REPORT = "national-report", _("National report due")
        REVIEW = "review", _("Review in the Working Group")
        DRAFT_ADOPTED = "draft-adopted", _("Draft report adopted by the Working Group")
        RESPONSES_DUE = "responses-due", _("Positions on the recommendations due")
        ADOPTION = "adoption", _("Outcome adopted by the Human Rights Council")
        MID_TERM = "mid-term", _("Mid-term report")

    review = models.ForeignKey(Review, models.CASCADE, related_name="dates", verbose_name=_("review"))
    step = models.CharField(_("step"), max_length=20, choices=Step)
    day = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=10, choices=Precision, default=Precision.UNKNOWN)

    class Meta:
        verbose_name = _("date of a review")
        verbose_name_plural = _("dates of a review")
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "step"], name="a_step_of_a_review_has_one_date"),
            models.CheckConstraint(
                condition=Q(precision=Precision.UNKNOWN, day=None)
                | (~Q(precision=Precision.UNKNOWN) & Q(day__isnull=False)),
                name="a_date_of_a_review_has_a_precision",
            ),
            models.CheckConstraint(
                condition=Q(precision__in=Precision.values), name="a_precision_of_a_review_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()}: {self.said}"

    @property
    def said(self) -> str:
        """ "28 January 2025", "January 2025" or "Date not known", in the reader's language."""
        return said_precisely(self.day, self.precision)


class Document(models.Model):
    """A source that recommendations, positions or pledges were read from."""

    class Family(models.TextChoices):
        REPORT = "report", _("report of the Working Group")
        ADDENDUM = "addendum", _("addendum to the report")
        MATRIX = "matrix", _("thematic list of recommendations")
        UPR_INFO = "upr-info", _("UPR Info's export")
        UHRI = "uhri", _("export of the Universal Human Rights Index")
        TABLE = "table", _("table with columns of its own")
        GENERATED = "generated", _("generated examples")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft, as circulated in the room")
        FINAL = "final", _("final")

    family = models.CharField(_("family"), max_length=20, choices=Family)
    review = models.ForeignKey(
        Review,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("review"),
        help_text=_("Empty where a source covers many reviews."),
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True)
    title = models.CharField(_("title"), max_length=200)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    language = LanguageField(_("language"))
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "family", "language"],
                condition=~models.Q(sha256=""),
                name="a_file_is_one_document",
            ),
        ]

    def __str__(self):
        return self.symbol or self.title
