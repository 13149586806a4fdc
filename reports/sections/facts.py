"""The facts of a whole report: what the cover says, the sections in their order, numbered paragraphs."""

import hashlib
import json
from collections.abc import Iterator

from django.utils.translation import get_language

from reports.material import Material
from reports.sections.base import period, written
from reports.sections.kinds import REPORT_KINDS, SECTIONS
from upr_portal.languages import OWN_NAMES


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
