"""Fields for texts: limits in words beside them, checked by the server only, so that nothing is cut off."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

# What people type may run in the other direction than the page.
FREE_TEXT = {"autocomplete": "off", "dir": "auto"}
# The hint asks for half of what the server takes: nobody's text is cut off.
WORDS_HINTED = 300
SHORT_WORDS_HINTED = 25
CHARACTERS_A_WORD = 10  # more than in any of our languages, with the blank
# A sealed letter has one size, so what goes into it is shorter (see surveys.sealing).
MOST_SEALED_CHARACTERS = 2500
SHORT = 300
# Chinese and Japanese put no blanks between words: each of their signs counts as one.
SIGN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
SIGNS = re.compile(rf"([{SIGN}])")


def count_words(text: str) -> int:
    """Words with a letter or a digit in them: a dash or a colon between blanks is none."""
    return sum(any(map(str.isalnum, word)) for word in SIGNS.sub(r" \1 ", text).split())


def joined(*sentences: str) -> SafeString:
    """Sentences for the reader, one after the other; those that are empty are left out."""
    return format_html_join(" ", "{}", ((sentence,) for sentence in sentences if sentence))


class WordsField(forms.CharField):
    """A text for which a number of words is asked. Twice as many are taken, and nothing is cut off."""

    def __init__(self, *, words: int, most_characters: int, **options):
        hint = ngettext("Up to %(words)d word.", "Up to %(words)d words.", words) % {"words": words}
        options["help_text"] = joined(options.get("help_text", ""), hint)
        super().__init__(**options)
        self.validators += [no_more_words_than(2 * words), no_longer_than(most_characters)]

    def help_for(self, text: str | None) -> str | SafeString:
        """The help beside the field, and how many words were written."""
        if not (words := count_words(text or "")):
            return self.help_text
        said = ngettext("You have written %(words)d word.", "You have written %(words)d words.", words)
        return joined(self.help_text, said % {"words": words})


def no_more_words_than(most: int):
    def check(text: str) -> None:
        words = count_words(text)
        if words > most:
            raise ValidationError(
                ngettext(
                    "You wrote %(words)d word. Please shorten the text to %(most)d.",
                    "You wrote %(words)d words. Please shorten the text to %(most)d.",
                    words,
                )
                % {"words": words, "most": most}
            )

    return check


def text_field(question, label, *, rows: int = 4, **options) -> WordsField:
    """A long text; its limits stand beside it and only the server checks them, so that nothing is cut off."""
    words = question.words_hinted or WORDS_HINTED
    characters = MOST_SEALED_CHARACTERS if question.is_sealed else 2 * words * CHARACTERS_A_WORD
    return WordsField(
        label=label,
        words=words,
        most_characters=characters,
        widget=forms.Textarea(attrs={"rows": rows, **FREE_TEXT}),
        required=options.pop("required", False),
        **options,
    )


def short_text_field(words: int, **options) -> WordsField:
    """A text of one line, with a number of words asked for."""
    return WordsField(
        words=words,
        most_characters=2 * words * CHARACTERS_A_WORD,
        widget=forms.TextInput(attrs=FREE_TEXT),
        **options,
    )


def no_longer_than(most: int):
    """Like MaxLengthValidator, without the attribute that makes browsers cut off what is pasted."""

    def check(text: str) -> None:
        if len(text) > most:
            raise ValidationError(
                ngettext(
                    "You wrote %(length)d character. Please shorten the text to %(most)d.",
                    "You wrote %(length)d characters. Please shorten the text to %(most)d.",
                    len(text),
                ),
                params={"length": len(text), "most": most},
            )

    return check


def short_field(label, **options) -> forms.CharField:
    """A few words beside a choice."""
    field = forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=FREE_TEXT), **options)
    field.validators.append(no_longer_than(SHORT))
    return field
