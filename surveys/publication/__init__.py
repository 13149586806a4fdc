"""What must be right before a survey is opened: one class a check, all of them in CHECKS.

The page of checks and the action that opens a survey both ask here. What is only advised never blocks.
"""

from datetime import datetime

from surveys.models import Survey
from surveys.publication.check import Candidate, Check, Finding
from surveys.publication.protection import (
    ChildrenAreLookedAfter,
    FewPeopleAreProtected,
    FilesAreNotSealed,
    NobodyMustSpeakOfReprisals,
    NoticeIsThere,
    SealedAnswersCanBeRead,
    SensitiveQuestionsCanBeDeclined,
    SomebodyCanBeAsked,
)
from surveys.publication.questions import (
    AnswersCanBeGiven,
    ChoicesAreThere,
    ConditionsPointBack,
    ContactComesLast,
    EverybodyCanBeAsked,
    EveryLanguageIsComplete,
    EverySectionAsks,
    SomethingIsAsked,
)
from surveys.publication.times import (
    DatesAreInOrder,
    MinutesArePlausible,
    SectionsAreShort,
)
from surveys.publication.titles import TitleIsItsOwn

__all__ = ["CHECKS", "Check", "Finding", "checked", "what_is_missing"]

CHECKS: tuple[Check, ...] = (
    TitleIsItsOwn(),
    SomethingIsAsked(),
    EverySectionAsks(),
    ChoicesAreThere(),
    EveryLanguageIsComplete(),
    ConditionsPointBack(),
    AnswersCanBeGiven(),
    EverybodyCanBeAsked(),
    SectionsAreShort(),
    MinutesArePlausible(),
    DatesAreInOrder(),
    FewPeopleAreProtected(),
    NoticeIsThere(),
    SomebodyCanBeAsked(),
    SealedAnswersCanBeRead(),
    NobodyMustSpeakOfReprisals(),
    FilesAreNotSealed(),
    SensitiveQuestionsCanBeDeclined(),
    ContactComesLast(),
    ChildrenAreLookedAfter(),
)


def checked(survey: Survey, at: datetime | None = None) -> list[tuple[Check, list[Finding]]]:
    """Each check with what it found, as things stand at a moment (none: now)."""
    candidate = Candidate(survey, at)
    return [(check, list(check.findings(candidate))) for check in CHECKS]


def what_is_missing(survey: Survey, at: datetime | None = None) -> list[str]:
    """Why the survey cannot be opened yet, in sentences for the moderator."""
    return [
        finding.sentence
        for _check, findings in checked(survey, at)
        for finding in findings
        if not finding.is_advice
    ]
