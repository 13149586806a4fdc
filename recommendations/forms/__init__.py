"""What comes in, checked: filters of the list, and files to import."""

from recommendations.forms.filters import RecommendationFilter
from recommendations.forms.imports import ImportForm

__all__ = ["ImportForm", "RecommendationFilter"]
