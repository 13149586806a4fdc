"""What States were asked to do, what they answered, and where we have it from."""

from recommendations.models.catalogue import Change, Word
from recommendations.models.columns import KnownColumn
from recommendations.models.imports import Appearance, ImportBatch, ImportedRow, PendingImport
from recommendations.models.judgements import Judgement
from recommendations.models.lead_ins import LeadIn
from recommendations.models.pledges import Pledge
from recommendations.models.positions import Position, PositionValue
from recommendations.models.recommendations import ActionCategory, Recommendation, Recommender
from recommendations.models.reviews import Document, Review, ReviewDate
from recommendations.models.search import SearchColumn

__all__ = [
    "ActionCategory",
    "Appearance",
    "Change",
    "Document",
    "ImportBatch",
    "ImportedRow",
    "Judgement",
    "KnownColumn",
    "LeadIn",
    "PendingImport",
    "Pledge",
    "Position",
    "PositionValue",
    "Recommendation",
    "Recommender",
    "Review",
    "ReviewDate",
    "SearchColumn",
    "Word",
]
