"""Two who hold seats may swap them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models.speaking import SpeakingRequest


class Swap(models.Model):
    """Proposed by one who holds a seat to another; the row is gone once it is answered, or too late."""

    proposed = models.OneToOneField(SpeakingRequest, models.CASCADE, related_name="swap")
    wanted = models.ForeignKey(SpeakingRequest, models.CASCADE, related_name="swaps_wanted")
    proposed_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("swap of seats")
        verbose_name_plural = _("swaps of seats")
        constraints = [
            models.CheckConstraint(condition=~Q(proposed=F("wanted")), name="a_swap_takes_two"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("proposed_at")), name="a_swap_has_time_to_answer"
            ),
        ]

    def __str__(self):
        return f"{self.proposed_id} for {self.wanted_id}"
