"""How long a statement takes, language by language."""

import pytest

from consultations import pace
from upr_portal.languages import language_choices


@pytest.mark.parametrize(
    ("text", "language", "counted"),
    [
        ("We ask for clean water.", "en", 5),
        ("L’eau, c’est la vie — 24 heures sur 24.", "fr", 8),
        ("¿Qué ha funcionado?", "es", 3),
        ("نطلب ماءً نظيفًا للجميع.", "ar", 4),
        ("Мы просим чистой воды.", "ru", 4),
        ("我们需要清洁的水。", "zh-hans", 8),
        ("第4轮审议 UPR", "zh-hans", 6),
        ("", "en", 0),
        (" … ", "en", 0),
    ],
)
def test_words_are_counted_and_in_chinese_characters(text, language, counted):
    assert pace.count(text, language) == counted


def test_two_minutes_of_english_are_260_to_300_words():
    assert 260 <= 2 * pace.a_minute("en") <= 300
    assert pace.seconds("word " * 280, "en") == 120


@pytest.mark.parametrize("language", [code for code, _ in language_choices()])
def test_every_language_has_its_pace(language):
    assert 60 < pace.a_minute(language) < 200


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (1, "about 10 s"),
        (257, "about 1 min 50 s"),
        (280, "about 2 min 0 s"),
        (1000, "about 7 min 10 s"),
    ],
)
def test_the_estimate_in_words(words, said):
    assert pace.in_words(pace.seconds("word " * words, "en")) == said
