"""What we tell the world: excerpts, key issues and proposals, reports made of sections, their renderings."""

from reports.models.excerpts import Code, ConsentLevel, Excerpt, ExcerptTranslation, Reading
from reports.models.follow_up import Addressee, Evidence, FollowUp, LinkedRecommendation
from reports.models.key_issues import KeyIssue, Proposal
from reports.models.printed import PrintedKeyIssue, PrintedProposal
from reports.models.publishing import Comment, ReportMove
from reports.models.renderings import Rendering
from reports.models.reports import Report, ReportSection
from reports.models.section_texts import SectionText
from reports.models.sharing import SharedLink

__all__ = [
    "Addressee",
    "Code",
    "Comment",
    "ConsentLevel",
    "Evidence",
    "Excerpt",
    "ExcerptTranslation",
    "FollowUp",
    "KeyIssue",
    "LinkedRecommendation",
    "PrintedKeyIssue",
    "PrintedProposal",
    "Proposal",
    "Reading",
    "Rendering",
    "Report",
    "ReportMove",
    "ReportSection",
    "SectionText",
    "SharedLink",
]
