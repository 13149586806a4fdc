"""What comes in, checked: filters of the list, and files to import."""

from recommendations.forms.filters import RecommendationFilter
from recommendations.forms.imports import AnswerForm, DecisionsForm, ImportForm, ReadAgainForm, RowForm

__all__ = [
    "AnswerForm",
    "DecisionsForm",
    "ImportForm",
    "ReadAgainForm",
    "RecommendationFilter",
    "RowForm",
]
