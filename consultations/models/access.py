"""What organisers answered to what somebody needs to take part."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models.registrations import Registration
from upr_portal.languages import LanguageField


class AccessAnswer(models.Model):
    """One answer to the access needs of one registration, as these were written when it was given.

    Whoever changes their needs afterwards has none again (`RegistrationQuerySet.with_needs`).
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="access_answers", verbose_name=_("registration")
    )
    needs = models.TextField(_("access needs"))
    text = models.TextField(_("answer"))
    language = LanguageField(_("language"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered on"))

    class Meta:
        verbose_name = _("answer to access needs")
        verbose_name_plural = _("answers to access needs")
        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="an_answer_to_access_needs_says_something"),
        ]

    def __str__(self):
        return f"{self.registration_id}"
