"""What was written as texts of sections, and when: nothing that somebody typed is lost."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.sections import section_kinds
from upr_portal.languages import LanguageField


class SectionTextQuerySet(models.QuerySet):
    def latest(self) -> "SectionTextQuerySet":
        """The last one of each section and language."""
        of_one_text = ("report_id", "kind", "language")
        return self.order_by(*of_one_text, "-pk").distinct(*of_one_text)


class SectionText(models.Model):
    """A text of a section in one language as it was kept once. Rows are added, never changed.

    It hangs on the kind of section: one that was removed and is added again finds its texts again. Of a text
    that was written before there were these rows, nobody knows by whom and when.
    """

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="section_texts", verbose_name=_("report")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=section_kinds)
    language = LanguageField(_("language"))
    text = models.TextField(_("text"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written on"), null=True)

    objects = SectionTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a section")
        verbose_name_plural = _("texts of sections")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["report", "kind", "language", "-id"], name="latest_text_of_a_section")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(written_by=None, written_at=None)
                | Q(written_by__isnull=False, written_at__isnull=False),
                name="who_wrote_a_text_is_known_with_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report.slug} {self.kind} {self.language}"
