"""Frequent words: found by the catalogue, and no otherwise than the database finds them."""

import pytest
from django.db import connection

from recommendations import results
from recommendations.catalogue import Catalogue
from recommendations.models.search import condition
from recommendations.results import bits_of_words, bits_where
from recommendations.tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """A catalogue of sixty texts, one half about water, of which the statistics have been taken."""
    for number in range(30):
        RecommendationFactory(text_en=f"Protect the rights to water of village {number}.")
        RecommendationFactory(text_en=f"Teach children their rights in school {number}.")
    RecommendationFactory(text_en="", text_fr="Protéger le droit aux rights, dit-on.", original_language="fr")
    with connection.cursor() as cursor:
        cursor.execute("analyze recommendations_recommendation")
    return Catalogue((0, 0))


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("rights", 61),
        ("RIGHT", 61),
        ("rights water", 30),
        ("rights -water", 31),
        ('"rights to water"', 30),
        ("water or children", 60),
        ("water 7", 1),
        ("the", 0),
        ("#5.1", 0),
    ],
)
def test_frequent_words_find_what_the_database_finds(kept, words, count):
    found = bits_of_words(words, kept)

    assert found == bits_where(condition(words), kept)
    assert found.bit_count() == count


def test_a_frequent_word_is_not_looked_for_in_its_language(kept, monkeypatch):
    asked = []
    monkeypatch.setattr(results, "bits_where", lambda stands, within: asked.append(str(stands)) or 0)

    assert bits_of_words("water", kept).bit_count() == 30
    assert "search_en" not in "".join(asked)

    bits_of_words("villages 7", kept)
    assert "search_en" in asked[-1]


def test_without_statistics_every_word_is_asked_of_the_database():
    RecommendationFactory(text_en="Protect the water.")
    kept = Catalogue((0, 0))

    assert kept.by_word == {}
    assert bits_of_words("water", kept).bit_count() == 1
