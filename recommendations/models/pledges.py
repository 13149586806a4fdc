"""What States promised by themselves, kept apart from what they were asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.models.recommendations import ActionCategory, Worded
from recommendations.models.reviews import Review
from upr_portal.languages import LanguageField


class Pledge(Worded, models.Model):
    """What a State under review promised by itself; never counted among recommendations."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="pledges", verbose_name=_("review"))
    number = models.CharField(_("paragraph number"), max_length=20, blank=True)
    text = models.TextField(_("text"), blank=True)
    original_language = LanguageField(_("language of the source"))
    action_category = models.CharField(_("action category"), max_length=1, choices=ActionCategory, blank=True)
    issues = models.ManyToManyField(
        "reference.Theme", related_name="pledges", blank=True, verbose_name=_("issues")
    )
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("voluntary pledge")
        verbose_name_plural = _("voluntary pledges")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "fingerprint"],
                condition=~models.Q(fingerprint=""),
                name="alike_rows_are_one_pledge",
            ),
        ]

    def __str__(self):
        return f"{self.review}: {self.text[:60]}"
