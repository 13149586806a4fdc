"""Links by which people outside read a report before it is published."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models.reports import Report

LONGEST = timedelta(days=90)


class SharedLinkQuerySet(models.QuerySet):
    def standing(self) -> "SharedLinkQuerySet":
        """Those that lead to a report now: neither expired nor revoked, and the report not superseded."""
        found = self.filter(expires_at__gt=timezone.now(), revoked_at=None)
        return found.exclude(report__state=Report.State.SUPERSEDED)

    def ended_before(self, moment) -> "SharedLinkQuerySet":
        return self.filter(Q(expires_at__lt=moment) | Q(revoked_at__lt=moment))


class SharedLink(models.Model):
    """The secret of a link, kept as a hash alone, and for whom it was made.

    How often it was used is counted; who used it, from where and when is not kept.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="shared_links", verbose_name=_("report"))
    for_whom = models.CharField(_("for whom"), max_length=200)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("good until"))
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    fetched = models.PositiveIntegerField(default=0, editable=False)

    objects = SharedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared link")
        verbose_name_plural = _("shared links")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(for_whom=""), name="a_shared_link_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at"), expires_at__lte=F("made_at") + LONGEST),
                name="a_shared_link_ends_within_90_days",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by=None, revoked_at=None)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="a_revoked_link_names_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_over(self) -> bool:
        return self.expires_at <= timezone.now()
