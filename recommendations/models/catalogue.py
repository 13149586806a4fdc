"""What the search remembers beside the texts; triggers of the database write both (migration 0006_search)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, models
from rapidfuzz.distance.OSA import distance

from reference.models.spellings import without_accents
from upr_portal.languages import LanguageField

SIMILAR = 40  # of the index's candidates; the distance decides among them
MOST_ALIKE = 3
LONG = 6  # letters: two slips of the pen make another word of a shorter one


class WordQuerySet(models.QuerySet):
    def alike(self, typed: str) -> list[str]:
        """The words that differ least from a mistyped one: by one letter, longer ones by two at most."""
        plain = without_accents(typed)
        near = self.filter(plain__trigram_similar=plain).annotate(near=TrigramSimilarity("plain", plain))
        limit = 1 if len(plain) < LONG else 2
        words = near.order_by("-near").values_list("word", flat=True)[:SIMILAR]
        distances = {word: distance(plain, without_accents(word)) for word in words}
        least = min(distances.values(), default=limit + 1)
        if least > limit:
            return []
        return [word for word, letters in distances.items() if letters == least][:MOST_ALIKE]


class Word(models.Model):
    """A word that stands in a text, so that a mistyped one leads to it; `plain` is without accents."""

    language = LanguageField()
    word = models.CharField(max_length=40)
    plain = models.CharField(max_length=60)

    objects = WordQuerySet.as_manager()

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
        with connection.cursor() as cursor:  # every page asks, so as SQL
            cursor.execute("select count(*), coalesce(max(id), 0) from recommendations_change")
            return cursor.fetchone()


class Change(models.Model):
    """That a statement changed recommendations, their links, or the lists they are filtered by.

    Transactions add rows and never wait for one another; entries of past days are dropped on the way.
    """

    at = models.DateTimeField()

    objects = ChangeManager()

    def __str__(self):
        return f"{self.pk}"
