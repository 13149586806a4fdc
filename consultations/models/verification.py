"""What makes it believed that somebody speaks for a national institution, a parliament or the UN."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from consultations.models.consultations import Event
from consultations.models.registrations import TO_BE_VERIFIED, Registration

IS_OF_A_KIND_TO_BE_VERIFIED = Q(kind__in=TO_BE_VERIFIED)


class VerificationCodeQuerySet(models.QuerySet):
    def good(self, at):
        """Those that verify somebody at this moment."""
        return self.filter(ended_at=None, expires_at__gt=at, uses__lt=F("uses_allowed"))


class VerificationCode(models.Model):
    """What a focal point hands on to those who speak for an organisation; only its hash is kept."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="verification_codes", verbose_name=_("event")
    )
    organisation_name = models.CharField(_("organisation"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Organisation.Kind.choices)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    uses_allowed = models.PositiveSmallIntegerField(_("how many people may use it"), default=1)
    uses = models.PositiveSmallIntegerField(_("used"), default=0, editable=False)
    expires_at = models.DateTimeField(_("good until"))
    ended_at = models.DateTimeField(_("ended on"), null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"), editable=False
    )
    made_at = models.DateTimeField(_("made on"), editable=False)

    objects = VerificationCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification code")
        verbose_name_plural = _("verification codes")
        constraints = [
            models.CheckConstraint(
                condition=Q(uses__lte=F("uses_allowed")), name="a_code_is_used_no_more_often_than_allowed"
            ),
            models.CheckConstraint(condition=Q(uses_allowed__gte=1), name="a_code_is_good_for_somebody"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="a_code_expires_after_it_is_made"
            ),
            models.CheckConstraint(condition=~Q(organisation_name=""), name="a_code_names_an_organisation"),
            models.CheckConstraint(
                condition=IS_OF_A_KIND_TO_BE_VERIFIED, name="a_code_is_for_a_kind_that_is_verified"
            ),
        ]

    def __str__(self):
        return f"{self.organisation_name} ({self.pk})"


class Verification(models.Model):
    """This kind and this organisation are true of somebody; of what they state afterwards it says nothing."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="verification", verbose_name=_("registration")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Organisation.Kind.choices)
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    code = models.ForeignKey(
        VerificationCode,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="verifications",
        verbose_name=_("verification code"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified by"),
    )
    at = models.DateTimeField(_("verified on"))

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__isnull=False, by=None) | Q(code=None, by__isnull=False),
                name="verified_by_a_code_or_by_a_moderator",
            ),
            models.CheckConstraint(
                condition=IS_OF_A_KIND_TO_BE_VERIFIED, name="a_verification_is_of_a_kind_that_is_verified"
            ),
        ]

    def __str__(self):
        return f"{self.registration_id}"
