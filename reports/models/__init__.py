"""What we tell the world: excerpts, key issues and proposals, reports made of sections, their renderings."""

from reports.models.excerpts import Code, ConsentLevel, Excerpt, ExcerptTranslation, Reading
from reports.models.key_issues import KeyIssue, Proposal
from reports.models.reports import Rendering, Report, ReportSection

__all__ = [
    "Code",
    "ConsentLevel",
    "Excerpt",
    "ExcerptTranslation",
    "KeyIssue",
    "Proposal",
    "Reading",
    "Rendering",
    "Report",
    "ReportSection",
]
