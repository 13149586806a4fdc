"""Fields for texts: limits in words beside them, checked by the server only, so that nothing is cut off."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import ngettext, ngettext_lazy

# What people type may run in the other direction than the page.
FREE_TEXT = {"autocomplete": "off", "dir": "auto"}
# The hint asks for half of what the server takes: nobody's text is cut off.
WORDS_HINTED = 300
UP_TO = ngettext_lazy("Up to {words} word.", "Up to {words} words.", WORDS_HINTED)
MOST_WORDS = 600
MOST_CHARACTERS = 6000
# A sealed letter has one size, so what goes into it is shorter (see surveys.sealing).
MOST_SEALED_CHARACTERS = 2500
SHORT = 300


def not_too_long(text: str) -> None:
    words = len(text.split())
    if words > MOST_WORDS:
        raise ValidationError(
            ngettext(
                "You wrote %(words)d word. Please shorten the text to %(most)d.",
                "You wrote %(words)d words. Please shorten the text to %(most)d.",
                words,
            )
            % {"words": words, "most": MOST_WORDS}
        )


def text_field(question, label, *, rows: int = 4, **options) -> forms.CharField:
    """A long text; its limits stand beside it and only the server checks them, so that nothing is cut off."""
    hint = format_lazy(UP_TO, words=WORDS_HINTED)
    given = options.pop("help_text", "")
    most = MOST_SEALED_CHARACTERS if question.is_sealed else MOST_CHARACTERS
    field = forms.CharField(
        label=label,
        help_text=format_lazy("{} {}", given, hint) if given else hint,
        widget=forms.Textarea(attrs={"rows": rows, **FREE_TEXT}),
        validators=[not_too_long],
        required=options.pop("required", False),
    )
    field.validators.append(no_longer_than(most))
    return field


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
    field = forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=FREE_TEXT), **options)
    field.validators.append(no_longer_than(SHORT))
    return field
