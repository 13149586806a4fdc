"""What States were asked to do, what they answered, and where we have it from."""

from recommendations.models.imports import ImportBatch, ImportedRow, PendingImport
from recommendations.models.recommendations import (
    ActionCategory,
    Pledge,
    Position,
    PositionValue,
    Recommendation,
    Recommender,
)
from recommendations.models.reviews import Document, Review
from recommendations.models.search import SearchColumn

__all__ = [
    "ActionCategory",
    "Document",
    "ImportBatch",
    "ImportedRow",
    "PendingImport",
    "Pledge",
    "Position",
    "PositionValue",
    "Recommendation",
    "Recommender",
    "Review",
    "SearchColumn",
]
