"""How columns of other people's tables were understood before."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KnownColumn(models.Model):
    """A heading that a person once gave a meaning; the next table with it is proposed the same."""

    class Meaning(models.TextChoices):
        STATE = "state", _("State under review")
        SESSION = "session", _("Session")
        NUMBER = "number", _("Paragraph number")
        TEXT = "text", _("Text of the recommendation")
        RECOMMENDERS = "recommenders", _("Recommending States")
        POSITION = "position", _("Position")
        THEMES = "themes", _("Themes")

    heading = models.CharField(_("heading"), max_length=200, unique=True)  # as reference.normalise gives it
    meaning = models.CharField(_("meaning"), max_length=20, choices=Meaning)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("known column")
        verbose_name_plural = _("known columns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    meaning__in=["state", "session", "number", "text", "recommenders", "position", "themes"]
                ),
                name="a_column_has_a_known_meaning",
            ),
        ]

    def __str__(self):
        return f"{self.heading}: {self.meaning}"
