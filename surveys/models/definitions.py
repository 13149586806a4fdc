"""Questionnaires of other programs on their way in."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PendingDefinition(models.Model):
    """What was read in a file, between the reading and the confirmation: one a person, for a day at most.

    `reading` is the questionnaire's data, as `definitions.families` gives it; the file itself is not kept.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reading = models.JSONField()
    read_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.reading['family']} of {self.read_at:%Y-%m-%d}"
