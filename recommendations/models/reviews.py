"""Reviews and the documents they leave behind."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from upr_portal.languages import LanguageField


class Review(models.Model):
    """The review of one State in one session of the Working Group."""

    state = models.ForeignKey(
        "reference.State", models.PROTECT, related_name="reviews", verbose_name=_("State under review")
    )
    session = models.ForeignKey(
        "reference.UprSession", models.PROTECT, related_name="reviews", verbose_name=_("session")
    )
    date = models.DateField(_("date of the review"), null=True, blank=True)
    report_symbol = models.CharField(_("symbol of the report"), max_length=60, blank=True)
    addendum_symbol = models.CharField(_("symbol of the addendum"), max_length=60, blank=True)
    response_due = models.DateField(_("response due"), null=True, blank=True)
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
        return reverse("recommendations:state", args=[self.state.iso3])


class Document(models.Model):
    """A source that recommendations, positions or pledges were read from."""

    class Family(models.TextChoices):
        REPORT = "report", _("report of the Working Group")
        ADDENDUM = "addendum", _("addendum to the report")
        MATRIX = "matrix", _("thematic list of recommendations")
        UPR_INFO = "upr-info", _("UPR Info's export")
        UHRI = "uhri", _("export of the Universal Human Rights Index")
        GENERATED = "generated", _("generated examples")

    family = models.CharField(_("family"), max_length=20, choices=Family)
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
