"""CPU of each public page against a bare Django view on the same server, and its bytes and requests.

    ./portal run python bench/pages.py

Two gunicorns with one worker each, asked in turn in one run; CPU is the workers' own (user + system).
One line a page: path, ratio of CPU to the bare view, ms, bytes on the wire, requests.
"""

import gzip
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROUNDS = 5
REQUESTS = 20
TICK = os.sysconf("SC_CLK_TCK")
PAGES = [f"/en/{page}" for page in ("", "recommendations/", "consultations/", "surveys/", "reports/")]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@contextmanager
def gunicorn(application: str, *options: str):
    """(address, pid of the one worker) of a gunicorn serving `application`."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "-w", "1", "-b", f"127.0.0.1:{port}", *options]
    server = subprocess.Popen([*command, "--log-level", "error"], cwd=Path(__file__).parent.parent)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
                continue
            if children:
                break
        yield f"http://127.0.0.1:{port}", int(children[0])
    finally:
        server.terminate()
        server.wait()


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def ask(address: str) -> tuple[bytes, int]:
    """Body as it travels, and bytes of the headers."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request) as response:
        return response.read(), len(str(response.headers))


def cost(address: str, pid: int, times: int) -> float:
    before = cpu(pid)
    for _ in range(times):
        ask(address)
    return cpu(pid) - before


def weight(site: str, path: str) -> tuple[int, int]:
    """Bytes and requests of a page's first view."""
    body, headers = ask(site + path)
    text = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
    resources = set(re.findall(r'<(?:link|img|script)[^>]*?(?:href|src)="?(/static/[^" >]+)', text))
    return len(body) + headers + sum(len(ask(site + r)[0]) for r in resources), 1 + len(resources)


def main() -> None:
    pages = sys.argv[1:] or PAGES
    with gunicorn("upr_portal.wsgi") as (portal, worker), gunicorn("bench.bare") as (bare, bare_worker):
        for path in pages:
            cost(portal + path, worker, 3)
            spent, bare_spent = 0.0, 0.0
            for _ in range(ROUNDS):
                spent += cost(portal + path, worker, REQUESTS)
                bare_spent += cost(bare + "/", bare_worker, REQUESTS * 10) / 10
            each = spent / ROUNDS / REQUESTS * 1000
            size, requests = weight(portal, path)
            print(f"{path} cpu/bare={spent / bare_spent:.1f} ms={each:.1f} bytes={size} requests={requests}")


if __name__ == "__main__":
    main()
