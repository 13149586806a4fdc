"""Words that every template knows."""

from django import template
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname, resolution_order

from upr_portal import languages

register = template.Library()


@register.filter
def direction(language: str) -> str:
    """`dir="{{ note.language|direction }}"`."""
    return languages.direction(language)


@register.simple_tag
def translated(thing: Model, field: str) -> str | SafeString:
    """`{% translated survey "title" %}`: the text in the reader's language; one that had to be borrowed
    from another language is wrapped in a span that names that language and its direction."""
    reader = get_language()
    for language in resolution_order(reader):
        text = getattr(thing, build_localized_fieldname(field, language))
        if text and language == reader:
            return text
        if text:
            return format_html(
                '<span lang="{}" dir="{}">{}</span>', language, languages.direction(language), text
            )
    return ""


@register.simple_tag
def borrowed(thing: Model, field: str) -> str | SafeString:
    """`<div {% borrowed survey "introduction" %}>`: the attributes lang and dir of a block whose text had to
    be borrowed from another language; nothing where the text is in the reader's."""
    for language in resolution_order(get_language()):
        if getattr(thing, build_localized_fieldname(field, language)):
            if language == get_language():
                return ""
            return format_html('lang="{}" dir="{}"', language, languages.direction(language))
    return ""
