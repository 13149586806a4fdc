"""What is asked; what was answered, by nobody we know; and what is kept apart from the answers."""

from surveys.models.answers import Answer, AnswerFile, Draft, DraftFile, Response, WeeklyCount
from surveys.models.definitions import PendingDefinition
from surveys.models.detached import ContactOptIn, Envelope, SafeguardingKey, SealedAnswer
from surveys.models.exports import AnswerImport, SurveyExport
from surveys.models.invitations import Invitation, InvitationLink, OptOut, Participation, Slip, Target
from surveys.models.questions import Choice, Question, Section
from surveys.models.surveys import Survey

__all__ = [
    "Answer",
    "AnswerFile",
    "AnswerImport",
    "Choice",
    "ContactOptIn",
    "Draft",
    "DraftFile",
    "Envelope",
    "Invitation",
    "InvitationLink",
    "OptOut",
    "Participation",
    "PendingDefinition",
    "Question",
    "Response",
    "SafeguardingKey",
    "SealedAnswer",
    "Section",
    "Slip",
    "Survey",
    "SurveyExport",
    "Target",
    "WeeklyCount",
]
