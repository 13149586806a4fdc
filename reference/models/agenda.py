"""The 2030 Agenda for Sustainable Development, and what the loader remembers of its files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Goal(models.Model):
    """One of the 17 Sustainable Development Goals."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("short name"), max_length=200)
    title = models.CharField(_("official title"), max_length=500)

    class Meta:
        ordering = ["number"]
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Target(models.Model):
    """One of the 169 targets, such as 16.3 or 5.a."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="targets", verbose_name=_("goal"))
    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.TextField(_("official text"))

    class Meta:
        ordering = ["goal", "pk"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class LoadedFile(models.Model):
    """A file of `reference/data/` as it was loaded last, so that an unchanged one is not read again."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    checksum = models.CharField(_("checksum"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("loaded file")
        verbose_name_plural = _("loaded files")

    def __str__(self) -> str:
        return self.name
