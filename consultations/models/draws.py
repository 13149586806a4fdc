"""The draw of a sub-topic: a seed that was committed to, and what it gave."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from consultations.models.consultations import Consultation, Event
from consultations.models.sub_topics import SubTopic


class DrawQuerySet(models.QuerySet):
    def due(self, at: datetime):
        """Those to be held: not held yet, and their sub-topics take no requests any more."""
        is_public = ~Q(sub_topic__event__consultation__state=Consultation.State.DRAFT)
        is_public &= Q(sub_topic__event__state=Event.State.PUBLIC)
        return self.filter(
            is_public,
            held_at=None,
            sub_topic__allocation_rule=SubTopic.AllocationRule.DRAW,
            sub_topic__requests_close__lte=at,
        ).order_by("pk")


class Draw(models.Model):
    """One a sub-topic. The seed is secret until the draw is held; `record` is then what everybody may check.

    That the commitment is the SHA-256 of the seed is held by a check constraint (migration 0003). Nothing of
    this is shown in the desk; see docs/decisions/0017-draws.md.
    """

    sub_topic = models.OneToOneField(SubTopic, models.CASCADE, related_name="draw")
    seed = models.CharField(max_length=64, editable=False)
    commitment = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(editable=False)
    held_at = models.DateTimeField(null=True, editable=False)
    record = models.JSONField(null=True, editable=False)

    objects = DrawQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at=None, record__isnull=True)
                | Q(held_at__isnull=False, record__isnull=False),
                name="a_draw_that_was_held_has_a_record",
            ),
        ]

    def __str__(self):
        return f"draw of {self.sub_topic_id}"
