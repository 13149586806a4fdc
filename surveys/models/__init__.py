"""What is asked; what was answered, by nobody we know; and what is kept apart from the answers."""

from surveys.models.answers import Answer, Draft, Response, WeeklyCount
from surveys.models.detached import ContactOptIn, Envelope, SafeguardingKey, SealedAnswer
from surveys.models.exports import AnswerImport, SurveyExport
from surveys.models.surveys import Choice, Question, Section, Survey

__all__ = [
    "Answer",
    "AnswerImport",
    "Choice",
    "ContactOptIn",
    "Draft",
    "Envelope",
    "Question",
    "Response",
    "SafeguardingKey",
    "SealedAnswer",
    "Section",
    "Survey",
    "SurveyExport",
    "WeeklyCount",
]
