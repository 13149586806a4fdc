"""The seats of a sub-topic."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.sub_topics import SubTopic


class Seat(models.Model):
    """One of the seats of a sub-topic; a row each, made with the sub-topic, so none can be invented later."""

    sub_topic = models.ForeignKey(SubTopic, models.CASCADE, related_name="seats", verbose_name=_("sub-topic"))
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sub_topic", "number"], name="one_seat_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seats_count_from_one"),
        ]

    def __str__(self):
        return str(self.number)

    @property
    def taken_by(self):
        """The request that holds this seat, or to which it is offered; or None."""
        return getattr(self, "request", None)
