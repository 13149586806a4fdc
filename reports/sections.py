"""What a report is made of: a section is a title, a template and facts.

Facts are plain data (JSON), gathered once and frozen with the rendering: the page and the paper are written
from them alone, so that a report goes on saying what it said. A section is handed the report's rows and asks
the apps below; it never looks a row up by itself.
"""

from django.utils.translation import gettext_lazy as _


class Section:
    """A kind of section. `has_text` tells whether a moderator writes a text for it."""

    title = ""
    template = ""
    has_text = False
    starts_new_page = False

    def facts(self, section) -> dict:
        """What the template shows of this `ReportSection`, as JSON, in the active language."""
        return {}


class Summary(Section):
    title = _("Summary")
    template = "reports/sections/text.html"
    has_text = True


class Methodology(Section):
    title = _("Methodology")
    template = "reports/sections/methodology.html"
    has_text = True


class KeyIssues(Section):
    title = _("Key issues raised")
    template = "reports/sections/key_issues.html"


class Conclusion(Section):
    title = _("Conclusion")
    template = "reports/sections/text.html"
    has_text = True


class QuestionsAnnex(Section):
    title = _("Annex: the questions of the survey")
    template = "reports/sections/questions.html"
    starts_new_page = True


SECTIONS: dict[str, Section] = {
    "summary": Summary(),
    "methodology": Methodology(),
    "key_issues": KeyIssues(),
    "conclusion": Conclusion(),
    "questions": QuestionsAnnex(),
}


class OutcomeReport:
    """What a consultation with civil society brought out, from the survey to the proposals."""

    label = _("Outcome report")
    sections = ["summary", "methodology", "key_issues", "conclusion", "questions"]


REPORT_KINDS: dict[str, type] = {"outcome": OutcomeReport}


def section_kinds() -> list[tuple[str, str]]:
    return [(kind, section.title) for kind, section in SECTIONS.items()]


def report_kinds() -> list[tuple[str, str]]:
    return [(kind, report.label) for kind, report in REPORT_KINDS.items()]
