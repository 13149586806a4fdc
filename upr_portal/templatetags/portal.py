"""Words that every template knows."""

from django import template

from upr_portal import languages

register = template.Library()


@register.filter
def direction(language: str) -> str:
    """`dir="{{ note.language|direction }}"`."""
    return languages.direction(language)
