"""Charts as facts: plain data in one language, from which page, paper and files are drawn alike.

Two shapes, and no other. Every `label` and `title` is {"language", "text"}; `id` is the chart's own in its
report.

    {"kind": "bars", "id": "Q1", "title": …,
     "heads": {"row": "Answer", "count": "Answers", "share": "Share"},
     "rows": [{"code": "ngo", "label": …, "count": 68, "percent": 55, "length": 55, "why": ""}, …],
     "threshold": 5, "note": "Question Q1, answered by 123 respondents.", "summary": "…"}

    {"kind": "stacked", "id": "by-review", "title": …,
     "heads": {"row": "Review", "count": "Total", "share": ""},
     "series": [{"code": "supported", "label": …}, …],
     "rows": [{"code": "21", "label": …, "count": 40, "length": 100,
               "parts": [{"code": "supported", "count": 30, "percent": 75, "start": 0, "length": 75}, …]}, …],
     "note": "", "summary": "…"}

All numbers are whole. `length` is the bar's, 0 to 100 of the longest that there can be; a part begins at
`start`. `percent` is a share that is told, None where there is none; the head "share" is empty where a chart
tells none. A count that is not told is None, its `length` too, and `why` is "few" (below `threshold`) or
"hidden". The parts of a row come in the order of the series and make its count; their percents make 100.
`note` stands under the chart, `summary` is its text for who does not see it. Without rows there was too
little to tell.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

SPOKEN = 5  # rows that the summary tells


def bars(id: str, title: dict, heads: tuple[str, str], rows: Iterable[dict], **more) -> dict:
    """A chart of counts. Each row needs code, label, count, percent, why; `length` is the percent.

    `more`: note, threshold.
    """
    rows = [{"length": row["percent"], **row} for row in rows]
    share = _("Share") if any(row["percent"] is not None for row in rows) else ""
    return chart("bars", id, title, (*heads, share), rows) | {"threshold": None} | more


def stacked(
    id: str,
    title: dict,
    heads: tuple[str, str],
    series: list[tuple[str, dict]],
    counted: Iterable[tuple[str, dict, dict[str, int]]],
    **more,
) -> dict:
    """A chart whose bars are divided: (code, label, {code of the series: count}) each. `more`: note."""
    counted = list(counted)
    most = max((sum(counts.values()) for _code, _label, counts in counted), default=0) or 1
    rows = [
        {
            "code": code,
            "label": label,
            "count": sum(counts.values()),
            "length": round(100 * sum(counts.values()) / most),
            "parts": divided([(name, counts.get(name, 0)) for name, _label in series], most),
        }
        for code, label, counts in counted
    ]
    names = [{"code": code, "label": label} for code, label in series]
    return chart("stacked", id, title, (*heads, ""), rows) | {"series": names} | more


def chart(kind: str, id: str, title: dict, heads: tuple[str, str, str], rows: list[dict]) -> dict:
    return {
        "kind": kind,
        "id": id,
        "title": title,
        "heads": dict(zip(("row", "count", "share"), heads, strict=True)),
        "rows": rows,
        "note": "",
        "summary": in_words(title["text"], rows),
    }


def divided(counts: list[tuple[str, int]], most: int) -> list[dict]:
    """The parts of a bar, where the longest bar has `most`."""
    total, parts, before = sum(count for _code, count in counts) or 1, [], 0
    for code, count in counts:
        after = before + count
        start, end = round(100 * before / most), round(100 * after / most)
        # From one end to the other, so that what is lost by rounding here is won there and all make 100.
        percent = round(100 * after / total) - round(100 * before / total)
        parts.append(
            {"code": code, "count": count, "percent": percent, "start": start, "length": end - start}
        )
        before = after
    return parts


def in_words(title: str, rows: list[dict]) -> str:
    """The first rows of a chart as one sentence: “Positions: Supported 30, Noted 10.”"""
    told = [f"{row['label']['text']} {row['count']}" for row in rows if row["count"] is not None]
    if not told:
        return title
    words = pgettext("between names", ", ").join(told[:SPOKEN])
    more = len(told) - SPOKEN
    if more > 0:
        tail = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
        words = f"{words} {tail}"
    return _("%(title)s: %(words)s.") % {"title": title, "words": words}
