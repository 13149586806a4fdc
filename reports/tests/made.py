"""Reports with files, made in the test's own process, where no worker is asked."""

from reports import pdf
from reports.actions import compile_report
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
