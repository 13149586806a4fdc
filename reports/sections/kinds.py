"""Which sections there are, and which of them a kind of report has, in their order."""

from django.utils.translation import gettext_lazy

from reports.sections.annexes import QuestionsAnnex
from reports.sections.base import Section
from reports.sections.outcome import Conclusion, KeyIssues, Methodology, Summary

SECTIONS: dict[str, Section] = {
    "summary": Summary(),
    "methodology": Methodology(),
    "key_issues": KeyIssues(),
    "conclusion": Conclusion(),
    "questions": QuestionsAnnex(),
}


class OutcomeReport:
    """What a consultation with civil society brought out, from the survey to the proposals."""

    label = gettext_lazy("Outcome report")
    sections = ["summary", "methodology", "key_issues", "conclusion", "questions"]


REPORT_KINDS: dict[str, type] = {"outcome": OutcomeReport}


def section_kinds() -> list[tuple[str, str]]:
    return [(kind, section.title) for kind, section in SECTIONS.items()]


def report_kinds() -> list[tuple[str, str]]:
    return [(kind, report.label) for kind, report in REPORT_KINDS.items()]
