"""What a search found as a file: csv, xlsx, json; with no cell that a spreadsheet would run.

The rows are read and written a thousand at a time, so that a file of any length takes the same memory.
"""

import csv
import json
import tempfile
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO

import xlsxwriter
from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.catalogue import terms
from recommendations.models import Recommendation
from recommendations.results import Found
from recommendations.rows import Row, rows_of

BOM = "\ufeff"
AT_ONCE = 1000
# Full-width signs are read as the usual ones by some spreadsheets.
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


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
        _("Themes and issues"),
        _("Groups of persons"),
        _("Sustainable Development Goals"),
        _("Generated example"),
    ]


KEYS = [
    "id",
    "address",
    "state",
    "iso3",
    "cycle",
    "session",
    "paragraph",
    "text",
    "language",
    "recommending_states",
    "position",
    "action_category",
    "themes",
    "persons",
    "goals",
    "is_generated",
]


def facts_of(found: Found, *, site: str) -> Iterator[list]:
    """The values of each row found, in the order of KEYS; names in the language of the search."""
    names = found.catalogue.names_in(found.language)
    cycles = {one.session: one.cycle for one in found.catalogue.stretches}
    page = site + reverse("recommendations:index")
    keys = found.keys()
    while pks := list(islice(keys, AT_ONCE)):
        linked = {name: named(links, names[name]) for name, links in links_of(pks).items()}
        for row in rows_of(pks, names, found.language):
            terms_of_row = [linked[name].get(row.pk, []) for name in ("issue", "persons", "goal")]
            yield facts(row, page, cycles[row.session_number], terms_of_row)


def facts(row: Row, page: str, cycle: int, terms_of_row: list[list[str]]) -> list:
    return [
        row.pk,
        f"{page}{row.pk}/",
        row.state,
        row.iso3,
        cycle,
        row.session_number,
        row.paragraph,
        row.text,
        row.language,
        row.recommenders,
        row.position,
        row.action,
        *terms_of_row,
        row.is_generated,
    ]


def links_of(pks: list[int]) -> dict[str, Iterator[tuple[int, str]]]:
    goals = Recommendation.goals.through.objects.annotate(value=Cast("goal__number", CharField()))
    links = {
        "issue": terms(Recommendation.issues.through, "theme", "issue"),
        "persons": terms(Recommendation.persons.through, "personsgroup", "persons"),
        "goal": goals,
    }
    return {
        name: rows.filter(recommendation__in=pks).order_by("pk").values_list("recommendation", "value")
        for name, rows in links.items()
    }


def named(links, names: dict) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for recommendation, value in links:
        found.setdefault(recommendation, []).append(names[value].text)
    return found


def cells(values: list) -> list[str]:
    return [harmless(cell(value)) for value in values]


def cell(value) -> str:
    if isinstance(value, bool):
        return "x" if value else ""
    return "; ".join(value) if isinstance(value, list) else str(value)


def harmless(text: str) -> str:
    """A cell that begins like a formula gets a dot in front, so that no spreadsheet runs it."""
    return f".{text}" if text.lstrip(" \u00a0").startswith(RUN_BY_SPREADSHEETS) else text


def lines_of(found: Found, *, site: str) -> Iterator[str]:
    """The csv, line by line."""
    write = csv.writer(Echo()).writerow
    # The headings are translated now, while the request's language is active; the rows are read later.
    beginning = BOM + write(headings())
    return chain([beginning], (write(cells(values)) for values in facts_of(found, site=site)))


def json_of(found: Found, *, site: str) -> Iterator[str]:
    """One JSON object, a recommendation a line."""
    yield f'{{"count": {found.count}, "recommendations": ['
    for number, values in enumerate(facts_of(found, site=site)):
        fact = json.dumps(dict(zip(KEYS, values, strict=True)), ensure_ascii=False)
        yield f"{',' if number else ''}\n{fact}"
    yield "\n]}\n"


def workbook(found: Found, *, site: str) -> IO[bytes]:
    """An Excel file that has only texts: what looks like a formula or a link is none."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 – closed by the response that sends it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        rows = chain([headings()], (cells(values) for values in facts_of(found, site=site)))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    file.seek(0)
    return file
