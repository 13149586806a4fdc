"""A report as the page will show it, from the facts of this moment; what it lacks is marked."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.safestring import SafeString
from modeltranslation.utils import build_localized_fieldname

from reports.material import Material, UnknownFigure
from reports.models import Report, ReportSection
from reports.paper import section_as_html
from reports.sections import SECTIONS, head_of, number_paragraphs, sections_of
from upr_portal.languages import OWN_NAMES


@dataclass(frozen=True)
class PreviewedSection:
    """`unknown` is a figure that is not there, and then there is no text; `borrowed` the own name of the
    language in which the section's text is shown, "" if it is the right one; `others` counts texts of key
    issues and proposals that are shown in another language."""

    section: ReportSection
    text: SafeString | str
    unknown: str
    is_missing: bool
    borrowed: str
    others: int


@dataclass(frozen=True)
class Preview:
    language: str
    title: dict
    is_generated: bool
    made_up: str
    sections: list[PreviewedSection]


def preview_of(report: Report, language: str) -> Preview:
    """In a language of the report; a section that cannot be shown does not stop the others."""
    with translation.override(language):
        material = Material(report)
        head = head_of(report, material)
        gathered = [(section, *gather(section, material)) for section in sections_of(report)]
        number_paragraphs({"sections": [facts for _section, facts, _unknown in gathered if facts]})
        sections = [previewed(section, facts, unknown, language) for section, facts, unknown in gathered]
    return Preview(language, head["title"], head["is_generated"], head["made_up"], sections)


def gather(section: ReportSection, material: Material) -> tuple[dict | None, str]:
    """The facts of a section, else which figure is not there."""
    try:
        return SECTIONS[section.kind].gather(section, material), ""
    except UnknownFigure as unknown:
        return None, str(unknown)


def previewed(section: ReportSection, facts: dict | None, unknown: str, language: str) -> PreviewedSection:
    if facts is None:
        return PreviewedSection(section, "", unknown, is_missing=False, borrowed="", others=0)
    text = facts["text"]
    has_text = bool(getattr(section, build_localized_fieldname("text", language)))
    return PreviewedSection(
        section,
        section_as_html(facts, language, paper=False),
        unknown="",
        is_missing=not has_text and (SECTIONS[section.kind].is_text or bool(text["text"])),
        borrowed=OWN_NAMES[text["language"]] if text["language"] != language else "",
        others=sum(is_borrowed(one, language) for one in texts_of_issues(facts)),
    )


def texts_of_issues(facts: dict) -> list[dict]:
    issues = facts.get("key_issues", [])
    proposals = [proposal["text"] for issue in issues for proposal in issue["proposals"]]
    return [*(issue[text] for issue in issues for text in ("title", "narrative")), *proposals]


def is_borrowed(text: dict, language: str) -> bool:
    return bool(text["text"]) and text["language"] != language
