"""The sentences that head lists of recommendations, and what each says of the position."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from upr_portal.languages import LanguageField


class LeadIn(models.Model):
    """A wording found in reports and what it proposes for the recommendations listed under it.

    `wording` is a phrase as reports print it; an asterisk stands for a few words that vary, most often the
    State. Of all wordings that fit a paragraph the longest counts: "did not enjoy the support of" is more
    than "enjoy the support of". What fits none is unclear, never guessed.
    """

    class Meaning(models.TextChoices):
        SUPPORTED = "supported", _("The recommendations below are supported")
        NOTED = "noted", _("The recommendations below are noted")
        PENDING = "pending", _("The State will answer the recommendations below later")
        UNCLEAR = "unclear", _("A person must read it: the wording says several things")
        PLEDGES = "pledges", _("Voluntary pledges and commitments follow")
        END = "end", _("The list of recommendations ends here")

    language = LanguageField(_("language"))
    wording = models.CharField(
        _("wording"), max_length=300, help_text=_("* stands for a few words that vary, such as the State.")
    )
    meaning = models.CharField(_("what it says"), max_length=10, choices=Meaning)
    source = models.CharField(_("where it was found"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("lead-in")
        verbose_name_plural = _("lead-ins")
        ordering = ["language", "meaning", "wording"]
        constraints = [
            models.UniqueConstraint(fields=["language", "wording"], name="a_wording_has_one_meaning"),
            models.CheckConstraint(
                condition=models.Q(
                    meaning__in=["supported", "noted", "pending", "unclear", "pledges", "end"]
                ),
                name="a_lead_in_has_a_known_meaning",
            ),
        ]

    def __str__(self):
        return self.wording
