"""Themes and groups of persons, each in the vocabulary and version that a source uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .spellings import Spellings, normalise


class Vocabulary(models.Model):
    """A list of terms in one version: UPR Info's issues, the themes of OHCHR's matrices of one cycle."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    version = models.CharField(_("version"), max_length=60)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        ordering = ["code"]
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class TermQuerySet(models.QuerySet):
    def by_label(self, vocabulary: str) -> Spellings:
        """The terms of a vocabulary by their English label, for importers: `themes.get("Women's rights")`."""
        return Spellings({normalise(term.name_en): term for term in self.filter(vocabulary__code=vocabulary)})


class Term(models.Model):
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=200)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["vocabulary", "code"]

    def __str__(self) -> str:
        return self.name


class Theme(Term):
    """What a recommendation is about, in the words of one vocabulary."""

    vocabulary = models.ForeignKey(
        Vocabulary, models.PROTECT, related_name="themes", verbose_name=_("vocabulary")
    )

    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="one_theme_a_code_and_vocabulary")
        ]


class ThemeMapping(models.Model):
    """A theme of one vocabulary that corresponds to a theme of another."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="mappings", verbose_name=_("theme"))
    corresponds_to = models.ForeignKey(
        Theme, models.CASCADE, related_name="mapped_from", verbose_name=_("corresponds to")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("correspondence of themes")
        verbose_name_plural = _("correspondences of themes")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "corresponds_to"], name="one_mapping_between_two_themes"
            ),
            models.CheckConstraint(
                condition=~models.Q(theme=models.F("corresponds_to")), name="a_theme_maps_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme} → {self.corresponds_to}"


class PersonsGroup(Term):
    """People whom a recommendation is about, in the words of one vocabulary."""

    vocabulary = models.ForeignKey(
        Vocabulary, models.PROTECT, related_name="persons_groups", verbose_name=_("vocabulary")
    )

    class Meta(Term.Meta):
        verbose_name = _("group of persons")
        verbose_name_plural = _("groups of persons")
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "code"], name="one_persons_group_a_code_and_vocabulary"
            )
        ]
