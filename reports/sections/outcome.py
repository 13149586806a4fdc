"""What an outcome report is made of: texts, who answered, key issues with their proposals."""

from django.utils.translation import gettext_lazy

from reports.material import Material
from reports.sections.base import Section, written


class Summary(Section):
    title = gettext_lazy("Summary")
    template = "reports/sections/text.html"


class Methodology(Section):
    """Who was asked, who answered, and what they answered to the questions that the section names."""

    title = gettext_lazy("Methodology")
    template = "reports/sections/methodology.html"

    def facts(self, section, material):
        return {"charts": [material.chart(code) for code in section.questions]}


class KeyIssues(Section):
    title = gettext_lazy("Key issues raised")
    template = "reports/sections/key_issues.html"

    def facts(self, section, material):
        issues = section.report.consultation.key_issues.prefetch_related("proposals").order_by("position")
        return {"key_issues": [self.issue(issue, material) for issue in issues]}

    def issue(self, issue, material: Material) -> dict:
        proposals = sorted(issue.proposals.all(), key=lambda proposal: proposal.number)
        return {
            "position": issue.position,
            "title": written(issue, "title", material),
            "narrative": written(issue, "narrative", material),
            "proposals": [
                {
                    "key": proposal.pk,
                    "number": proposal.number,
                    "address": proposal.get_absolute_url(),
                    "text": written(proposal, "text", material),
                }
                for proposal in proposals
            ],
        }


class Conclusion(Section):
    title = gettext_lazy("Conclusion")
    template = "reports/sections/text.html"
