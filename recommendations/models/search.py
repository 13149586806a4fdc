"""Full-text search over the texts in every language; the reader's own language ranks first.

The configurations `upr_*` are PostgreSQL's own dictionaries behind `unaccent` (migration 0006_search), so
"securite" finds "sécurité". It has no dictionary for Chinese, whose words no space parts: there an index of
trigrams (migration 0002) finds the characters wherever they stand.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import connection, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Greatest

DICTIONARIES = {
    "en": "upr_english",
    "fr": "upr_french",
    "es": "upr_spanish",
    "ar": "upr_arabic",
    "ru": "upr_russian",
    "zh-hans": "simple",
}
# Written or left out, long or short, as the writer pleases: short vowels, kashida, the seats of hamza.
ARABIC_MARKS = "".join(map(chr, (*range(0x610, 0x61B), 0x640, *range(0x64B, 0x660), 0x670)))
ARABIC_LETTERS = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي"}
ARABIC = str.maketrans(ARABIC_LETTERS | dict.fromkeys(ARABIC_MARKS))
# Phrases stand in the quotation marks of any language.
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
CHINESE = re.compile(r"[\u3400-\u9fff]")
ARABIC_WORD = re.compile(r"\b(ال)?([\u0621-\u064a]{3,})")
HAS_A_WORD = re.compile(r"\w")
EXCLUDED = re.compile(r'(?<!\S)-("[^"]*"|\S+)')
TERM = re.compile(r'"[^"]*"|\S+')
NUMBER = re.compile(r"#?\d+(\.\d+)+(?:\s*\(?([a-z])\)?)?|#\d+")
SYMBOL = re.compile(r"[A-Za-z]+(/[\w.]+){2,}")
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
    if language == "ar":
        before, after = "".join(ARABIC_LETTERS), "".join(ARABIC_LETTERS.values())
        text = Func(F(text), Value(before + ARABIC_MARKS), Value(after), function="translate")
    return SearchColumn(expression=SearchVector(text, config=DICTIONARIES[language]))


def is_searchable(words: str) -> bool:
    """Whether there is anything in `words` to look for: "?!" is nothing."""
    return bool(HAS_A_WORD.search(words))


@dataclass(frozen=True)
class Asked:
    """What somebody typed, taken apart: `wanted` with its quotes and "or", and what must not stand there."""

    wanted: str
    excluded: tuple[str, ...]

    @classmethod
    def of(cls, words: str) -> "Asked":
        plain = words.translate(ARABIC | QUOTES).replace("\x00", "")
        excluded = [term.strip('"') for term in EXCLUDED.findall(plain)]
        return cls(EXCLUDED.sub(" ", plain).strip(), tuple(term for term in excluded if is_searchable(term)))

    @property
    def terms(self) -> list[str]:
        """Each word and each phrase of what is wanted."""
        terms = (term.strip('"') for term in TERM.findall(self.wanted) if term.lower() != "or")
        return [term for term in terms if is_searchable(term)]


def query_in(language: str, words: str):
    """`words` as people type them: quotes for phrases, "or"."""
    asked = SearchQuery(words, config=DICTIONARIES[language], search_type="websearch")
    if language != "ar" or not ARABIC_WORD.search(words):
        return asked
    # PostgreSQL gives some words another stem with their article than without it: ask for both.
    for variant in with_and_without_article(words):
        asked |= SearchQuery(variant, config=DICTIONARIES[language], search_type="websearch")
    return asked


def condition(words: str) -> Q:
    """What a row must meet to be found, in whichever language its text is."""
    asked = Asked.of(words)
    found = anywhere(asked.wanted, asked.terms) | named(asked.wanted) if asked.terms else Q()
    return found & excluding(asked)


def excluding(asked: Asked) -> Q:
    stands = [anywhere(f'"{term}"', [term]) for term in asked.excluded]
    return Q(*(~one for one in stands))


def anywhere(wanted: str, terms: list[str], languages: Iterable[str] = DICTIONARIES) -> Q:
    found = Q()
    for language in languages:
        found |= Q(**{column_of(language): query_in(language, wanted)})
    if any(CHINESE.search(term) for term in terms):
        found |= Q(*(Q(text_zh_hans__contains=term) for term in terms))
    return found


def named(wanted: str) -> Q:
    """Instead of words: a paragraph ("140.12", "119.22 (b)"), our number ("#123"), a document's symbol."""
    if number := NUMBER.fullmatch(wanted):
        if wanted.startswith("#") and number.group(1) is None:
            return Q(pk=min(int(wanted[1:]), 2**62))
        bare = wanted.lstrip("#").split("(")[0].rstrip(" abcdefghijklmnopqrstuvwxyz")
        part = Q(part=number.group(2)) if number.group(2) else Q()
        return (Q(number=bare) | Q(draft_number=bare)) & part
    if SYMBOL.fullmatch(wanted):
        symbols = ("report_symbol", "draft_symbol", "addendum_symbol", "documents__symbol")
        reviews = Q()
        for symbol in symbols:
            reviews |= Q(**{f"{symbol}__iexact": wanted})
        under_it = apps.get_model("recommendations", "Review").objects.filter(reviews)
        return Q(review__in=under_it.values("pk"))
    return Q()


def rank(words: str, reader: str):
    """How well a row answers `words`; a text in the reader's language comes before all others."""
    wanted = Asked.of(words).wanted
    ranks = {
        language: SearchRank(F(column_of(language)), query_in(language, wanted)) for language in DICTIONARIES
    }
    own = ranks.pop(reader)
    return Greatest(own * Value(READERS_LANGUAGE_WEIGHS), *ranks.values())


def words_that_answer(texts: dict[str, set[str]], terms: list[str]) -> dict[str, set[str]]:
    """Language → which of the words of its texts are forms of a word that was looked for; one query."""
    wanted = [word for term in terms for word in term.translate(ARABIC).split()]
    wanted += [form for word in wanted if ARABIC_WORD.search(word) for form in with_and_without_article(word)]
    found: dict[str, set[str]] = {language: set() for language in texts}
    if not (wanted and texts):
        return found
    asked = " || ".join(["plainto_tsquery(%s::regconfig, %s)"] * len(wanted))
    given = "unnest(%s::text[], %s::text[]) as word (written, plain)"
    statements, values = [], []
    for language, words in texts.items():
        statements.append(
            f"select %s, written from {given} where to_tsvector(%s::regconfig, plain) @@ ({asked})"  # noqa: S608
        )
        dictionary, written = DICTIONARIES[language], list(words)
        values += [language, written, [word.translate(ARABIC) for word in written], dictionary]
        values += [value for word in wanted for value in (dictionary, word)]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(statements), values)
        for language, word in cursor.fetchall():
            found[language].add(word)
    return found


def with_and_without_article(words: str) -> tuple[str, str]:
    return ARABIC_WORD.sub(r"\2", words), ARABIC_WORD.sub(r"ال\2", words)
