"""A draft of 300 recommendations: reading it wholly, against merely opening it with python-docx.

    python bench/read_document.py

Prints one ratio and both times in CPU seconds of this process and of those that it starts. Needs a database
with the reference data and the lead-ins.
"""

import io
import os
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

import docx

from recommendations.documents.families import read_document
from recommendations.documents.lists import Lists

COUNT, LIMIT = 300, 2.0
STATES = ["Chile", "Peru", "Fiji", "Kenya", "Iran (Islamic Republic of)", "Côte d’Ivoire"]


def draft() -> bytes:
    """Invented recommendations with typed numbers and one to three States each."""
    document = docx.Document()
    document.add_paragraph(
        "6.\tThe recommendations formulated during the interactive dialogue have been examined by Freedonia "
        "and enjoy the support of Freedonia:"
    )
    for place in range(1, COUNT + 1):
        states = " ".join(f"({STATES[(place + more) % len(STATES)]})" for more in range(place % 3 + 1))
        document.add_paragraph(
            f"6.{place}\tContinue to strengthen measures for the rights of group {place}, in particular by "
            f"allocating sufficient resources to the bodies in charge {states};"
        )
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def cpu(work) -> tuple[float, float]:
    """CPU and clock seconds of a piece of work, its processes included; the better of three."""
    best = (float("inf"), float("inf"))
    for _ in range(3):
        before, started = used(), time.perf_counter()
        work()
        best = min(best, (used() - before, time.perf_counter() - started))
    return best


def used() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main() -> None:
    content = draft()
    lists = Lists.load()
    found = read_document(content, lists=lists)
    assert len(found.rows) == COUNT, len(found.rows)
    opening, _clock = cpu(lambda: docx.Document(io.BytesIO(content)))
    reading, clock = cpu(lambda: read_document(content, lists=Lists.load()))
    print(
        f"reading {COUNT} recommendations: {reading / opening:.1f} × opening the file "
        f"({reading:.2f} s CPU, {clock:.2f} s by the clock; opening {opening:.3f} s; limit {LIMIT} s)"
    )
    if reading > LIMIT:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
