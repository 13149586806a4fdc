"""The tables of a report as data: csv, Excel, and what an archive copy carries. All from frozen facts.

Charts are tables, too: an answer a row, with its count and its share. Call these with the language of the
facts active; headings are in that language.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
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
    for chart in section.get("charts", ()):
        yield chart_table(section["kind"], as_chart(chart))
    if section.get("key_issues"):
        yield proposals_table(section)
    if section.get("parts"):
        yield questions_table(section)
    if section.get("rows") and isinstance(section["rows"][0], dict):
        yield plain_table(section)


def as_chart(chart: dict) -> dict:
    """The chart in the shape of today; what was frozen before charts had kinds is brought into it."""
    if "kind" in chart:
        return chart
    return {
        "kind": "bars",
        "id": chart["code"],
        "title": chart["text"],
        "heads": {"row": _("Answer"), "count": _("Answers")},
        "rows": [{**row, "length": row["percent"]} for row in chart["rows"]],
        "threshold": chart.get("threshold"),
        "note": "",
        "summary": chart["text"]["text"],
    }


def chart_table(section: str, chart: dict) -> Table:
    heads = [chart["heads"]["row"], chart["heads"]["count"]]
    if chart["kind"] == "stacked":
        heads += [name["label"]["text"] for name in chart["series"]]
        rows = [
            [row["label"]["text"], row["count"], *(part["count"] for part in row["parts"])]
            for row in chart["rows"]
        ]
    else:
        heads.append(_("Share in per cent"))
        rows = [
            [row["label"]["text"], told(row, chart), "" if row["percent"] is None else row["percent"]]
            for row in chart["rows"]
        ]
    return Table(f"{section}-{chart['id']}".lower(), chart["title"], heads, rows, chart)


def told(row: dict, chart: dict) -> Cell:
    """The count, or in words why it is not told."""
    if row["count"] is not None:
        return row["count"]
    if row.get("why") == "few" and chart.get("threshold"):
        return _("fewer than %(threshold)s") % {"threshold": chart["threshold"]}
    return _("not shown")


def proposals_table(section: dict) -> Table:
    rows = [
        [f"{issue['position']}.{proposal['number']}", issue["title"]["text"], proposal["text"]["text"]]
        for issue in section["key_issues"]
        for proposal in issue["proposals"]
    ]
    heads = [pgettext("of a recommendation", "Number"), _("Key issue"), _("Recommendation")]
    return Table(section["kind"], titled(section), heads, rows)


def questions_table(section: dict) -> Table:
    rows = [
        [question["code"], question["text"]["text"], "; ".join(one["text"] for one in question["choices"])]
        for part in section["parts"]
        for question in part["questions"]
    ]
    return Table(section["kind"], titled(section), [_("Code"), _("Question"), _("Choices")], rows)


def plain_table(section: dict) -> Table:
    """A section that is a list of rows: a column a key, as the facts name them."""
    keys = list(section["rows"][0])
    rows = [[plain(row.get(key, "")) for key in keys] for row in section["rows"]]
    return Table(section["kind"], titled(section), keys, rows)


def plain(value) -> Cell:
    if isinstance(value, dict):
        return str(value.get("text", ""))
    if isinstance(value, list):
        return "; ".join(str(plain(one)) for one in value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value or "")


def titled(section: dict) -> dict:
    return {"language": section["text"]["language"], "text": section["title"]}


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
