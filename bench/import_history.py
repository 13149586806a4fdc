"""Import of UPR Info's history: six exports, 42,013 rows; seconds, memory, and the ratio to a bare COPY.

    ./portal run python bench/import_history.py [FOLDER]    made exports, or the csv files of a folder

In a database of its own, dropped afterwards.
"""

import csv
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

from django.db import connection

from bench.history import HEADINGS, cpu_of_database, database_of_its_own, exports, import_all
from recommendations.documents.tables import csv_lines


def seconds_of_copy(files: list[tuple[str, bytes]]) -> float:
    """Seconds of the database's own COPY of the same cells into a table without keys."""
    table = io.StringIO()
    for _name, content in files:
        csv.writer(table, lineterminator="\n").writerows(line.cells for line in list(csv_lines(content))[1:])
    table.seek(0)
    with connection.cursor() as cursor:
        columns = ", ".join(f"c{number} text" for number in range(len(HEADINGS)))
        cursor.execute(f"create temporary table bare ({columns})")
        begun = time.perf_counter()
        cursor.copy_expert("copy bare from stdin with csv", table)
        return time.perf_counter() - begun


def main() -> None:
    with database_of_its_own():
        folder = sorted(Path(sys.argv[1]).glob("*.csv")) if len(sys.argv) > 1 else []
        files = [(file.name, file.read_bytes()) for file in folder] or exports()
        begun, used, in_database = time.perf_counter(), time.process_time(), cpu_of_database()
        rows = import_all(files)
        taken, used = time.perf_counter() - begun, time.process_time() - used
        in_database = cpu_of_database() - in_database
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        bare = seconds_of_copy(files)
        print(
            f"import of the history: {taken / bare:.0f} x a bare COPY ({len(files)} files, {rows} rows,"
            f" {taken:.1f} s, CPU: {used:.1f} s Python, {in_database:.1f} s database; peak {peak} MB)"
        )


if __name__ == "__main__":
    main()
