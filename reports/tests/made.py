"""Reports with files, made in the test's own process, where no worker is asked."""

from reports import pdf
from reports.actions import compile_report
from reports.actions.publishing import begin_edition, make_public
from reports.models import Rendering, Report


def with_files(report: Report, by, format: str = "html") -> Report:
    """The report, with a file in each of its languages that says what it says now."""
    for language in report.languages:
        rendering = compile_report(report, language, format=format, by=by)
        pdf.render(rendering.pk)
        rendering.refresh_from_db()
        assert rendering.state == Rendering.State.DONE
    return report


def in_english(report: Report) -> Report:
    """A report that needs no translation."""
    Report.objects.filter(pk=report.pk).update(languages=["en"])
    report.refresh_from_db()
    return report


def published(report: Report, by) -> Report:
    """The report as everybody reads it from now on, whatever checks would say of it."""
    Report.objects.filter(pk=report.pk).update(state=Report.State.APPROVED)
    report.refresh_from_db()
    make_public(report, by=by)
    return report


def in_new_edition(report: Report, by) -> Report:
    """A published report, replaced by an edition that prints what stands now."""
    edition = published(begin_edition(report, by=by), by=by)
    report.refresh_from_db()
    return edition
