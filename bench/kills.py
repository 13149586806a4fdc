"""Workers killed at random moments: how many files are whole, doubled, missing.

    ./portal run python bench/kills.py [KILLS]     100, if nothing is said

Not a ratio: every rendering must end with one whole file. Each in turn is handed to a process of its own,
which is killed (SIGKILL) after a random part of the time that the job takes; then the clock's sweep takes it
up and another process makes it. Some are killed twice. Formats go round. In a database and a folder of its
own, dropped afterwards.
"""

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

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
from reports.tests.factories import ReportFactory

JOB = "import django; django.setup(); from reports.pdf import render; render({pk})"
PARAGRAPHS = 40
TWICE = 5  # every fifth is killed again


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance = random.Random(20211)
    with database_of_its_own(), tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        report, moderator = a_report(), UserFactory(moderator=True)
        whole_job = seconds_of(compile_report(report, "en", by=moderator), folder)
        print(f"a job takes {whole_job:.1f} s", flush=True)
        killed_in, ends = Counter(), Counter()
        for number in range(kills):
            format = list(FORMATS)[number % len(FORMATS)]
            rendering = compile_report(report, "en", format=format, by=moderator)
            for _ in range(2 if number % TWICE == 0 else 1):
                killed_in[kill(rendering, chance.uniform(0.25, 1) * whole_job, folder)] += 1
                take_up_again(rendering, silent_since=timezone.now())
            start(rendering, folder).wait()
            ends[verdict(rendering)] += 1
        lost = [path.name for path in Path(folder).rglob("*") if path.is_file() and not belongs(path, folder)]
    print(f"killed: {sum(killed_in.values())}; the job was then {dict(killed_in)}")
    print(f"whole: {ends['whole']} of {kills}; else: {dict(ends - Counter(whole=ends['whole']))}")
    print(f"files of nobody, halves and doubles: {len(lost)} {lost[:5]}")


def a_report():
    report = ReportFactory()
    text = "\n\n".join(["A paragraph of some length, and then some more of it. " * 12] * PARAGRAPHS)
    report.sections.filter(kind="summary").update(text_en=text)
    return report


def start(rendering: Rendering, folder: str) -> subprocess.Popen:
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    environment = {**os.environ, "DATABASE_URL": address.geturl(), "MEDIA_ROOT": folder}
    return subprocess.Popen(
        [sys.executable, "-c", JOB.format(pk=rendering.pk)], env=environment, stderr=subprocess.DEVNULL
    )


def seconds_of(rendering: Rendering, folder: str) -> float:
    started = time.monotonic()
    start(rendering, folder).wait()
    return time.monotonic() - started


def kill(rendering: Rendering, after: float, folder: str) -> str:
    """Kill a worker that makes this after so many seconds; returns the state in which it left the row."""
    doomed = start(rendering, folder)
    time.sleep(after)
    doomed.kill()
    doomed.wait()
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
