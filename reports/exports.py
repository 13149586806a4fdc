"""The tables of a report as data: csv, Excel, and what an archive copy carries. All from frozen facts.

Charts are tables, too: an answer a row, with its count and its share. Call these with the language of the
facts active; headings are in that language.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from recommendations.exports import BOM, harmless

Cell = str | int | float
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ONLY_VALUES = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Attached(NamedTuple):
    """A file that an archive copy carries."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True)
class Table:
    """One table of a report: its name in addresses, its title, its cells, and the chart that it is."""

    name: str
    title: dict
    headings: list[str]
    rows: list[list[Cell]]
    chart: dict | None = None

    @property
    def kinds(self) -> list[str]:
        """As what one can take it away; a chart without rows tells nothing, and is no picture."""
        pictures = ["svg", "png"] if self.chart and self.chart["rows"] else []
        return ["csv", "xlsx", *pictures]


def tables_of(facts: dict) -> list[Table]:
    """Every table of the report, in its order; each name is there once."""
    return [table for section in facts["sections"] for table in tables_in(section)]


def tables_in(section: dict) -> Iterator[Table]:
    """The charts of a section in their order, then what it lists."""
    for chart in charts_in(section):
        yield chart_table(section["kind"], chart)
    for field, table in LISTS.items():
        if section.get(field):
            yield from table(section)


def charts_in(facts) -> Iterator[dict]:
    """Every chart among the facts of a section, in the shape of reports/charts.py."""
    if isinstance(facts, dict) and isinstance(facts.get("rows"), list):
        yield as_chart(facts)
    elif isinstance(facts, dict | list):
        for part in facts.values() if isinstance(facts, dict) else facts:
            yield from charts_in(part)


def as_chart(chart: dict) -> dict:
    """The chart in the shape of today; what was frozen before charts had kinds is brought into it."""
    if "kind" in chart:
        return chart
    return {
        "kind": "bars",
        "id": chart["code"],
        "title": chart["text"],
        "heads": {"row": _("Answer"), "count": _("Answers"), "share": _("Share")},
        "rows": [{**row, "length": row["percent"]} for row in chart["rows"]],
        "threshold": chart.get("threshold"),
        "note": "",
        "summary": chart["text"]["text"],
    }


def chart_table(section: str, chart: dict) -> Table:
    heads = [chart["heads"]["row"], chart["heads"]["count"]]
    share = chart["heads"].get("share")
    rows = [[row["label"]["text"], told(row, chart)] for row in chart["rows"]]
    if chart["kind"] == "stacked":
        heads += [name["label"]["text"] for name in chart["series"]]
        for cells, row in zip(rows, chart["rows"], strict=True):
            cells += [part["count"] for part in row["parts"]]
    elif share:
        heads.append(f"{share} (%)")
        for cells, row in zip(rows, chart["rows"], strict=True):
            cells.append("" if row["percent"] is None else row["percent"])
    return Table(f"{section}-{chart['id']}".lower(), chart["title"], heads, rows, chart)


def told(row: dict, chart: dict) -> Cell:
    """The count, or in words why it is not told."""
    if row["count"] is not None:
        return row["count"]
    if row.get("why") == "few" and chart.get("threshold"):
        return _("fewer than %(threshold)s") % {"threshold": chart["threshold"]}
    return _("not shown")


def listed(section: dict, heads: list[str], rows: list[list[Cell]]) -> Iterator[Table]:
    title = {"language": section["text"]["language"], "text": section["title"]}
    if rows:
        yield Table(section["kind"], title, heads, rows)


def proposals(section: dict) -> Iterator[Table]:
    rows = [
        [f"{issue['position']}.{proposal['number']}", issue["title"]["text"], proposal["text"]["text"]]
        for issue in section["key_issues"]
        for proposal in issue["proposals"]
    ]
    heads = [pgettext("of a recommendation", "Number"), _("Key issue"), _("Recommendation")]
    return listed(section, heads, rows)


def questions(section: dict) -> Iterator[Table]:
    rows = [
        [question["code"], question["text"]["text"], "; ".join(one["text"] for one in question["choices"])]
        for part in section["parts"]
        for question in part["questions"]
    ]
    return listed(section, [_("Code"), _("Question"), _("Choices")], rows)


def recommendations(section: dict) -> Iterator[Table]:
    """The full list of a recommendations report; other sections that go by reviews have none."""
    rows = [
        [
            review["state"]["text"],
            review["session"]["text"],
            one["name"],
            one["text"]["text"],
            one["text"]["language"],
            "; ".join(one["states"]),
            one["position_name"],
        ]
        for review in section["reviews"]
        for one in review.get("recommendations", ())
    ]
    heads = [
        _("State under review"),
        _("Session"),
        _("Paragraph number"),
        _("Text"),
        _("Language of the text"),
        _("Recommending States"),
        _("Position"),
    ]
    return listed(section, heads, rows)


# What a section may list: the field of its facts, and what makes a table of it.
LISTS: dict[str, Callable[[dict], Iterator[Table]]] = {
    "key_issues": proposals,
    "parts": questions,
    "reviews": recommendations,
}


# --- Files -------------------------------------------------------------------------------------------------


def safe(row: Iterable[Cell]) -> list[Cell]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in row]


def csv_of(table: Table) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; no cell that a spreadsheet would run."""
    file = io.StringIO()
    csv.writer(file).writerows(safe(row) for row in [table.headings, *table.rows])
    return (BOM + file.getvalue()).encode()


def workbook_of(tables: list[Table], credit: str) -> bytes:
    """An Excel file with a sheet a table; under each stands where it is from."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, ONLY_VALUES) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for number, table in enumerate(tables, 1):
            sheet = book.add_worksheet(str(number))
            sheet.write_string(0, 0, harmless(table.title["text"]), bold)
            for row, cells in enumerate([table.headings, *table.rows], 2):
                for column, cell in enumerate(safe(cells)):
                    write_cell = sheet.write_string if isinstance(cell, str) else sheet.write_number
                    write_cell(row, column, cell, bold if row == 2 else wrapped)
            sheet.write_string(len(table.rows) + 4, 0, credit)
            sheet.set_column(0, 0, 40)
            sheet.set_column(1, len(table.headings), 24)
            sheet.repeat_rows(2)
    return target.getvalue()


def data_files(facts: dict) -> list[Attached]:
    """What an archive copy carries: each table as csv, and all facts as JSON."""
    spelled = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode()
    tables = [Attached(f"{table.name}.csv", table.title["text"], csv_of(table)) for table in tables_of(facts)]
    return [*tables, Attached("facts.json", _("All facts of the report"), spelled)]
