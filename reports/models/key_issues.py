"""Key issues of a consultation, and the proposals that answer them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KeyIssueQuerySet(models.QuerySet):
    def in_print(self):
        """What the newest report prints of them, in its words: a queryset of `PrintedKeyIssue`."""
        return self.model._meta.get_field("printed").related_model.objects.newest().filter(key_issue__in=self)

    def visible_to(self, user) -> "KeyIssueQuerySet":
        """Drafts and all for moderators, none for everybody else, who read what is printed (`in_print`)."""
        return self if user.is_authenticated and user.is_moderator else self.none()

    def told_to(self, user):
        """What the reader is told of them: what is printed; for moderators, the draft while nothing is."""
        printed = self.in_print()
        if user.is_authenticated and user.is_moderator and not printed.exists():
            return self
        return printed

    def with_proposals(self) -> "KeyIssueQuerySet":
        """In their order, with their proposals and what became of those; three queries."""
        found = self.select_related("consultation").order_by("position")
        return found.prefetch_related("proposals__follow_ups")


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProposalQuerySet":
        """Drafts and all for moderators, none for everybody else, who read what is printed (`in_print`)."""
        return self if user.is_authenticated and user.is_moderator else self.none()

    def in_print(self):
        """What the newest report prints of them, in its words: a queryset of `PrintedProposal`."""
        return self.model._meta.get_field("printed").related_model.objects.newest().filter(proposal__in=self)

    def not_in_print(self) -> "ProposalQuerySet":
        """Those that the newest report does not print."""
        return self.exclude(pk__in=self.model.objects.in_print().values("proposal"))

    def with_place(self) -> "ProposalQuerySet":
        """With the key issue and the consultation, which its number and its address are made of."""
        return self.select_related("key_issue__consultation")

    def with_follow_up(self) -> "ProposalQuerySet":
        """With all entries of what became of them, in one query."""
        return self.prefetch_related("follow_ups")


def numbered_address(consultation: str, position: int, number: int) -> str:
    """The public address of a proposal of a consultation, which is given by its name in addresses."""
    words = {"slug": consultation, "position": position, "number": number}
    return reverse("reports:proposal", kwargs=words)


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
        """Where moderators have it; readers have what is printed of it."""
        return f"{reverse('reports:grouping', args=[self.consultation.slug])}#issue-{self.pk}"

    @property
    def address_in_print(self) -> str:
        """Its public address, once it is printed as it stands."""
        return reverse("reports:key_issue", args=[self.consultation.slug, self.position])

    @property
    def key(self) -> int:
        """Its own, as `PrintedKeyIssue.key` is that of what was printed."""
        return self.pk

    @property
    def is_followed(self) -> bool:
        """Whether it was recorded of one of its proposals what became of it: that stays."""
        return self.proposals.filter(follow_ups__isnull=False).exists()

    @property
    def is_printed(self) -> bool:
        """Whether a published report prints it or one of its proposals: that stays."""
        return self.printed.exists() or self.proposals.filter(printed__isnull=False).exists()


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
        """Where moderators have it, whatever its number; readers have what is printed of it."""
        return reverse("reports:draft_proposal", args=[self.pk])

    @property
    def address_in_print(self) -> str:
        """Its public address, once it is printed as it stands: with its number, to be typed from paper."""
        issue = self.key_issue
        return numbered_address(issue.consultation.slug, issue.position, self.number)

    @property
    def key(self) -> int:
        """Its own, as `PrintedProposal.key` is that of what was printed."""
        return self.pk

    @property
    def is_printed(self) -> bool:
        """Whether a published report prints it: that stays."""
        return self.printed.exists()

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
