"""What a State under review answered: entries are added, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from upr_portal.languages import LanguageField


class PositionValue(models.TextChoices):
    """The official values (Human Rights Council resolution 5/1, paragraph 32); there is no fourth."""

    PENDING = "pending", _("Pending")
    SUPPORTED = "supported", _("Supported")
    NOTED = "noted", _("Noted")


class Position(models.Model):
    """An answer of the State under review, dated and sourced. Entries are added, never changed: a trigger
    sees to it."""

    class Qualifier(models.TextChoices):
        """What the State said beyond the official value; the value follows from UPR Info's rule of 2014."""

        IN_PART = "in-part", _("supported in part only, the parts not told apart")
        IN_PRINCIPLE = "in-principle", _("supported in principle")
        IMPLEMENTED = "implemented", _("already implemented or being implemented, says the State")
        NO_ANSWER = "no-answer", _("no answer by the adoption of the outcome")

    recommendation = models.ForeignKey("Recommendation", models.CASCADE, related_name="positions")
    value = models.CharField(_("position"), max_length=10, choices=PositionValue)
    qualifier = models.CharField(_("as the State put it"), max_length=20, choices=Qualifier, blank=True)
    date = models.DateField(_("date of the answer"), null=True, blank=True)
    document = models.ForeignKey(
        "Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("source document"),
    )
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=30, blank=True)
    own_words = models.TextField(_("the source's own words"), blank=True)
    language = LanguageField(_("language"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    batch = models.ForeignKey(
        "ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("import"),
    )

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__in=PositionValue.values), name="a_position_is_one_of_three"
            ),
            models.CheckConstraint(
                condition=models.Q(qualifier__in=["", "in-part", "in-principle", "implemented", "no-answer"]),
                name="a_position_has_a_known_qualifier",
            ),
            # UPR Info's rule (October 2014): only what is clearly accepted counts as supported.
            models.CheckConstraint(
                condition=~models.Q(qualifier__in=["in-part", "in-principle", "no-answer"])
                | models.Q(value=PositionValue.NOTED),
                name="in_part_in_principle_or_unanswered_is_noted",
            ),
        ]

    def __str__(self):
        return self.get_value_display()
