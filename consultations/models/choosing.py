"""What moderators have noted of somebody before they choose: for moderators alone, gone once they chose."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.criteria import Criterion
from consultations.models.speaking import SpeakingRequest


class DraftDecision(models.Model):
    """As it was typed, also where it is not complete; each person apart, so that two moderators can work."""

    request = models.OneToOneField(SpeakingRequest, models.CASCADE, related_name="draft_decision")
    given = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=10, blank=True)
    criteria = ArrayField(
        models.CharField(max_length=20, choices=Criterion.choices), default=list, blank=True
    )
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("draft of a decision")
        verbose_name_plural = _("drafts of decisions")

    def __str__(self):
        return f"draft for {self.request_id}"
