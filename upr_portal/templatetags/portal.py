"""Words that every template knows."""

import datetime
import re
from collections.abc import Iterable
from itertools import zip_longest

from django import template
from django.db.models import Model
from django.template import defaultfilters
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext
from modeltranslation.utils import build_localized_fieldname, resolution_order

from upr_portal import dates, languages
from upr_portal.readers import Nobody

register = template.Library()

# Latin letters or digits with a slash, an at sign or "://" among them: a symbol, an address.
SYMBOL = re.compile(r"((?<![\w/])[A-Za-z0-9][\w.+-]*(?:@|:?/)[\w./:@?=&%#+-]*[\w/])", re.ASCII)


@register.filter
def direction(language: str) -> str:
    """`dir="{{ note.language|direction }}"`."""
    return languages.direction(language)


@register.filter
def symbols_kept(text: str) -> SafeString:
    """`{{ text|symbols_kept }}`: symbols and addresses such as A/HRC/RES/16/21 stay in one piece and read
    from left to right, also where a line of Arabic breaks."""
    pieces = SYMBOL.split(text)
    return format_html_join(
        "", "{}{}", ((plain, keep(symbol)) for plain, symbol in zip_longest(pieces[::2], pieces[1::2]))
    )


def keep(symbol: str | None) -> str | SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', symbol) if symbol else ""


@register.filter(expects_localtime=True, is_safe=False)
def date(day: datetime.date, style: str | None = None) -> str:
    """Django's own filter, with the French “1er” where a format of the language is asked for by its name."""
    text = defaultfilters.date(day, style)
    return dates.with_ordinal(text) if style is None or style.endswith("_FORMAT") else text


@register.filter
def with_weekday(day: datetime.date) -> str:
    """`{{ day.date|with_weekday }}`: “Tuesday, 13 July 2021”, in the order of the reader's language."""
    return gettext("%(weekday)s, %(date)s") % {
        "weekday": date_format(day, "l"),
        "date": dates.in_words(day),
    }


@register.filter
def first_words(text: str, most: int) -> str:
    """`{{ summary|first_words:30 }}`: unlike truncatewords it leaves spaces that do not break as they are, so
    that no French line begins with a colon."""
    words = re.split(r"[ \t\r\n]+", text.strip())
    return text if len(words) <= most else " ".join(words[:most]) + "\xa0…"


@register.filter
def without_scheme(address: str) -> str:
    """`{{ address|without_scheme }}`: an address as people read it, without “https://” and a last slash."""
    return address.partition("://")[2].rstrip("/")


@register.filter
def listed(names: Iterable) -> str:
    """`{{ consultation.language_names|listed }}`: the names with the comma of the reader's script."""
    return pgettext("between names", ", ").join(str(name) for name in names)


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


@register.simple_tag(takes_context=True)
def own_words(context: template.Context, name: str) -> SafeString:
    """`{% own_words "components/doors.html" %}`: as `include`, for what each reader sees differently.

    Where the page is put together to be kept, a mark. Such a template uses what every page has, and no more.
    """
    request = context.get("request")
    if isinstance(request, Nobody):
        return SafeString(request.place_for(name))
    return context.template.engine.get_template(name).render(context)
