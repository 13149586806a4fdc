"""Workers killed at random moments: how many files are whole, doubled, missing.

    ./portal run python bench/kills.py [KILLS]     100, if nothing is said

Not a ratio: every rendering must end with one whole file. A kill that comes when the job is done does not
count. Each in turn is handed to a process of its own,
which is killed (SIGKILL) after a random part of the time that the job takes; then it is taken up as by the
clock, and another process makes it. Some are killed twice. Formats go round. In a database and a folder of
its own, dropped afterwards.
"""

import hashlib
import os
import random
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")
os.environ["CELERY_BROKER_URL"] = "memory://"  # no worker of the portal is to take these jobs

import django

django.setup()

import pypdf
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.tests.factories import UserFactory
from bench.history import database_of_its_own
from reports.actions import compile_report, take_up_again
from reports.formats import FORMATS
from reports.models import Rendering
from reports.pdf import render
from reports.tests.factories import ReportFactory
from upr_portal.typesetting import load_weasyprint

PARAGRAPHS = 40
TWICE = 5  # every fifth is killed again


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance = random.Random(20211)
    with database_of_its_own(), tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        report, moderator = a_report(), UserFactory(moderator=True)
        load_weasyprint()
        whole_job = {
            name: seconds_of(compile_report(report, "en", format=name, by=moderator)) for name in FORMATS
        }
        print({name: f"{seconds:.1f} s" for name, seconds in whole_job.items()}, flush=True)
        killed_in, ends, too_late = Counter(), Counter(), 0
        while sum(killed_in.values()) < kills:
            number = ends.total()
            format = list(FORMATS)[number % len(FORMATS)]
            rendering = compile_report(report, "en", format=format, by=moderator)
            for _ in range(2 if number % TWICE == 0 else 1):
                left = kill(rendering, chance.uniform(0, 1) * whole_job[format])
                if left == Rendering.State.DONE:
                    too_late += 1
                else:
                    killed_in[left] += 1
                take_up_again(rendering, silent_since=timezone.now())
            made_in = seconds_of(rendering)
            if left != Rendering.State.DONE:
                whole_job[format] = made_in  # as busy as the machine is now
            ends[verdict(rendering)] += 1
            if number % 10 == 9:
                print(f"{number + 1} renderings, {killed_in.total()} kills: {dict(ends)}", flush=True)
        lost = [path.name for path in Path(folder).rglob("*") if path.is_file() and not belongs(path, folder)]
    print(f"killed: {killed_in.total()}, the job then {dict(killed_in)}; {too_late} came when it was done")
    print(f"whole: {ends['whole']} of {ends.total()}; else: {dict(ends - Counter(whole=ends['whole']))}")
    print(f"files of nobody, halves and doubles: {len(lost)} {lost[:5]}")


def a_report():
    report = ReportFactory()
    text = "\n\n".join(["A paragraph of some length, and then some more of it. " * 12] * PARAGRAPHS)
    report.sections.filter(kind="summary").update(text_en=text)
    return report


def start(rendering: Rendering) -> int:
    """A worker of its own, forked so that it need not load everything again; returns its number."""
    connection.close()  # a connection has one owner
    worker = os.fork()
    if worker == 0:
        try:
            render(rendering.pk)
        finally:
            os._exit(0)
    return worker


def seconds_of(rendering: Rendering) -> float:
    started = time.monotonic()
    os.waitpid(start(rendering), 0)
    return time.monotonic() - started


def kill(rendering: Rendering, after: float) -> str:
    """Kill a worker that makes this after so many seconds; returns the state in which it left the row."""
    doomed = start(rendering)
    time.sleep(after)
    os.kill(doomed, signal.SIGKILL)
    os.waitpid(doomed, 0)
    rendering.refresh_from_db()
    return rendering.state


def verdict(rendering: Rendering) -> str:
    """ "whole" where the row is done and its file is what the row says, and one that can be opened."""
    rendering.refresh_from_db()
    if rendering.state != Rendering.State.DONE:
        return rendering.state
    content = rendering.file.open().read()
    if hashlib.sha256(content).hexdigest() != rendering.sha256 or len(content) != rendering.size:
        return "not what the row says"
    return "whole" if opens(rendering.format, content) else "cannot be opened"


def opens(format: str, content: bytes) -> bool:
    if format == "html":
        return content.rstrip().endswith(b"</html>")
    if format == "docx":
        return zipfile.ZipFile(BytesIO(content)).testzip() is None
    return len(pypdf.PdfReader(BytesIO(content)).pages) > 0


def belongs(path: Path, folder: str) -> bool:
    return Rendering.objects.filter(file=str(path.relative_to(folder)), state="done").count() == 1


if __name__ == "__main__":
    main()
