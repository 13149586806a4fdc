"""The rows of the list and the links beside it as HTML.

Every page of the list has some seventy-five of them. Written with Django's templates they took three quarters
of its time; what comes from outside is escaped here, piece by piece.
"""

from collections.abc import Iterable
from html import escape  # Django's own asks of each piece whether it is lazy

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from recommendations.rows import Row
from upr_portal.languages import direction


def items_of(rows: Iterable[Row], *, language: str, address: str) -> SafeString:
    """Each row as an item of a list; `language` is the reader's, `address` the list's own."""
    comma, made_by = pgettext("between names", ", "), escape(gettext("Recommended by %(states)s"))
    leads_to = escape(gettext("Position, issues and source of %(name)s"))
    generated = f' <span class="tag">{escape(gettext("Generated example"))}</span>'
    items = (
        f'<li><p class="meta">{escape(row.state)}<br>{escape(row.session)}<br>'
        f'<span class="tag {row.position}">{escape(row.position_name)}</span></p>\n'
        f"<div><p{tongue(row.language, language)}>{row.words}</p>\n"
        f'<p class="meta">{made_by % {"states": escape(comma.join(row.recommenders))}}<br>'
        f'<a href="{escape(address)}{row.pk}/">{leads_to % {"name": escape(row.name)}}</a>'
        f"{generated if row.is_generated else ''}</p></div></li>\n"
        for row in rows
    )
    return mark_safe("".join(items))  # noqa: S308 – every piece is escaped


def tongue(written: str, reader: str) -> str:
    """The attributes of a text that is not in the reader's language."""
    return "" if written == reader else f' lang="{escape(written)}" dir="{direction(written)}"'


def links_of(values: Iterable) -> SafeString:
    """Each value of a filter (`views.recommendations.Counted`) as a link in an item of a list."""
    items = (
        f'<li><a href="{escape(one.address)}"{CHOSEN if one.is_chosen else ""}'
        f"{borrowed(one.name.borrowed)}>{escape(one.name.text)}</a>"
        f' <span class="meta">{one.number}</span></li>\n'
        for one in values
    )
    return mark_safe("".join(items))  # noqa: S308 – every piece is escaped


CHOSEN = ' aria-current="true"'


def borrowed(language: str) -> str:
    return f' lang="{escape(language)}"' if language else ""
