"""Recommendations as a table: csv that opens in every script, with no cell that a spreadsheet would run."""

import csv
from collections.abc import Iterator
from itertools import chain

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from recommendations.models import Recommendation

BOM = "\ufeff"
AT_ONCE = 500
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that hands back what is written into it."""

    def write(self, line: str) -> str:
        return line


def headings() -> list[str]:
    return [
        _("Identifier"),
        _("Address"),
        _("State under review"),
        _("ISO code"),
        _("Cycle"),
        _("Session"),
        _("Paragraph number"),
        _("Text"),
        _("Language of the text"),
        _("Recommending States"),
        _("Position"),
        _("Action category"),
        _("Issues"),
        _("Generated example"),
    ]


def lines_of(recommendations: QuerySet, *, language: str, site: str) -> Iterator[str]:
    """The csv, line by line; headings and names in `language`, each text in the language that there is."""
    write = csv.writer(Echo()).writerow
    rows = recommendations.with_source().prefetch_related("issues").iterator(chunk_size=AT_ONCE)
    # The headings are translated now, while the request's language is active; the rows are read later.
    beginning = BOM + write(headings())
    return chain([beginning], (write(row_of(recommendation, language, site)) for recommendation in rows))


def row_of(recommendation: Recommendation, language: str, site: str) -> list[str]:
    return [harmless(str(cell)) for cell in cells(recommendation, language, site)]


def cells(recommendation: Recommendation, language: str, site: str) -> list:
    review, name = recommendation.review, build_localized_fieldname("name", language)
    text, written_in = recommendation.text_for(language)
    return [
        recommendation.pk,
        site + recommendation.get_absolute_url(),
        review.state.name_in(language),
        review.state.iso3,
        review.session.cycle.number,
        review.session.number,
        recommendation.paragraph,
        text,
        written_in,
        "; ".join(made.state.name_in(language) for made in recommendation.recommenders.all()),
        recommendation.position,
        recommendation.action_category,
        "; ".join(getattr(issue, name) or issue.name_en for issue in recommendation.issues.all()),
        "x" if recommendation.is_generated else "",
    ]


def harmless(cell: str) -> str:
    """A cell that begins like a formula gets a dot in front, so that no spreadsheet runs it."""
    return f".{cell}" if cell.startswith(RUN_BY_SPREADSHEETS) else cell
