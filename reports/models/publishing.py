"""How a report comes to be published: the steps it took, and what reviewers said on the way."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models.reports import Report
from reports.sections import section_kinds
from upr_portal.languages import LanguageField


class ReportMove(models.Model):
    """One step of a report from state to state. Rows are added and never changed (a trigger sees to it)."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="moves")
    from_state = models.CharField(max_length=20, choices=Report.State)
    to_state = models.CharField(max_length=20, choices=Report.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    note_language = LanguageField()

    class Meta:
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of reports")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.from_state} → {self.to_state}"


class Comment(models.Model):
    """What a reviewer says of a report or of one of its sections, or the answer to that.

    The section is named by its kind: what was said of one that was removed is kept.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="comments")
    section = models.CharField(_("section"), max_length=20, blank=True, choices=section_kinds)
    in_answer_to = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    text = models.TextField(_("comment"))
    language = LanguageField(_("language of the text"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("comment on a report")
        verbose_name_plural = _("comments on reports")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_has_words"),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None)
                | Q(settled_by__isnull=False, settled_at__isnull=False, in_answer_to=None),
                name="a_settled_comment_names_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
