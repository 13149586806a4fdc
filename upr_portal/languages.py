"""The six languages of the United Nations: own names, direction, the field every written text carries."""

from django.conf import settings
from django.db import models

OWN_NAMES = {
    "ar": "العربية",
    "zh-hans": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "ckb", "dv", "sd", "ug", "yi"}


def language_choices() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


def direction(language: str) -> str:
    """`"rtl"` or `"ltr"` for a language code such as "ar" or "zh-hans"."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


class LanguageField(models.CharField):
    """The language that a text was written in."""

    def __init__(self, *args, **options):
        options.setdefault("max_length", 10)
        options.setdefault("choices", language_choices)
        super().__init__(*args, **options)
