"""What the search remembers beside the texts; triggers of the database write both (migration 0006_search)."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Max

from upr_portal.languages import LanguageField


class Word(models.Model):
    """A word that stands in a text, so that a mistyped one leads to it; `plain` is without accents."""

    language = LanguageField()
    word = models.CharField(max_length=40)
    plain = models.CharField(max_length=60)

    class Meta:
        indexes = [GinIndex(fields=["plain"], name="letters_of_words", opclasses=["gin_trgm_ops"])]
        constraints = [
            models.UniqueConstraint(fields=["language", "word"], name="a_word_is_kept_once_a_language")
        ]

    def __str__(self):
        return self.word


class ChangeManager(models.Manager):
    def version(self) -> tuple[int, int]:
        """Another pair after every commit that changed what is listed, or what it is filtered by."""
        found = self.aggregate(count=Count("pk"), latest=Max("pk"))
        return found["count"], found["latest"] or 0


class Change(models.Model):
    """That a statement changed recommendations, their links, or the lists they are filtered by.

    Transactions add rows and never wait for one another; entries of past days are dropped on the way.
    """

    at = models.DateTimeField()

    objects = ChangeManager()

    def __str__(self):
        return f"{self.pk}"
