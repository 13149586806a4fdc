"""With a real worker: progress that others can see, and a worker that is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pypdf
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from reports import pdf
from reports.actions import compile_report, take_up_again
from reports.models import Rendering
from reports.tests.factories import RenderingFactory, ReportFactory

pytestmark = pytest.mark.jobs

JOB = "import django; django.setup(); from reports.pdf import render; render({pk})"


@pytest.fixture
def files(settings):
    """The folder in which the worker writes, too."""
    return Path(settings.MEDIA_ROOT)


def where(rendering: Rendering) -> tuple[str, int, str]:
    """State, sections done and current section, as another connection than the worker's sees them."""
    return Rendering.objects.values_list("state", "sections_done", "current_section").get(pk=rendering.pk)


def lock(table: str) -> None:
    """Until the transaction ends, whoever reads this table waits."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")


def test_what_was_asked_for_is_made(worker, moderator):
    rendering = compile_report(ReportFactory(), "en", by=moderator)

    worker.waits_for(lambda: where(rendering) == ("done", 6, ""), seconds=60)

    rendering.refresh_from_db()
    assert len(pypdf.PdfReader(rendering.file.path).pages) == rendering.pages


def test_the_command_waits_for_the_worker_and_copies_its_file(worker, moderator, tmp_path):
    report = ReportFactory()

    call_command("compile_report", report.slug, "--language=en", "--format=docx", f"--out={tmp_path}/a.docx")

    rendering = report.renderings.get()
    assert (tmp_path / "a.docx").read_bytes() == rendering.file.open().read()
    assert rendering.created_by == moderator


def test_progress_moves_section_by_section_for_all_to_see(worker):
    rendering = RenderingFactory()

    with transaction.atomic():
        lock("reports_keyissue")
        pdf.render.delay(rendering.pk)
        worker.waits_for(lambda: where(rendering) == ("running", 2, "key_issues"))

    worker.waits_for(lambda: where(rendering) == ("done", 6, ""), seconds=60)


def test_a_killed_worker_leaves_no_half_file_and_the_clock_has_it_completed(worker, files):
    report = ReportFactory()
    long_text = "\n\n".join(["A paragraph of some length, and then some more of it. " * 12] * 500)
    report.sections.filter(kind="summary").update(text_en=long_text)
    rendering = RenderingFactory(report=report)
    folder = files / f"reports/{report.pk}"

    doomed = subprocess.Popen([sys.executable, "-c", JOB.format(pk=rendering.pk)], env=here())
    worker.waits_for(lambda: where(rendering) == ("running", 6, ""), seconds=60)
    doomed.send_signal(signal.SIGKILL)
    doomed.wait()

    assert where(rendering)[0] == "running"
    assert list(folder.glob("*.pdf")) == []

    take_up_again(rendering, silent_since=timezone.now())
    worker.waits_for(lambda: where(rendering)[0] == "done", seconds=120)

    rendering.refresh_from_db()
    assert rendering.attempts == 2
    assert [path.name for path in folder.iterdir()] == [Path(rendering.file.name).name]


def here() -> dict[str, str]:
    """The environment of a process that works on the database of the tests."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    return {**os.environ, "DATABASE_URL": address.geturl()}
