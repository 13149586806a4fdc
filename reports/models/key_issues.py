"""Key issues of a consultation, and the proposals that answer them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.models.reports import Report


class KeyIssueQuerySet(models.QuerySet):
    def visible_to(self, user) -> "KeyIssueQuerySet":
        """All for moderators; for everybody else those that a published report of the consultation tells.

        A report that was superseded stays readable, and so do the pages to which it leads.
        """
        if user.is_authenticated and user.is_moderator:
            return self
        return self.filter(consultation__in=Report.objects.telling_key_issues().values("consultation"))


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProposalQuerySet":
        """Those of the key issues that the reader may see."""
        if user.is_authenticated and user.is_moderator:
            return self
        told = Report.objects.telling_key_issues().values("consultation")
        return self.filter(key_issue__consultation__in=told)

    def with_place(self) -> "ProposalQuerySet":
        """With the key issue and the consultation, which its number and its address are made of."""
        return self.select_related("key_issue__consultation")

    def with_follow_up(self) -> "ProposalQuerySet":
        """With all entries of what became of them, in one query."""
        return self.prefetch_related("follow_ups")


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

    objects = KeyIssueQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        return reverse("reports:key_issue", args=[self.consultation.slug, self.position])

    @property
    def is_followed(self) -> bool:
        """Whether it was recorded of one of its proposals what became of it: that stays."""
        return self.proposals.filter(follow_ups__isnull=False).exists()


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
    recommendations = models.ManyToManyField(
        "recommendations.Recommendation",
        through="reports.LinkedRecommendation",
        related_name="proposals",
        verbose_name=_("recommendations of the UPR that it led to"),
    )
    targets = models.ManyToManyField(
        "reference.Target", related_name="proposals", blank=True, verbose_name=_("SDG targets")
    )

    objects = ProposalQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        issue = self.key_issue
        return reverse(
            "reports:proposal",
            kwargs={"slug": issue.consultation.slug, "position": issue.position, "number": self.number},
        )

    @property
    def is_followed(self) -> bool:
        """Whether it was recorded what became of it: that stays."""
        return self.follow_ups.exists()

    @property
    def standing(self):
        """The entry of its follow-up that counts: the latest that nobody corrected; None without any."""
        entries = list(self.follow_ups.all())
        corrected = {entry.corrects_id for entry in entries}
        return next((entry for entry in entries if entry.pk not in corrected), None)
