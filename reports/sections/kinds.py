"""Which sections there are, and which of them a kind of report has, in their order."""

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from reports.sections.annexes import QuestionsAnnex, SpeakersAnnex
from reports.sections.base import Section
from reports.sections.events import Materials, Programme, Speakers, UndeliveredStatements
from reports.sections.outcome import Conclusion, KeyIssues, Methodology, Summary
from reports.sections.recommendations import (
    ActionCategories,
    FullList,
    OwnWords,
    Positions,
    RecommendingStates,
    Themes,
)

SECTIONS: dict[str, Section] = {
    "summary": Summary(),
    "methodology": Methodology(),
    "key_issues": KeyIssues(),
    "programme": Programme(),
    "speakers": Speakers(),
    "undelivered": UndeliveredStatements(),
    "materials": Materials(),
    "positions": Positions(),
    "themes": Themes(),
    "recommenders": RecommendingStates(),
    "actions": ActionCategories(),
    "own_words": OwnWords(),
    "conclusion": Conclusion(),
    "list": FullList(),
    "questions": QuestionsAnnex(),
    "speakers_annex": SpeakersAnnex(),
}


def own_name(thing, field: str) -> str:
    """A text in the active language, and in no other."""
    return getattr(thing, build_localized_fieldname(field, get_language())) or ""


class ReportKind:
    """`sections` in their order; `subjects`, the fields of what it may be about (models/subjects.py);
    `too_long`, {subject: sections that are switched off at first}."""

    label = ""
    subjects: list[str] = []
    sections: list[str] = []
    too_long: dict[str, list[str]] = {}

    @classmethod
    def title_for(cls, subject) -> str:
        """What a report about this is called at first, in the active language; "" where that has no words."""
        return own_name(subject, "title")


class OutcomeReport(ReportKind):
    """What a consultation with civil society brought out, from the survey to the proposals."""

    label = gettext_lazy("Outcome report")
    subjects = ["consultation"]
    sections = ["summary", "methodology", "key_issues", "conclusion", "questions", "speakers_annex"]


class EventReport(ReportKind):
    """What one event was: its programme, who was to speak, what could not be said, what was read."""

    label = gettext_lazy("Event report")
    subjects = ["event"]
    sections = ["summary", "programme", "speakers", "undelivered", "materials"]


class RecommendationsReport(ReportKind):
    """What a State was asked in its reviews or in one of them, or all States in a cycle, and the answers."""

    label = gettext_lazy("Recommendations report")
    subjects = ["reviewed_state", "review", "cycle"]
    sections = ["summary", "positions", "themes", "recommenders", "actions", "own_words", "list"]
    too_long = {"cycle": ["own_words", "list"]}  # tens of thousands

    @classmethod
    def title_for(cls, subject) -> str:
        state = getattr(subject, "state", subject)  # of a review
        name = own_name(state, "name") if hasattr(state, "name") else str(subject)
        if state is not subject:
            name = pgettext("between names", ", ").join([name, str(subject.session)])
        return _("%(name)s: recommendations and answers") % {"name": name}


REPORT_KINDS: dict[str, type] = {
    "outcome": OutcomeReport,
    "event": EventReport,
    "recommendations": RecommendationsReport,
}


def section_kinds() -> list[tuple[str, str]]:
    return [(kind, section.title) for kind, section in SECTIONS.items()]


def report_kinds() -> list[tuple[str, str]]:
    return [(kind, report.label) for kind, report in REPORT_KINDS.items()]
