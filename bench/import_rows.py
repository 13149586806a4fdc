"""Rows a second of the import of UPR Info's export against a bare COPY of the same rows.

`python bench/import_rows.py [ROWS] [FILE]`: made rows in the export's own form, or a real file; everything is
rolled back. The States, sessions and issues of `load_reference` must be there.
"""

import csv
import hashlib
import io
import os
import resource
import sys
import time
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from django.db import connection, transaction

from recommendations.actions import import_reading
from recommendations.documents.tables import csv_lines
from recommendations.documents.upr_info import VOCABULARY, read_upr_info
from recommendations.models import ImportBatch
from reference.models import State, Theme, UprSession

HEADINGS = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session".split(",")  # noqa: SIM905
WORDS = "Adopt a dated plan, with a budget and an office, for what was asked in the last review under number"


def made(rows: int) -> bytes:
    """`rows` rows in the form of the export; one in ten is another State with the same recommendation."""
    states = [state.name_en for state in State.objects.members()]
    sessions = list(UprSession.objects.values_list("number", flat=True))
    issues = list(Theme.objects.filter(vocabulary__code=VOCABULARY).values_list("name_en", flat=True))
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r")
    table.writerow(HEADINGS)
    for number, (state, recommender) in zip(range(rows), product(states, states), strict=False):
        first = number - (number % 10 == 9)
        response, issue = ("Accepted", "Noted")[first % 3 == 0], issues[number % len(issues)]
        text = f"{WORDS} {first}."
        session = sessions[(number // len(states)) % len(sessions)]
        cells = [
            state,
            "Africa",
            "AU",
            text,
            recommender,
            "WEOG",
            "EU",
            response,
            first % 5 + 1,
            issue,
            session,
        ]
        table.writerow(cells)
    return file.getvalue().encode("mac_roman", errors="replace")


def seconds_of_import(content: bytes) -> tuple[float, int]:
    """Seconds from the bytes of the file to the saved batch, and the rows that it holds."""
    begun = time.perf_counter()
    reading = read_upr_info(content, language="en")
    import_reading(
        reading,
        by=None,
        kind=ImportBatch.Kind.UPR_INFO,
        file_name="bench.csv",
        sha256=hashlib.sha256(content).hexdigest(),
        language="en",
        skip_bad_rows=True,
    )
    return time.perf_counter() - begun, reading.rows_read


def seconds_of_copy(content: bytes) -> float:
    """Seconds of the database's own COPY of the same cells into a table without keys."""
    lines = list(csv_lines(content))
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(line.cells for line in lines[1:])
    file.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"create temporary table bare ({', '.join(f'c{n} text' for n in range(len(HEADINGS)))})"
        )
        begun = time.perf_counter()
        cursor.copy_expert("copy bare from stdin with csv", file)
        return time.perf_counter() - begun


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 6094
    content = Path(sys.argv[2]).read_bytes() if len(sys.argv) > 2 else made(size)
    with transaction.atomic():
        bare = seconds_of_copy(content)
        taken, rows = seconds_of_import(content)
        transaction.set_rollback(True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"import: {rows} rows in {taken:.1f} s = {rows / taken:.0f} rows/s, "
        f"{taken / bare:.0f} x a bare COPY ({bare:.3f} s); peak {peak} MB"
    )


if __name__ == "__main__":
    main()
