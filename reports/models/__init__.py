"""What we tell the world: key issues and their proposals, reports made of sections, and their renderings."""

from reports.models.follow_up import Addressee, Evidence, FollowUp, LinkedRecommendation
from reports.models.key_issues import KeyIssue, Proposal
from reports.models.reports import Rendering, Report, ReportSection

__all__ = [
    "Addressee",
    "Evidence",
    "FollowUp",
    "KeyIssue",
    "LinkedRecommendation",
    "Proposal",
    "Rendering",
    "Report",
    "ReportSection",
]
