"""What published reports print of key issues and proposals, kept with its numbers and words."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.models.key_issues import KeyIssue, Proposal, numbered_address
from reports.models.reports import Report


class PrintedQuerySet(models.QuerySet):
    """`report` is the way to the report that prints the rows."""

    report = "report"

    def public(self):
        """Those of reports that everybody can read, with their report, the newest report first."""
        found = self.filter(**{f"{self.report}__in": Report.objects.telling_key_issues()})
        newest = Report.objects.newest_to_tell_key_issues().filter(pk=OuterRef(f"{self.report}__pk"))
        found = found.annotate(is_newest=Exists(newest)).select_related(f"{self.report}__consultation")
        is_published = Case(When(**{f"{self.report}__state": Report.State.PUBLISHED}, then=0), default=1)
        return found.order_by(is_published, f"-{self.report}__published_at", f"-{self.report}_id", "pk")

    def newest(self):
        """Those of the newest report of each consultation: what its public pages tell."""
        return self.filter(**{f"{self.report}__in": Report.objects.newest_to_tell_key_issues()})


class PrintedKeyIssueQuerySet(PrintedQuerySet):
    def with_proposals(self) -> "PrintedKeyIssueQuerySet":
        """In their order, with their proposals and what became of those; four queries."""
        found = self.select_related("report__consultation").order_by("position")
        return found.prefetch_related("proposals__proposal__follow_ups")


class PrintedProposalQuerySet(PrintedQuerySet):
    report = "key_issue__report"

    def with_place(self) -> "PrintedProposalQuerySet":
        """With the key issue and the consultation, which number and address are made of."""
        return self.select_related("key_issue__report__consultation")

    def in_order(self) -> "PrintedProposalQuerySet":
        return self.order_by("key_issue__report_id", "key_issue__position", "number")


class Printed(models.Model):
    """What both have; `address_in_print` is the address that can be typed from paper."""

    class Meta:
        abstract = True

    @property
    def address_in_report(self) -> str:
        """The same of this report alone, where another one prints something else under the number."""
        return f"{self.address_in_print}?report={self.report.slug}"

    def get_absolute_url(self) -> str:
        """Where this is read, whatever a newer report prints under the number."""
        return self.address_in_report if self.report.is_superseded else self.address_in_print


class PrintedKeyIssue(Printed):
    """A key issue as a published report prints it, figures filled in.

    Rows are made with the step that publishes the report and never changed after it (a trigger sees to it):
    only the key issue that they are of is another one, once it was merged.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="printed_key_issues", verbose_name=_("report")
    )
    key_issue = models.ForeignKey(
        KeyIssue, models.PROTECT, related_name="printed", verbose_name=_("key issue")
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "position"))
    title = models.CharField(_("title"), max_length=200)
    narrative = models.TextField(_("narrative"), blank=True)
    merged_at = models.DateTimeField(_("merged with another"), null=True)

    objects = PrintedKeyIssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed key issue")
        verbose_name_plural = _("printed key issues")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"], name="a_report_prints_one_key_issue_at_a_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    @property
    def address_in_print(self) -> str:
        """By its number, which leads to what the newest report prints under it."""
        return reverse("reports:key_issue", args=[self.report.consultation.slug, self.position])

    @property
    def label(self) -> str:
        return str(self.position)

    @property
    def key(self) -> int:
        """That of what was printed, or of what it was merged into."""
        return self.key_issue_id


class PrintedProposal(Printed):
    """A proposal as a published report prints it; kept as printed key issues are."""

    key_issue = models.ForeignKey(
        PrintedKeyIssue, models.PROTECT, related_name="proposals", verbose_name=_("printed key issue")
    )
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="printed", verbose_name=_("proposal"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))
    merged_at = models.DateTimeField(_("merged with another"), null=True)

    objects = PrintedProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed proposal")
        verbose_name_plural = _("printed proposals")
        ordering = ["key_issue", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["key_issue", "number"], name="a_report_prints_one_proposal_under_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_issue.position}.{self.number}"

    @property
    def label(self) -> str:
        return str(self)

    @property
    def standing(self):
        """The entry of its follow-up that counts, as of today."""
        return self.proposal.standing

    @property
    def report(self) -> Report:
        return self.key_issue.report

    @property
    def key(self) -> int:
        """That of what was printed, or of what it was merged into: links and follow-up hang on that."""
        return self.proposal_id

    @property
    def address_in_print(self) -> str:
        """By its number, which leads to what the newest report prints under it."""
        return numbered_address(self.report.consultation.slug, self.key_issue.position, self.number)
