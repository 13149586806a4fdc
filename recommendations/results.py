"""What is counted: how many recommendations each value of a filter would leave."""

from django.db.models import Count, QuerySet

from recommendations.documents.upr_info import VOCABULARY
from recommendations.models import ActionCategory, PositionValue, Recommendation, Recommender
from reference.models import Theme, UprSession

MOST_FREQUENT = 8


def made_by_states(recommendations: QuerySet) -> int:
    """How often States made these recommendations: the figure that UPR Info publishes."""
    return Recommender.objects.filter(recommendation__in=recommendations.order_by().values("pk")).count()


def by_position(recommendations: QuerySet) -> list[tuple[str, str, int]]:
    """(value, label, count) in the order of the official values."""
    counted = tally(recommendations, "position")
    return [(value, label, counted[value]) for value, label in PositionValue.choices if value in counted]


def by_action(recommendations: QuerySet) -> list[tuple[str, str, int]]:
    counted = tally(recommendations, "action_category")
    return [(value, label, counted[value]) for value, label in ActionCategory.choices if value in counted]


def by_session(recommendations: QuerySet) -> list[tuple[str, str, int]]:
    counted = tally(recommendations, "review__session__number")
    sessions = UprSession.objects.filter(number__in=counted).order_by("-number")
    return [(str(session.number), str(session), counted[session.number]) for session in sessions]


def by_issue(recommendations: QuerySet) -> list[tuple[str, str, int]]:
    """The most frequent issues."""
    links = Recommendation.issues.through.objects.filter(
        recommendation__in=recommendations.order_by().values("pk"), theme__vocabulary__code=VOCABULARY
    )
    counted = dict(
        links.values_list("theme").annotate(count=Count("pk")).order_by("-count", "theme")[:MOST_FREQUENT]
    )
    themes = Theme.objects.in_bulk(counted)
    return [(themes[pk].code, themes[pk].name, count) for pk, count in counted.items()]


def tally(recommendations: QuerySet, field: str) -> dict:
    return dict(recommendations.order_by().values_list(field).annotate(count=Count("pk")))
