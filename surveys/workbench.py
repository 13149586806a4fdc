"""What moderators see of a survey that is being made: each question in words, and who changed what."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import AuditEntry
from surveys.condition_words import ConditionWords
from surveys.models import Choice, Question, Section, Survey
from surveys.outline import Outline, desk_page, languages_missing
from upr_portal.languages import OWN_NAMES

ENTRIES_SHOWN = 20
VERBS: dict[str, str | Promise] = {
    "created": pgettext_lazy("in the list of changes", "Made from a questionnaire"),
    "imported": pgettext_lazy("in the list of changes", "Imported"),
    "copied": pgettext_lazy("in the list of changes", "Copied from another survey"),
    "made a new version": pgettext_lazy("in the list of changes", "Made from the version before"),
    "added": pgettext_lazy("in the list of changes", "Added"),
    "changed": pgettext_lazy("in the list of changes", "Changed"),
    "moved": pgettext_lazy("in the list of changes", "Moved"),
    "deleted": pgettext_lazy("in the list of changes", "Deleted"),
    "translated": pgettext_lazy("in the list of changes", "Translated"),
    "opened": pgettext_lazy("in the list of changes", "Opened"),
    "prolonged": pgettext_lazy("in the list of changes", "Prolonged"),
    "closed": pgettext_lazy("in the list of changes", "Closed"),
}
KINDS: dict[str, str | Promise] = {
    **{model._meta.model_name: model._meta.verbose_name for model in (Survey, Section, Question, Choice)},
    "condition": _("condition"),
}


def new_page(model: type[Model], **values: int) -> str:
    """Where a new row is written at the desk, with what is known of it filled in, and the way back."""
    address = reverse(f"admin:surveys_{model._meta.model_name}_add")
    return f"{address}?{urlencode({**values, 'making': 1})}"


@dataclass(frozen=True)
class QuestionLine:
    """A question as it stands in the outline."""

    question: Question
    condition: str
    missing: list[tuple[str, str]]

    @property
    def name(self) -> str:
        return f"question-{self.question.pk}"

    @property
    def desk_page(self) -> str:
        return desk_page(self.question)


@dataclass(frozen=True)
class SectionLine:
    section: Section
    missing: list[tuple[str, str]]
    lines: list[QuestionLine]

    @property
    def name(self) -> str:
        return f"section-{self.section.pk}"

    @property
    def desk_page(self) -> str:
        return desk_page(self.section)

    @property
    def page_of_new_question(self) -> str:
        return new_page(Question, section=self.section.pk, position=len(self.lines) + 1)


def lines_of(outline: Outline, language: str) -> list[SectionLine]:
    words = ConditionWords(outline.questions, language)
    return [
        SectionLine(
            section,
            languages_missing(outline.survey.languages, section),
            [
                QuestionLine(
                    question,
                    words.sentence(question.shown_if),
                    languages_missing(outline.survey.languages, question, *question.choices.all()),
                )
                for question in section.questions.all()
            ],
        )
        for section in outline.sections
    ]


@dataclass(frozen=True)
class LanguageLine:
    """How far the texts are in one language."""

    code: str
    is_offered: bool
    missing: int

    @property
    def own_name(self) -> str:
        return OWN_NAMES[self.code]


def languages_of(outline: Outline) -> list[LanguageLine]:
    """Those offered first."""
    lines = [
        LanguageLine(code, code in outline.survey.languages, len(outline.missing(code)))
        for code, _name in settings.LANGUAGES
    ]
    return sorted(lines, key=lambda line: not line.is_offered)


def changes_of(survey: Survey) -> Iterator[dict]:
    """The last entries of the audit trail about it: when, who, what was done to what kind of thing."""
    entries = AuditEntry.objects.filter(thing_kind=survey._meta.label_lower, thing_key=str(survey.pk))
    for entry in entries.select_related("by")[:ENTRIES_SHOWN]:
        language = entry.facts.get("language")
        yield {
            "at": entry.at,
            "by": entry.by,
            "verb": VERBS.get(entry.verb, entry.verb),
            "kind": capfirst(KINDS.get(entry.facts.get("kind", "survey"), "")),
            "code": entry.facts.get("code") or OWN_NAMES.get(language, ""),
        }
