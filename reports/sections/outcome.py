"""What an outcome report is made of: texts, who answered, key issues with their proposals."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.material import Material
from reports.sections.base import Section, period, written
from upr_portal.languages import OWN_NAMES
from upr_portal.templatetags.portal import listed


class Summary(Section):
    title = gettext_lazy("Summary")
    template = "reports/sections/text.html"
    is_text = True


class Methodology(Section):
    """Who was asked, who answered, and what they answered to the questions that the section names."""

    title = gettext_lazy("Methodology")
    template = "reports/sections/methodology.html"
    has_charts = True

    def facts(self, section, material):
        return {
            "charts": [material.chart(code) for code in section.questions],
            "steps": [*self.survey(material), *self.events(material)],
        }

    def survey(self, material: Material) -> list[dict]:
        """The survey: when it was open, in which languages, how many answered; [] if there was none."""
        survey = material.survey
        if survey is None:
            return []
        answers = material.results["responses"]
        told = [
            (_("Open"), period(survey.opens, survey.closes)),
            (_("Languages"), listed(OWN_NAMES[code] for code in survey.languages)),
            (_("Responses"), _("(too few answers to tell)") if answers is None else str(answers)),
        ]
        return [{"title": written(survey, "title", material), "facts": worded(told)}]

    def events(self, material: Material) -> list[dict]:
        return [
            {"title": written(event, "title", material), "facts": worded(self.told_of(event))}
            for event in material.events
        ]

    def told_of(self, event) -> list[tuple[str, str]]:
        days = [day.date for day in event.days.all()]
        when = period(min(days), max(days)) if days else ""
        return [
            (_("Days"), when),
            (_("Held"), event.get_mode_display()),
            (_("Interpretation"), listed(event.interpretation_names)),
        ]


def worded(told: list[tuple[str, str]]) -> list[dict]:
    """[{"term", "words"}] of what there is to say."""
    return [{"term": term, "words": words} for term, words in told if words]


class KeyIssues(Section):
    title = gettext_lazy("Key issues raised")
    template = "reports/sections/key_issues.html"

    def facts(self, section, material):
        """What was printed, if the report is published; else what stands now."""
        report = section.report
        issues = report.printed_key_issues if report.is_public else report.consultation.key_issues
        issues = issues.prefetch_related("proposals").order_by("position")
        return {"key_issues": [self.issue(issue, material) for issue in issues]}

    def issue(self, issue, material: Material) -> dict:
        proposals = sorted(issue.proposals.all(), key=lambda proposal: proposal.number)
        return {
            "position": issue.position,
            "title": written(issue, "title", material),
            "narrative": written(issue, "narrative", material),
            "proposals": [
                {
                    "key": proposal.key,
                    "number": proposal.number,
                    "address": proposal.address_in_print,
                    "text": written(proposal, "text", material),
                }
                for proposal in proposals
            ],
        }


class Conclusion(Section):
    title = gettext_lazy("Conclusion")
    template = "reports/sections/text.html"
    is_text = True
