"""The job that makes files: one whole file or none, whatever comes in between."""

import errno
import hashlib
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.utils import timezone

from reports import paper, pdf, sections, tasks
from reports.actions import compile_again, compile_report, take_up_again
from reports.models import Rendering
from reports.tests.factories import RenderingFactory, ReportFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_rendering_ends_as_a_whole_file_with_its_size_pages_and_fingerprint(files):
    rendering = RenderingFactory(version=1)

    pdf.render(rendering.pk)

    rendering.refresh_from_db()
    content = Path(rendering.file.path).read_bytes()
    assert rendering.state == Rendering.State.DONE
    assert content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    assert (rendering.size, rendering.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert rendering.pages >= 4
    assert (rendering.sections_done, rendering.sections_total) == (6, 6)
    assert files_in(files) == ["en-v1.pdf"]


def test_a_message_delivered_five_times_makes_one_file(files):
    rendering = RenderingFactory()

    for _ in range(5):
        pdf.render(rendering.pk)

    rendering.refresh_from_db()
    assert rendering.attempts == 1
    assert len(files_in(files)) == 1


def test_asking_posts_the_job_on_commit_and_asking_twice_makes_one(
    moderator, django_capture_on_commit_callbacks
):
    report = ReportFactory()

    with django_capture_on_commit_callbacks() as posted:
        first = compile_report(report, "fr", by=moderator)
        second = compile_report(report, "fr", by=moderator)

    assert first == second
    assert len(posted) == 1


def test_the_next_file_in_a_language_is_its_next_version(moderator):
    report = ReportFactory()
    pdf.render(compile_report(report, "en", by=moderator).pk)

    rendering = compile_report(report, "en", by=moderator)

    assert rendering.version == 2


def test_what_changes_later_does_not_change_a_file_or_its_facts(moderator):
    report = ReportFactory()
    rendering = compile_report(report, "en", by=moderator)
    pdf.render(rendering.pk)
    rendering.refresh_from_db()
    before = (rendering.facts, Path(rendering.file.path).read_bytes())

    report.sections.filter(kind="summary").update(text_en="Something else.")
    report.consultation.key_issues.all().delete()
    pdf.render(rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.facts, Path(rendering.file.path).read_bytes()) == before
    assert "Something else" in str(sections.facts_now(report)), "the control: facts of now have changed"


def test_a_rendering_taken_up_again_is_made_from_the_facts_that_were_frozen(moderator, monkeypatch):
    rendering = compile_report(ReportFactory(), "en", by=moderator)
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "typeset", lambda *words, **options: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            pdf.render(rendering.pk)
    rendering.report.sections.filter(kind="summary").update(text_en="Something else.")

    take_up_again(rendering, silent_since=timezone.now())
    pdf.render(rendering.pk)

    rendering.refresh_from_db()
    assert rendering.state == Rendering.State.DONE
    assert rendering.facts["sections"][0]["text"]["text"] == "A short summary."


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Rendering.Failure.DISK),
        (paper.NoTypesetter(), Rendering.Failure.TYPESETTER),
        (pdf.SoftTimeLimitExceeded(), Rendering.Failure.TIME),
        (MemoryError(), Rendering.Failure.MEMORY),
        (ValueError("a surprise"), Rendering.Failure.TYPESETTING),
    ],
)
def test_what_goes_wrong_is_told_with_its_reason_and_leaves_no_file(files, monkeypatch, error, failure):
    def break_off(html, target, on_sign):
        target.write(b"%PDF half a file")
        raise error

    monkeypatch.setattr(pdf, "typeset", break_off)
    rendering = RenderingFactory()

    pdf.render(rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.failure) == (Rendering.State.FAILED, failure)
    assert rendering.file.name == ""
    assert files_in(files) == []


def test_a_section_that_cannot_be_put_together_is_named():
    rendering = RenderingFactory()
    rendering.report.sections.filter(kind="conclusion").update(text_en="Of all, [[share Q99 yes]] agree.")

    pdf.render(rendering.pk)

    rendering.refresh_from_db()
    assert rendering.failure == Rendering.Failure.SECTION
    assert rendering.current_section == "conclusion"


def test_a_failed_one_can_be_tried_again_and_a_done_one_cannot(moderator):
    failed = RenderingFactory(failed=True)

    compile_again(failed, by=moderator)
    pdf.render(failed.pk)

    failed.refresh_from_db()
    assert (failed.state, failed.failure) == (Rendering.State.DONE, "")
    with pytest.raises(WrongState):
        compile_again(failed, by=moderator)


def test_a_failed_one_is_not_tried_again_beside_a_newer_one(moderator):
    failed = RenderingFactory(failed=True)
    compile_report(failed.report, "en", by=moderator)

    with pytest.raises(WrongState):
        compile_again(failed, by=moderator)


def test_a_worker_that_was_given_up_writes_nothing_any_more(files, monkeypatch):
    rendering = RenderingFactory()
    set_pages = pdf.typeset

    def somebody_else_takes_it_up(html, target, on_sign):
        pages = set_pages(html, target, on_sign)
        Rendering.objects.filter(pk=rendering.pk).update(attempts=2)
        return pages

    monkeypatch.setattr(pdf, "typeset", somebody_else_takes_it_up)

    pdf.render(rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.attempts) == (Rendering.State.RUNNING, 2)
    assert files_in(files) == []


def test_what_is_silent_is_posted_again_and_what_was_heard_of_is_not(django_capture_on_commit_callbacks):
    lost, waiting = RenderingFactory(running=True), RenderingFactory()
    now = timezone.now()
    busy = RenderingFactory(running=True, seen_at=now + timezone.timedelta(seconds=1))

    with django_capture_on_commit_callbacks() as posted:
        for rendering in (lost, waiting, busy):
            take_up_again(rendering, silent_since=now)

    lost.refresh_from_db(), busy.refresh_from_db()
    assert (lost.state, busy.state) == (Rendering.State.QUEUED, Rendering.State.RUNNING)
    assert len(posted) == 2


def test_after_three_workers_died_of_it_a_rendering_is_given_up_with_a_reason():
    rendering = RenderingFactory(running=True, attempts=3)

    take_up_again(rendering, silent_since=timezone.now())

    rendering.refresh_from_db()
    assert (rendering.state, rendering.failure) == (Rendering.State.FAILED, Rendering.Failure.LOST)


@pytest.mark.parametrize(
    "untrue",
    [
        {"state": "done"},
        {"state": "failed"},
        {"file": "reports/1/en-v1.pdf"},
        {"sections_done": 3},
    ],
)
def test_the_database_refuses_renderings_that_cannot_be(untrue):
    rendering = RenderingFactory()

    with pytest.raises(IntegrityError):
        Rendering.objects.filter(pk=rendering.pk).update(**untrue)


def test_the_clock_finds_what_was_lost_by_itself():
    long_ago = timezone.now() - tasks.LOST_AFTER - timezone.timedelta(seconds=1)
    lost, heard_of = RenderingFactory(running=True, seen_at=long_ago), RenderingFactory(running=True)

    tasks.take_up_lost_renderings()

    lost.refresh_from_db(), heard_of.refresh_from_db()
    assert (lost.state, heard_of.state) == (Rendering.State.QUEUED, Rendering.State.RUNNING)
