"""What a report is made of: a section is a title, a template and facts.

Facts are plain data (JSON), gathered once and frozen with the rendering: the page and the paper are written
from them alone, so that a report goes on saying what it said. Sections know the apps below and the rows they
are handed; models.py takes the names of kinds from here, so this module imports no model of `reports`.
"""

from reports.sections.base import Section, period, written
from reports.sections.facts import (
    facts_now,
    fingerprint_of,
    head_of,
    number_paragraphs,
    paragraphs_in,
    sections_of,
)
from reports.sections.kinds import REPORT_KINDS, SECTIONS, report_kinds, section_kinds

__all__ = [
    "REPORT_KINDS",
    "SECTIONS",
    "Section",
    "facts_now",
    "fingerprint_of",
    "head_of",
    "number_paragraphs",
    "paragraphs_in",
    "period",
    "report_kinds",
    "section_kinds",
    "sections_of",
    "written",
]
