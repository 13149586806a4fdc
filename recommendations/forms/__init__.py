"""What comes in, checked: filters of the list, and files to import."""

from recommendations.forms.columns import ColumnsForm
from recommendations.forms.filters import RecommendationFilter
from recommendations.forms.imports import AnswerForm, DecisionsForm, ImportForm, ReadAgainForm, RowForm
from recommendations.forms.merging import DoublesForm
from recommendations.forms.positions import CloseForm, PositionForm, SplitForm

__all__ = [
    "AnswerForm",
    "CloseForm",
    "ColumnsForm",
    "DecisionsForm",
    "DoublesForm",
    "ImportForm",
    "PositionForm",
    "ReadAgainForm",
    "RecommendationFilter",
    "RowForm",
    "SplitForm",
]
