"""What must be right before a report is published: one class a check, all of them in CHECKS.

The page of checks and the actions that approve and publish both ask here. What is only advised never blocks.
"""

from reports.models import Report
from reports.publication.check import Candidate, Check, Finding
from reports.publication.embargo import EmbargoIsOver
from reports.publication.figures import FiguresAreKnown, NumbersAreLive, SmallNumbersAreHidden
from reports.publication.files import FilesAreUpToDate
from reports.publication.links import LinksLeadSomewhere
from reports.publication.people import ConsentsStillHold, QuotationsAreAllowed
from reports.publication.texts import (
    ApprovedWordsStand,
    ChangesAreTold,
    CommentsAreSettled,
    EveryLanguageIsThere,
    ProposalsAreComplete,
    TranslationsKeepUp,
    words_of_key_issues,
)

__all__ = ["CHECKS", "Candidate", "Check", "Finding", "checked", "what_is_missing", "words_of_key_issues"]

CHECKS: tuple[Check, ...] = (
    EveryLanguageIsThere(),
    TranslationsKeepUp(),
    ApprovedWordsStand(),
    ProposalsAreComplete(),
    FiguresAreKnown(),
    NumbersAreLive(),
    LinksLeadSomewhere(),
    QuotationsAreAllowed(),
    ConsentsStillHold(),
    SmallNumbersAreHidden(),
    CommentsAreSettled(),
    ChangesAreTold(),
    EmbargoIsOver(),
    FilesAreUpToDate(),
)


def checked(report: Report) -> list[tuple[Check, list[Finding]]]:
    """Each check with what it found, as things stand now."""
    candidate = Candidate(report)
    return [(check, list(check.findings(candidate))) for check in CHECKS]


def what_is_missing(report: Report, *, to_publish: bool = False) -> list[str]:
    """Why the report cannot be approved, or published, yet; in sentences for the moderator."""
    candidate = Candidate(report)
    return [
        finding.sentence
        for check in CHECKS
        if to_publish or not check.is_of_files
        for finding in check.findings(candidate)
        if not finding.is_advice
    ]
