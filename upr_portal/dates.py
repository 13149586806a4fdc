"""Dates in the words of the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


def in_words(day: date, style: str = "DATE_FORMAT") -> str:
    """A day or moment in one of the language's own formats, named as Django names them: “1er juin 2021”."""
    return with_ordinal(date_format(day, style))


def with_ordinal(text: str) -> str:
    """French counts the first day of a month, and only that: a format has no letter for it."""
    return f"1er{text[1:]}" if get_language() == "fr" and text.startswith("1 ") else text
