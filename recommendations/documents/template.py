"""Our own form for tables of recommendations: headings in the reader's language, a sheet that explains."""

import csv
import io
from collections.abc import Iterable

import xlsxwriter
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from recommendations.models import KnownColumn
from reference.models import normalise

BOM = "\ufeff"


def headings() -> list[str]:
    return [str(label) for label in KnownColumn.Meaning.labels]


def own_headings() -> dict[str, str]:
    """The headings of the form in every language, as `normalise` gives them → what the column holds."""
    known = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            known |= {normalise(str(one.label)): one.value for one in KnownColumn.Meaning}
    return known


def is_filled_in(headings: Iterable[str]) -> bool:
    """Whether a table has all the columns of our form, in whatever language."""
    known = own_headings()
    return {known.get(normalise(heading)) for heading in headings} >= set(KnownColumn.Meaning.values)


def explanations() -> dict[str, str]:
    """What to write in each column, in the reader's language."""
    meaning = KnownColumn.Meaning
    said = {
        meaning.STATE: _("The State that was reviewed, as the United Nations name it."),
        meaning.SESSION: _("The number of the session of the UPR Working Group, for example 48."),
        meaning.NUMBER: _(
            "The number in the report, for example 140.12. Leave it empty if you do not know it."
        ),
        meaning.TEXT: _("The words of the recommendation, without the number and the States."),
        meaning.RECOMMENDERS: _("The States that made it, with a semicolon between them."),
        meaning.POSITION: _("Supported, noted or pending. There is no other official position."),
        meaning.THEMES: _("Themes as they stand in our lists, with a semicolon between them. May be empty."),
    }
    return {str(one.label): said[one] for one in meaning}


def as_xlsx() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        table = book.add_worksheet(_("Recommendations"))
        table.write_row(0, 0, headings(), bold)
        table.set_column(0, len(headings()) - 1, 24, wrapped)
        table.freeze_panes(1, 0)
        explained = book.add_worksheet(_("How to fill it in"))
        explained.set_column(0, 0, 30)
        explained.set_column(1, 1, 90, wrapped)
        for row, (heading, words) in enumerate(explanations().items()):
            explained.write(row, 0, heading, bold)
            explained.write(row, 1, words)
    return file.getvalue()


def as_csv() -> bytes:
    file = io.StringIO()
    csv.writer(file).writerow(headings())
    return f"{BOM}{file.getvalue()}".encode()
