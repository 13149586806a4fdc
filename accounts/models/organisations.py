"""Organisations that take part, and whether a moderator has found them to be who they say."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from upr_portal.states import Stateful


class OrganisationQuerySet(models.QuerySet):
    def verified(self):
        return self.filter(state=Organisation.State.VERIFIED)

    def named(self, name: str):
        """Those of this name, whatever its case, that were not refused."""
        return self.exclude(state=Organisation.State.REFUSED).filter(name__iexact=name)

    def visible_to(self, user):
        """Everybody sees the verified ones, a person also the own one, moderators all."""
        if user.is_authenticated and user.is_moderator:
            return self
        mine = user.organisation_id if user.is_authenticated else None
        return self.filter(Q(state=Organisation.State.VERIFIED) | Q(pk=mine))


class Organisation(Stateful):
    """A body that people of the portal speak for."""

    class Kind(models.TextChoices):
        NATIONAL_NGO = "national-ngo", _("National non-governmental organisation")
        INTERNATIONAL_NGO = "international-ngo", _("International non-governmental organisation")
        NHRI = "nhri", _("National human rights institution")
        PARLIAMENT = "parliament", _("Parliament")
        ACADEMIA = "academia", _("University or research institute")
        UN = "un", _("United Nations agency or office")
        ASSOCIATION = "association", _("Association, network or union")
        MINISTRY = "ministry", _("Ministry or national mechanism for implementation, reporting and follow-up")
        OTHER = "other", _("Other")

    # Who registers as one of these is believed only when it is verified (docs/decisions/0020).
    TO_BE_VERIFIED = [Kind.NHRI, Kind.PARLIAMENT, Kind.UN]

    class GanhriStatus(models.TextChoices):
        """Accreditation by the Global Alliance of National Human Rights Institutions."""

        A = "A", _("A: fully in line with the Paris Principles")
        B = "B", _("B: partially in line with the Paris Principles")
        NONE = "none", _("Not accredited")

    class State(models.TextChoices):
        UNVERIFIED = "unverified", _("Waiting for verification")
        VERIFIED = "verified", _("Verified")
        REFUSED = "refused", _("Refused")

    MOVES = {
        State.UNVERIFIED: {State.VERIFIED, State.REFUSED},
        State.VERIFIED: {State.REFUSED},
        State.REFUSED: {State.VERIFIED},
    }

    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    ganhri_status = models.CharField(_("GANHRI status"), max_length=4, choices=GanhriStatus, blank=True)
    states = models.ManyToManyField(
        "reference.State", verbose_name=_("States it works on"), blank=True, related_name="organisations"
    )
    website = models.URLField(_("website"), blank=True)
    state = models.CharField(
        _("verification"), max_length=10, choices=State, default=State.UNVERIFIED, db_index=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified or refused by"),
    )
    decided_at = models.DateTimeField(_("verified or refused at"), null=True, blank=True)
    created_at = models.DateTimeField(_("named at"), default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="unverified", decided_by=None, decided_at=None)
                | Q(state__in=["verified", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind="nhri") | Q(ganhri_status=""), name="only_nhris_have_a_ganhri_status"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def must_be_verified(self) -> bool:
        """Is who speaks for it believed only when verified? Of others it is not asked."""
        return self.kind in self.TO_BE_VERIFIED

    @property
    def is_verified(self) -> bool:
        return self.state == self.State.VERIFIED
