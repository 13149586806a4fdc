"""What a report is made of: a section is a title, a template and facts.

Facts are plain data (JSON), gathered once and frozen with the rendering: the page and the paper are written
from them alone, so that a report goes on saying what it said. Sections know the apps below and the rows they
are handed; models.py takes the names of kinds from here, so this module imports no model of `reports`.
"""

import hashlib
import json
from collections.abc import Iterator

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname, resolution_order

from reports.material import Material
from surveys.condition_words import ConditionWords
from upr_portal.dates import in_words
from upr_portal.languages import OWN_NAMES


def written(thing, field: str, material: Material) -> dict:
    """A text in the active language, else in the next that has it: {"language", "text", "paragraphs"}.

    Live figures ([[responses]] …) are filled in. Raises UnknownFigure for one that does not exist.
    """
    for language in resolution_order(get_language()):
        text = getattr(thing, build_localized_fieldname(field, language))
        if text:
            text = material.filled(text)
            paragraphs = [part.strip() for part in text.replace("\r", "").split("\n\n") if part.strip()]
            return {"language": language, "text": text, "paragraphs": [{"text": part} for part in paragraphs]}
    return {"language": get_language(), "text": "", "paragraphs": []}


def period(starts, ends) -> str:
    """Both days in the words of the active language; one day once."""
    first, last = (in_words(day) for day in (starts, ends))
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


class Section:
    """A kind of section."""

    title = ""
    template = ""
    starts_new_page = False

    def facts(self, section, material: Material) -> dict:
        """What the template shows of this `ReportSection`, as JSON, in the active language."""
        return {}

    def gather(self, section, material: Material) -> dict:
        """The facts with what all sections have: kind, title and the text that a moderator wrote."""
        return {
            "kind": section.kind,
            "title": str(self.title),
            "text": written(section, "text", material),
            **self.facts(section, material),
        }


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
                {"number": proposal.number, "text": written(proposal, "text", material)}
                for proposal in proposals
            ],
        }


class Conclusion(Section):
    title = gettext_lazy("Conclusion")
    template = "reports/sections/text.html"


class QuestionsAnnex(Section):
    title = gettext_lazy("Annex: the questions of the survey")
    template = "reports/sections/questions.html"
    starts_new_page = True

    def facts(self, section, material):
        if not material.survey:
            return {"parts": []}
        parts = list(material.survey.sections.prefetch_related("questions__choices").order_by("position"))
        asked = (question for part in parts for question in part.questions.all())
        words = ConditionWords(asked, get_language())
        return {"parts": [self.part(part, material, words) for part in parts]}

    def part(self, part, material: Material, words: ConditionWords) -> dict:
        questions = sorted(part.questions.all(), key=lambda question: question.position)
        return {
            "title": written(part, "title", material),
            "questions": [
                {
                    "code": question.code,
                    "text": written(question, "text", material),
                    "condition": words.sentence(question.shown_if) if question.shown_if else "",
                    "choices": [
                        written(choice, "label", material)
                        for choice in sorted(question.choices.all(), key=lambda choice: choice.position)
                    ],
                }
                for question in questions
            ],
        }


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


def sections_of(report) -> list:
    """The sections that are switched on, in their order."""
    return list(report.sections.filter(switched_on=True).order_by("position"))


def head_of(report, material: Material) -> dict:
    """What the cover says: titles, dates, languages; in the active language."""
    consultation = report.consultation
    phases = consultation.phases.order_by("starts", "pk")
    return {
        "slug": report.slug,
        "kind": str(REPORT_KINDS[report.kind].label),
        "title": written(report, "title", material),
        "consultation": written(consultation, "title", material),
        "phases": [
            {"kind": phase.get_kind_display(), "when": period(phase.starts, phase.ends)} for phase in phases
        ],
        "language": get_language(),
        "language_name": OWN_NAMES[get_language()],
        "is_generated": consultation.is_generated,
    }


def number_paragraphs(facts: dict) -> None:
    """Number the paragraphs of all texts through the report, so that each can be cited."""
    for number, paragraph in enumerate(paragraphs_in(facts["sections"]), start=1):
        paragraph["number"] = number


def paragraphs_in(facts) -> Iterator[dict]:
    """Every paragraph of running text: of the sections' own texts and of narratives."""
    for section in facts:
        yield from section["text"]["paragraphs"]
        for issue in section.get("key_issues", ()):
            yield from issue["narrative"]["paragraphs"]


def fingerprint_of(facts: dict) -> str:
    """SHA-256 of the facts in one canonical spelling: the same facts, the same fingerprint."""
    spelled = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def facts_now(report) -> dict:
    """All facts of a report as they are at this moment, in the active language: {"report", "sections"}."""
    material = Material(report)
    facts = {
        "report": head_of(report, material),
        "sections": [SECTIONS[section.kind].gather(section, material) for section in sections_of(report)],
    }
    number_paragraphs(facts)
    return facts
