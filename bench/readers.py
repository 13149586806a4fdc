"""Twenty people who read and search at the same time: how long the slowest of a hundred pages takes.

    ./portal run python bench/readers.py

42,013 rows in a database of their own, dropped afterwards, behind the portal's own gunicorn (2 workers, 4
threads each). One line: the 95th percentile as a ratio to what the same page takes for one reader alone.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from django.db import connection

from bench.history import database_of_its_own, exports, import_all
from bench.pages import free_port
from reference.models import State

READERS = 20
PAGES_EACH = 10
WORDS = ["rights", "women", "torture", "violence+children", "%22human+rights%22+-women", "water", "chidlren"]
FILTERS = [
    "",
    "&position=noted",
    "&position=supported&sort=oldest",
    "&cycle=1",
    "&action=5&action=4",
    "&page=3",
]


def addresses() -> list[str]:
    """Pages that differ from one another as much as people do."""
    draw = Random(2021)
    states = [f"state={iso3}" for iso3 in State.objects.values_list("iso3", flat=True)]
    searches = [f"q={word}" for word in WORDS] * 20 + states + ["", *(f"recommender={s[6:]}" for s in states)]
    return [
        f"/en/recommendations/?{draw.choice(searches)}{draw.choice(FILTERS)}"
        for _ in range(READERS * PAGES_EACH)
    ]


def read(address: str) -> tuple[float, bool]:
    """Seconds until the page was there, and whether it was one."""
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            fine = response.status == 200 and b"</html>" in response.read()
    except OSError:
        fine = False
    return time.perf_counter() - begun, fine


def server(port: int) -> subprocess.Popen:
    name = connection.settings_dict["NAME"]
    base, _, options = os.environ["DATABASE_URL"].partition("?")
    address = f"{base.rpartition('/')[0]}/{name}?{options}"
    command = [sys.executable, "-m", "gunicorn", "upr_portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "16", "--log-level", "error"]
    environment = os.environ | {"DATABASE_URL": address, "ALLOWED_HOSTS": "127.0.0.1"}
    return subprocess.Popen(command, cwd=Path(__file__).parent.parent, env=environment)


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def main() -> None:
    with database_of_its_own():
        import_all(exports())
        asked, port = addresses(), free_port()
        connection.close()
        running = server(port)
        try:
            wait_for(port)
            asked = [f"http://127.0.0.1:{port}{path}" for path in asked]
            alone = sorted(read(address)[0] for address in asked[:40])[20]
            with ThreadPoolExecutor(READERS) as readers:
                times = list(readers.map(read, asked))
        finally:
            running.terminate()
            running.wait()
        seconds = sorted(taken for taken, _ in times)
        p95 = seconds[int(len(seconds) * 0.95)]
        errors = sum(not fine for _, fine in times)
        half = seconds[len(seconds) // 2]
        half, p95, alone = (round(one * 1000) for one in (seconds[len(seconds) // 2], p95, alone))
        print(
            f"{READERS} readers, {len(times)} pages: p95/one reader = {p95 / alone:.1f}"
            f" (half within {half} ms, p95 {p95} ms, one reader {alone} ms, errors {errors})"
        )


if __name__ == "__main__":
    main()
