"""The facts of a whole report: what the cover says, the sections in their order, numbered paragraphs."""

import hashlib
import json
from collections.abc import Iterator

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from reports.material import Material
from reports.sections.base import own, period, written
from reports.sections.kinds import REPORT_KINDS, SECTIONS
from upr_portal.languages import OWN_NAMES


def sections_of(report) -> list:
    """The sections that are switched on, in their order."""
    return list(report.sections.filter(switched_on=True).order_by("position"))


def head_of(report, material: Material) -> dict:
    """What the cover says: titles, dates, languages; in the active language."""
    consultation = material.consultation
    return {
        "slug": report.slug,
        "kind": str(REPORT_KINDS[report.kind].label),
        "title": written(report, "title", material),
        "consultation": written(consultation, "title", material) if consultation else own(""),
        "about": about(report, material),
        "phases": [{"kind": kind, "when": when} for kind, when in when_it_was(report, material) if when],
        "language": get_language(),
        "language_name": OWN_NAMES[get_language()],
        "is_generated": consultation.is_generated if consultation else material.tracked.is_generated,
        "made_up": made_up(consultation),
        "edition": report.edition,
        "what_changed": written(report, "what_changed", material),
    }


def when_it_was(report, material: Material) -> list[tuple[str, str]]:
    """The phases of a consultation, the days of an event, the sessions in which a State was reviewed."""
    match report.subject_field:
        case "consultation":
            phases = report.consultation.phases.order_by("starts", "pk")
            return [(phase.get_kind_display(), period(phase.starts, phase.ends)) for phase in phases]
        case "event":
            days = [day.date for event in material.events for day in event.days.all()]
            when = period(min(days), max(days)) if days else ""
            return [(_("Days"), when), (_("Held"), report.event.get_mode_display())]
        case "reviewed_state":
            held = material.tracked.reviews
            sessions = (material.tracked.label("session", str(review.session))["text"] for review in held)
            return [(_("Reviews"), pgettext("between names", ", ").join(sessions))]
        case _:
            return []


def about(report, material: Material) -> dict:
    """What the report tells of, where that is not the consultation itself."""
    match report.subject_field:
        case "consultation":
            return own("")
        case "event":
            return written(report.event, "title", material)
        case "review":
            names = (written(report.review.state, "name", material)["text"], str(report.review.session))
            return own(pgettext("between names", ", ").join(names))
        case "reviewed_state":
            return written(report.reviewed_state, "name", material)
        case _:
            return own(report.cycle)


def made_up(consultation) -> str:
    """What is said of a report that is generated."""
    if consultation:
        return _("Generated for demonstration: the answers, speakers and texts are made up.")
    return _("Generated for demonstration: no State ever made these recommendations.")


def number_paragraphs(facts: dict) -> None:
    """Number the paragraphs of all texts through the report, so that each can be cited; and the annexes."""
    annexes = (section for section in facts["sections"] if SECTIONS[section["kind"]].is_annex)
    for number, annex in enumerate(annexes, start=1):
        annex["annex"] = number
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
