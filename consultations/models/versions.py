"""A programme as it stood for those who registered between a change and the letter that tells of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Event


class ProgrammeVersion(models.Model):
    """What was in view from a moment on, as facts (consultations/history.py); forgotten once all are told."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="versions", verbose_name=_("event"))
    seen_from = models.DateTimeField()
    facts = models.JSONField()

    class Meta:
        verbose_name = _("version of a programme")
        verbose_name_plural = _("versions of programmes")
        ordering = ["seen_from", "pk"]

    def __str__(self):
        return f"{self.event_id} from {self.seen_from:%Y-%m-%d %H:%M}"
