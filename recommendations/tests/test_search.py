"""Search: each language with its own dictionary, the reader's first, nonsense harmless."""

import pytest

from recommendations.models import Recommendation
from recommendations.tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("text_en", "Establish schools for all children.", "establishing school"),
        ("text_fr", "Protéger les défenseurs des droits.", "protégez défenseur"),
        ("text_es", "Garantizar la educación de las niñas.", "garantizando niña"),
        ("text_ar", "حماية المدافعين عن الحقوق", "مدافعين حماية"),
        ("text_ru", "Обеспечить защиту женщин и детей.", "защита женщины"),
        ("text_zh_hans", "加强对少数群体语言的保护。", "少数群体"),
    ],
)
def test_words_are_found_in_the_forms_of_their_own_language(column, text, words):
    found = RecommendationFactory(**({"text_en": None} | {column: text}))
    RecommendationFactory(text_en="Plant trees.")

    assert list(Recommendation.objects.matching(words)) == [found]


def test_arabic_words_are_found_with_and_without_their_article():
    found = RecommendationFactory(text_en=None, text_ar="الحصول على مياه الشرب")

    assert list(Recommendation.objects.matching("المياه")) == [found]
    assert list(Recommendation.objects.matching("مياه")) == [found]


@pytest.mark.parametrize(("reader", "first"), [("en", "text_en"), ("fr", "text_fr")])
def test_texts_in_the_readers_language_come_first(reader, first):
    for column in ("text_en", "text_fr"):
        RecommendationFactory(**({"text_en": None} | {column: "Participation"}))

    best = (
        Recommendation.objects.matching("participation").by_relevance("participation", reader=reader).first()
    )

    assert getattr(best, first) == "Participation"


def test_quotes_or_and_minus_mean_what_people_expect():
    trees, lakes = (
        RecommendationFactory(text_en="Plant old trees."),
        RecommendationFactory(text_en="Clean old lakes."),
    )

    assert list(Recommendation.objects.matching('"old trees"')) == [trees]
    assert set(Recommendation.objects.matching("trees or lakes")) == {trees, lakes}
    assert list(Recommendation.objects.matching("old -trees")) == [lakes]


@pytest.mark.parametrize("words", ["", "  ", "?!", "&|!():*", "'"])
def test_words_that_hold_nothing_narrow_nothing(words):
    RecommendationFactory()

    assert Recommendation.objects.matching(words).count() == 1


@pytest.mark.parametrize("words", ["a & | b", "x:* <-> y", "'; drop table", "\\", '"open', "-", "%_%"])
def test_no_words_break_the_search(words):
    RecommendationFactory()

    assert Recommendation.objects.matching(words).count() in (0, 1)
