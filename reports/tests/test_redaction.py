"""What is shown outside is made of the writer's own words."""

import pytest
from django.core.exceptions import ValidationError

from reports.redaction import refuse_other_words

ORIGINAL = "In Upper Lake, 40 % of us wait for water. We wait long, and nobody of Upper Lake is asked."


@pytest.mark.parametrize(
    "shown",
    [
        ORIGINAL,
        "In [name of a village], 40 % of us wait for water. […]",
        "[…] we wait long […]",
        "[...] of us wait for water […] nobody of [the village] is asked",
        "In Upper Lake, 40 % of us wait for water. We wait long, and nobody of Upper Lake is asked [sic].",
    ],
)
def test_own_words_in_their_order_are_allowed(shown):
    refuse_other_words(ORIGINAL, shown)


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        ("In Upper Lake, 60 % of us wait for water. […]", "“\u206860\u2069”"),
        ("[…] we wait very long […]", "“\u2068very\u2069”"),
        ("[…] many of us, all of us […]", "“\u2068many\u2069”, “\u2068all\u2069”"),
        ("In Upper Lake, 40 of us wait for water. […]", "“\u2068of\u2069” does not follow"),
        ("Of us wait for water. […]", "“\u2068Of\u2069” does not follow"),
        ("[…] nobody is asked", "“\u2068is\u2069” does not follow"),
        ("[…] nobody of Upper Lake […] we wait […]", "“\u2068we\u2069” does not follow"),
        ("In Upper Lake, 40 % of us wait for water.", "goes on after “\u2068water\u2069”"),
        ("[…] We wait long", "goes on after “\u2068long\u2069”"),
        ("[A village asks for water]", "No word of the original is left"),
        ("[… we wait for long", "“\u2068we\u2069” does not follow"),
    ],
)
def test_added_and_silently_dropped_words_are_named(shown, says):
    with pytest.raises(ValidationError) as refused:
        refuse_other_words(ORIGINAL, shown)

    assert says in refused.value.messages[0]


def test_signs_of_chinese_are_words_and_vowels_of_arabic_stay_with_theirs():
    refuse_other_words("我们在上湖村等水。", "我们在[村名]等水。")
    refuse_other_words("ننتظر الماء في قرية البحيرة", "ننتظر الماء في [اسم قرية]")
    for original, shown in [("我们等水。", "我们不等水。"), ("ننتظر الماء", "لا ننتظر الماء")]:
        with pytest.raises(ValidationError, match="not in the original"):
            refuse_other_words(original, shown)


def test_many_words_are_named_in_short():
    with pytest.raises(ValidationError, match=" …\\. Leave"):
        refuse_other_words(ORIGINAL, "a b c d e f g")
