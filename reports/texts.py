"""How far the texts of a report are: in which languages each is there, missing or stale."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.utils import build_localized_fieldname

from reports.models import Report, ReportSection, SectionText
from reports.sections import SECTIONS
from upr_portal.languages import OWN_NAMES


class Condition(models.TextChoices):
    THERE = "there", pgettext_lazy("text", "There")
    MISSING = "missing", pgettext_lazy("text", "Missing")
    STALE = "stale", pgettext_lazy("text", "Older than the source")
    UNUSED = "unused", pgettext_lazy("text", "Not needed")

    @property
    def explained(self) -> str | Promise:
        return EXPLAINED[self]


EXPLAINED = {
    Condition.THERE: _("A text is written."),
    Condition.MISSING: _("A text must be written, or the section switched off, before approving."),
    Condition.STALE: _("The source was written after it. Compare the two; approving is not stopped."),
    Condition.UNUSED: _("The section has no text in any language and does without, or is switched off."),
}


@dataclass(frozen=True)
class TextState:
    """A section's text in one language; `last` is how it was written, None where nobody knows."""

    language: str
    condition: Condition
    is_source: bool
    last: SectionText | None

    @property
    def language_name(self) -> str:
        return OWN_NAMES[self.language]

    @property
    def is_lacking(self) -> bool:
        return self.condition in (Condition.MISSING, Condition.STALE)


def conditions_in(texts: Iterable[TextState]) -> list[Condition]:
    """Those that occur, each once, in the order of `Condition`."""
    found = {text.condition for text in texts}
    return [condition for condition in Condition if condition in found]


def states_of_texts(report: Report, sections: Iterable[ReportSection]) -> dict[str, list[TextState]]:
    """{kind of section: its text in each language of the report}, the source first; in one query."""
    rows = SectionText.objects.filter(report=report).latest().select_related("written_by")
    last = {(row.kind, row.language): row for row in rows}
    return {section.kind: states_of(section, report.languages, last) for section in sections}


def states_of(section: ReportSection, languages: list[str], last: dict) -> list[TextState]:
    """The first language is the source: what is written there later makes the others stale."""
    source, *_others = languages
    return [
        TextState(
            language,
            condition_of(section, language, source, last),
            language == source,
            last.get((section.kind, language)) if text_in(section, language) else None,
        )
        for language in languages
    ]


def text_in(section: ReportSection, language: str) -> str:
    return getattr(section, build_localized_fieldname("text", language)) or ""


def needs_text(section: ReportSection) -> bool:
    """Must its text be there in every language of the report before approving?

    So it is where the section is nothing but a text, and where it has one in any language.
    """
    is_begun = any(text_in(section, language) for language in OWN_NAMES)
    return section.switched_on and (SECTIONS[section.kind].is_text or is_begun)


def condition_of(section: ReportSection, language: str, source: str, last: dict) -> Condition:
    if not text_in(section, language):
        return Condition.MISSING if needs_text(section) else Condition.UNUSED
    first, here = (last.get((section.kind, code)) for code in (source, language))
    changed, written = (row.written_at if row else None for row in (first, here))
    is_stale = text_in(section, source) and changed and (written is None or written < changed)
    return Condition.STALE if is_stale and language != source else Condition.THERE
