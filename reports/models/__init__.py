"""What we tell the world: key issues and their proposals, reports made of sections, and their renderings."""

from reports.models.key_issues import KeyIssue, Proposal
from reports.models.renderings import Rendering
from reports.models.reports import Report, ReportSection

__all__ = ["KeyIssue", "Proposal", "Rendering", "Report", "ReportSection"]
