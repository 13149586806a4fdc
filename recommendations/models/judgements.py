"""What people found on looking at two recommendations that may be one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recommendations.models.recommendations import Recommendation


class Judgement(models.Model):
    """A person's verdict on a pair of recommendations of one review; the pair is offered to nobody again.

    `brought` is what the merged one gave to the one that was kept, so that the merging can be undone:
    {"issues": [keys of themes], "persons": […], "goals": […], "targets": […], "action_category": "4"}.
    """

    class Verdict(models.TextChoices):
        SAME = "same", _("the same recommendation")
        DIFFERENT = "different", _("two recommendations")

    first = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    brought = models.JSONField(default=dict, blank=True)
    judged_at = models.DateTimeField(_("judged"), default=timezone.now)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("verdict on a pair")
        verbose_name_plural = _("verdicts on pairs")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_is_judged_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_pair_has_an_order"),
            models.CheckConstraint(
                condition=Q(verdict__in=["same", "different"]), name="a_verdict_is_same_or_different"
            ),
        ]

    def __str__(self):
        return f"{self.first_id}, {self.second_id}: {self.verdict}"
