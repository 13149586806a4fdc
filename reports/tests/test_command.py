"""`manage.py compile_report`: the same job from the shell."""

import pytest
from django.core.management import CommandError, call_command

from reports import pdf
from reports.management.commands import compile_report
from reports.models import Rendering
from reports.tests.factories import ReportFactory


def ask(report, out, *options: str) -> None:
    call_command("compile_report", report.slug, "--language", "en", "--out", str(out), *options)


@pytest.mark.django_db
def test_without_a_worker_the_process_can_make_it_itself(moderator, tmp_path):
    ask(ReportFactory(), tmp_path / "report.html", "--format", "html", "--here")

    assert (tmp_path / "report.html").read_bytes().startswith(b"<!doctype html>")
    assert [path.name for path in tmp_path.glob("report*")] == ["report.html"]


@pytest.mark.django_db
def test_when_nobody_takes_the_job_up_the_command_says_what_to_do(moderator, tmp_path):
    report = ReportFactory()

    with pytest.raises(CommandError, match=r"No worker has taken the job up.*--here"):
        ask(report, tmp_path / "report.pdf", "--patience", "0")

    assert report.renderings.get().state == Rendering.State.QUEUED
    assert not (tmp_path / "report.pdf").exists()


@pytest.mark.django_db
def test_a_failure_is_said_in_words(moderator, tmp_path):
    report = ReportFactory()
    report.sections.filter(kind="conclusion").update(text_en="Of all, [[share Q99 yes]] agree.")

    with pytest.raises(CommandError, match=r"A section could not be put together.*It stopped at: Conclusion"):
        ask(report, tmp_path / "report.html", "--format", "html", "--here")


@pytest.mark.django_db
def test_one_that_is_cancelled_meanwhile_is_said_so(moderator, tmp_path, monkeypatch):
    report = ReportFactory()
    monkeypatch.setattr(
        pdf, "render", lambda pk: compile_report.actions.cancel(report.renderings.get(), by=moderator)
    )

    with pytest.raises(CommandError, match="Somebody has cancelled it"):
        ask(report, tmp_path / "report.html", "--format", "html", "--here")


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "words"), [("nothing", "There is no report"), (None, "no such moderator")])
def test_what_is_not_there_is_named(tmp_path, slug, words):
    report = ReportFactory()

    with pytest.raises(CommandError, match=words):
        call_command("compile_report", slug or report.slug, "--language=en", f"--out={tmp_path}/x.pdf")
