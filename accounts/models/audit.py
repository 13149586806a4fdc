"""The audit trail: who did what to which row; append-only by a trigger, chained by hashes."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One deed. Written only by `accounts.audit.record`; changed and deleted by nobody."""

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="audit_entries",
        verbose_name=_("done by"),
    )
    verb = models.CharField(_("verb"), max_length=60)
    thing_kind = models.CharField(_("kind of thing"), max_length=100)
    thing_key = models.CharField(_("key of the thing"), max_length=100)
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(_("previous hash"), max_length=64, unique=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-number"]
        indexes = [models.Index(fields=["thing_kind", "thing_key"], name="audit_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.thing_kind} {self.thing_key}"
