"""Key issues of a consultation, and the proposals that answer them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KeyIssue(models.Model):
    """A concern that a consultation brought up, told in a narrative and answered by proposals."""

    consultation = models.ForeignKey(
        "consultations.Consultation",
        models.PROTECT,
        related_name="key_issues",
        verbose_name=_("consultation"),
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "position"))
    title = models.CharField(_("title"), max_length=200)
    narrative = models.TextField(_("narrative"), blank=True)
    # How often it was kept: who saves says which one was being written on.
    version = models.PositiveIntegerField(default=1, editable=False)
    excerpts = models.ManyToManyField(
        "reports.Excerpt", editable=False, related_name="key_issues", verbose_name=_("excerpts")
    )

    class Meta:
        verbose_name = _("key issue")
        verbose_name_plural = _("key issues")
        ordering = ["consultation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "position"],
                name="one_key_issue_at_a_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Proposal(models.Model):
    """One numbered recommendation of a consultation; numbers begin again with each key issue."""

    key_issue = models.ForeignKey(
        KeyIssue, models.CASCADE, related_name="proposals", verbose_name=_("key issue")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))
    version = models.PositiveIntegerField(default=1, editable=False)
    excerpts = models.ManyToManyField(
        "reports.Excerpt", editable=False, related_name="proposals", verbose_name=_("excerpts")
    )

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["key_issue", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["key_issue", "number"],
                name="numbers_restart_with_each_key_issue",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="proposals_are_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.key_issue.position}.{self.number}"
