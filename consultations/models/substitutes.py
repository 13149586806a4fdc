"""Somebody who is asked to speak in the place of another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.speaking import SpeakingRequest
from upr_portal.languages import LanguageField


class Substitute(models.Model):
    """Named by who asked for the floor; the row is gone as soon as the substitute has answered, or too late.

    So nothing is kept of somebody who never agreed to be known here. Of the link only the hash is kept.
    """

    request = models.OneToOneField(SpeakingRequest, models.CASCADE, related_name="substitute")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    language = LanguageField(_("language of the letter"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    named_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("substitute")
        verbose_name_plural = _("substitutes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("named_at")), name="a_substitute_has_time_to_answer"
            ),
        ]

    def __str__(self):
        return f"substitute for {self.request_id}"
