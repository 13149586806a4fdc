"""Full-text search over the texts in every language; the reader's own language ranks first."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

# PostgreSQL's own dictionaries. It has none for Chinese, whose words no space parts: there the index of
# trigrams (migration 0002) finds the characters wherever they stand.
DICTIONARIES = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "ar": "arabic",
    "ru": "russian",
    "zh-hans": "simple",
}
CHINESE = re.compile(r"[\u3400-\u9fff]")
ARABIC_WORD = re.compile(r"\b(ال)?([\u0621-\u064a]{3,})")
HAS_A_WORD = re.compile(r"\w")
READERS_LANGUAGE_WEIGHS = 10.0


def column_of(language: str) -> str:
    """ "zh-hans" → "search_zh_hans"."""
    return f"search_{language.replace('-', '_')}"


SEARCH_COLUMNS = [column_of(language) for language in DICTIONARIES]


class SearchColumn(models.GeneratedField):
    """The search vector of one language's text, kept by the database and of no use in Python."""

    db_returning = False

    def __init__(self, **options):
        options.setdefault("output_field", SearchVectorField())
        options.setdefault("db_persist", True)
        super().__init__(**options)


def search_column(language: str) -> SearchColumn:
    text = f"text_{language.replace('-', '_')}"
    return SearchColumn(expression=SearchVector(text, config=DICTIONARIES[language]))


def is_searchable(words: str) -> bool:
    """Whether there is anything in `words` to look for: "?!" is nothing."""
    return bool(HAS_A_WORD.search(words))


def query_in(language: str, words: str):
    """`words` as people type them: quotes for phrases, "or", a minus to exclude."""
    asked = SearchQuery(words, config=DICTIONARIES[language], search_type="websearch")
    if language != "ar" or not ARABIC_WORD.search(words):
        return asked
    # PostgreSQL gives some words another stem with their article than without it: ask for both.
    bare = ARABIC_WORD.sub(r"\2", words)
    with_article = ARABIC_WORD.sub(r"ال\2", words)
    for variant in (bare, with_article):
        asked |= SearchQuery(variant, config=DICTIONARIES[language], search_type="websearch")
    return asked


def condition(words: str) -> Q:
    """What a row must meet to be found, in whichever language its text is."""
    found = Q()
    for language in DICTIONARIES:
        found |= Q(**{column_of(language): query_in(language, words)})
    if CHINESE.search(words):
        found |= Q(text_zh_hans__contains=words.strip())
    return found


def rank(words: str, reader: str):
    """How well a row answers `words`; a text in the reader's language comes before all others."""
    ranks = {
        language: SearchRank(F(column_of(language)), query_in(language, words)) for language in DICTIONARIES
    }
    own = ranks.pop(reader)
    return Greatest(own * Value(READERS_LANGUAGE_WEIGHS), *ranks.values())
