"""Words that stand in many texts: which they are, and where they stand.

For such a word PostgreSQL visits every one of these texts. The catalogue keeps a number for each instead
(docs/decisions/0014-frequent-words-in-the-catalogue.md).
"""

import re
from collections.abc import Iterator

from django.db import connection

from recommendations.models.search import ARABIC_WORD, CHINESE, DICTIONARIES, Asked, column_of, named

FREQUENT = 0.04  # of all texts of a language's column
LEXEMES = re.compile(r"'\w+'(?: & '\w+')*")  # a query that only asks for words, all of them

# The database's own statistics say which words are frequent; without them none is, and nothing is lost.
STATISTICS = """
select attname, array(
    select word from unnest(most_common_elems::text::text[], most_common_elem_freqs[:cardinality(
        most_common_elems::text::text[])]) as stands (word, share) where share >= %s
) from pg_stats
where schemaname = current_schema and tablename = 'recommendations_recommendation' and attname = any(%s)
"""
PLACES = """
select word, array_agg(id) from recommendations_recommendation, unnest(tsvector_to_array({column})) as word
where is_listed and word = any(%s) group by word
"""


def frequent_words() -> Iterator[tuple[str, str, list[int]]]:
    """(language, word as the search has it, recommendations that have it)."""
    languages = {column_of(language): language for language in DICTIONARIES}
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS, [FREQUENT, list(languages)])
        for column, words in cursor.fetchall():
            if words:
                cursor.execute(PLACES.format(column=column), [words])
                yield from ((languages[column], word, pks) for word, pks in cursor.fetchall())


def written_languages() -> set[str]:
    """The languages in which there is any text."""
    texts = (f"bool_or(text_{language.replace('-', '_')} <> '')" for language in DICTIONARIES)
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(texts)} from recommendations_recommendation where is_listed")  # noqa: S608
        return {
            language
            for language, is_written in zip(DICTIONARIES, cursor.fetchone(), strict=True)
            if is_written
        }


def lexemes_of(words: str) -> dict[str, list[str]]:
    """Language → what must stand in a text, for words that ask for nothing else; one query.

    Empty where they leave words out, name a number, or are looked for in more than one way.
    """
    asked = Asked.of(words)
    if asked.excluded or CHINESE.search(words) or ARABIC_WORD.search(asked.wanted) or named(asked.wanted):
        return {}
    queries = "select language, websearch_to_tsquery(dictionary::regconfig, %s)::text"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{queries} from unnest(%s, %s) as known (language, dictionary)",
            [asked.wanted, list(DICTIONARIES), list(DICTIONARIES.values())],
        )
        return {
            language: re.findall(r"\w+", query)
            for language, query in cursor.fetchall()
            if LEXEMES.fullmatch(query)
        }
