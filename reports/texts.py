"""How far the texts of a report are: in which languages each is there, missing or stale."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy
from modeltranslation.utils import build_localized_fieldname

from reports.models import Report, ReportSection, SectionText
from reports.sections import SECTIONS
from upr_portal.languages import OWN_NAMES


class Condition(models.TextChoices):
    THERE = "there", pgettext_lazy("text", "There")
    MISSING = "missing", pgettext_lazy("text", "Missing")
    STALE = "stale", pgettext_lazy("text", "Older than the source")
    UNUSED = "unused", pgettext_lazy("text", "No text")


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


def condition_of(section: ReportSection, language: str, source: str, last: dict) -> Condition:
    if not text_in(section, language):
        is_needed = SECTIONS[section.kind].is_text or any(text_in(section, code) for code in OWN_NAMES)
        return Condition.MISSING if is_needed else Condition.UNUSED
    first, here = (last.get((section.kind, code)) for code in (source, language))
    changed, written = (row.written_at if row else None for row in (first, here))
    is_stale = text_in(section, source) and changed and (written is None or written < changed)
    return Condition.STALE if is_stale and language != source else Condition.THERE
