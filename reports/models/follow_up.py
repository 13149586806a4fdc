"""Where a proposal goes: to whom it is addressed, the recommendations it led to, and what became of it."""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models.key_issues import Proposal
from upr_portal.languages import LanguageField

KINDS = [
    "state",
    "recommending",
    "secretariat",
    "council",
    "agencies",
    "nhri",
    "civil_society",
    "nmirf",
]


class LinkedRecommendation(models.Model):
    """A recommendation of the UPR that a proposal led to, as a moderator found out.

    It goes with the recommendation where an import is taken back: then that was never made.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="recommendation_links")
    recommendation = models.ForeignKey(
        "recommendations.Recommendation", models.CASCADE, related_name="proposal_links"
    )
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("linked by")
    )
    linked_at = models.DateTimeField(_("linked on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("link to a recommendation")
        verbose_name_plural = _("links to recommendations")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "recommendation"], name="a_proposal_leads_to_a_recommendation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} → {self.recommendation_id}"


class Addressee(models.Model):
    """Who is asked to act on a proposal: a kind of actor, or one State by its name."""

    class Kind(models.TextChoices):
        STATE = "state", _("States under review")
        RECOMMENDING = "recommending", _("Recommending States")
        SECRETARIAT = "secretariat", _("OHCHR and the UPR secretariat")
        COUNCIL = "council", _("Human Rights Council")
        AGENCIES = "agencies", _("United Nations agencies")
        NHRI = "nhri", _("National human rights institutions")
        CIVIL_SOCIETY = "civil_society", _("Civil society")
        NMIRF = "nmirf", _("National mechanisms for implementation, reporting and follow-up")

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="addressees", verbose_name=_("proposal")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    state = models.ForeignKey(
        "reference.State",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals_addressed",
        verbose_name=_("State"),
    )

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "kind", "state"],
                nulls_distinct=False,
                name="a_proposal_is_addressed_to_each_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="an_addressee_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(state=None) | Q(kind="state"), name="only_a_state_is_named_as_an_addressee"
            ),
        ]

    def __str__(self) -> str:
        return str(self.state) if self.state_id else self.get_kind_display()


class FollowUp(models.Model):
    """What became of a proposal, as far as a moderator knew on a day. Entries are added and never changed
    (a trigger sees to it): what was wrong is corrected by a newer one, and both stay readable."""

    class Outcome(models.TextChoices):
        TAKEN_UP = "taken_up", _("Taken up")
        IN_PART = "in_part", _("Taken up in part")
        NOT_TAKEN_UP = "not_taken_up", _("Not taken up")
        TOO_EARLY = "too_early", _("Too early to say")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="follow_ups")
    outcome = models.CharField(_("what became of it"), max_length=20, choices=Outcome)
    happened_on = models.DateField(_("date"))
    narrative = models.TextField(_("what happened"), blank=True)
    language = LanguageField(_("language of the text"))
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["-happened_on", "-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["taken_up", "in_part", "not_taken_up", "too_early"]),
                name="a_follow_up_has_a_known_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="too_early") | ~Q(narrative=""),
                name="what_became_of_a_proposal_is_told",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(corrects=F("pk")), name="an_entry_does_not_correct_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.happened_on}"


class Evidence(models.Model):
    """An address at which everybody can see that a follow-up is so."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="evidence")
    address = models.URLField(_("address"), max_length=500, validators=[URLValidator(schemes=["https"])])

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(address__startswith="https://"), name="evidence_is_read_over_https"
            ),
            models.UniqueConstraint(fields=["follow_up", "address"], name="evidence_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.address
