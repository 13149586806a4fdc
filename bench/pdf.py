"""What a report's PDF costs against a bare page of the same length: seconds and peak memory.

    ./portal run python bench/pdf.py

The report is generated: four charts, key issues with proposals. The bare one says the same words on as many
pages, without tags, tables or our style. Both are set by the same WeasyPrint, each in a fresh process: both
pay its import.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from html import escape
from pathlib import Path

ISSUES = 12
WORDS = "Civil society and States talk about what was recommended, and about what became of it. " * 8


def main() -> None:
    report, bare = run("report"), run("bare")
    print(
        f"pdf: {report['pages']} pages in {report['seconds']:.2f} s, {report['mebibytes']:.0f} MiB;"
        f" bare {bare['pages']} pages in {bare['seconds']:.2f} s, {bare['mebibytes']:.0f} MiB;"
        f" ratio {report['seconds'] / bare['seconds']:.2f} in time,"
        f" {report['mebibytes'] / bare['mebibytes']:.2f} in memory"
    )


def run(what: str) -> dict:
    """Set one of the two in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, what], check=True, capture_output=True, text=True, env=environment()
    )
    return json.loads(done.stdout.splitlines()[-1])


def environment() -> dict[str, str]:
    root = str(Path(__file__).parent.parent)
    return {**os.environ, "PYTHONPATH": root, "DJANGO_SETTINGS_MODULE": "upr_portal.settings"}


def measure(what: str) -> None:
    import django

    django.setup()
    from django.utils import translation

    started = time.perf_counter()
    with translation.override("en"), tempfile.TemporaryDirectory() as folder:
        pages = {"report": set_report, "bare": set_bare}[what](Path(folder) / "page.pdf")
    print(
        json.dumps(
            {
                "pages": pages,
                "seconds": time.perf_counter() - started,
                "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def set_report(target: Path) -> int:
    from reports.paper import document_of, section_as_html, typeset

    facts = generated_facts()
    written = [section_as_html(section, "en") for section in facts["sections"]]
    return typeset(document_of(facts, written, "en", version=1), target)


def set_bare(target: Path) -> int:
    """The same words, in plain paragraphs on pages of the same size."""
    from upr_portal.typesetting import load_weasyprint

    style = "<style>@page { size: A4; margin: 26mm 24mm } p { font-size: 11.5pt; line-height: 1.6 }</style>"
    text = "".join(f"<p>{escape(words)}</p>" for words in words_of(generated_facts()))
    document = load_weasyprint().HTML(string=style + text).render()
    document.write_pdf(target)
    return len(document.pages)


def words_of(facts) -> list[str]:
    if isinstance(facts, dict):
        own = [facts["text"]] if isinstance(facts.get("text"), str) and "paragraphs" not in facts else []
        return own + [words for value in facts.values() for words in words_of(value)]
    if isinstance(facts, list):
        return [words for value in facts for words in words_of(value)]
    return []


def generated_facts() -> dict:
    from reports.sections import number_paragraphs

    facts = {
        "report": {
            "slug": "bench",
            "kind": "Outcome report",
            "title": text("What a consultation brought out"),
            "consultation": text("A consultation"),
            "phases": [],
            "language": "en",
            "language_name": "English",
            "is_generated": True,
        },
        "sections": [
            {"kind": "summary", "title": "Summary", "text": text(*[WORDS] * 3)},
            {
                "kind": "methodology",
                "title": "Methodology",
                "text": text(*[WORDS] * 3),
                "charts": [chart()] * 4,
            },
            {"kind": "key_issues", "title": "Key issues", "text": text(), "key_issues": key_issues()},
        ],
    }
    number_paragraphs(facts)
    return facts


def text(*paragraphs: str) -> dict:
    parts = [{"text": paragraph} for paragraph in paragraphs]
    return {"language": "en", "text": "\n\n".join(paragraphs), "paragraphs": parts}


def chart() -> dict:
    rows = [
        {"label": text(f"Answer {n}"), "count": 40 - n, "percent": 30 - n, "why": ""} for n in range(1, 9)
    ]
    return {
        "code": "Q1",
        "text": text("A question"),
        "answered": 123,
        "threshold": 5,
        "is_exclusive": True,
        "rows": rows,
    }


def key_issues() -> list[dict]:
    return [
        {
            "position": position,
            "title": text(f"Issue {position}"),
            "narrative": text(*[WORDS] * 3),
            "proposals": [{"number": number, "text": text(WORDS[:300])} for number in range(1, 6)],
        }
        for position in range(1, ISSUES + 1)
    ]


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
