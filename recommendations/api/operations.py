"""What programs may ask for. Each operation reads; none knows who asks."""

from typing import Annotated

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import translation
from ninja import Path, Query, Router, Status

from recommendations import history
from recommendations.api.answers import (
    detail,
    figures,
    item,
    session,
    state_name,
    with_dates_and_pledges,
    with_everything,
)
from recommendations.api.asked import Asked, AskedPage
from recommendations.api.schemas import (
    FilterName,
    RecommendationDetail,
    RecommendationPage,
    SessionItem,
    StateDetail,
    StateName,
    ValueCount,
)
from recommendations.models import Recommendation
from reference.models import State, UprSession
from upr_portal.api.asked import LARGEST_WHOLE_NUMBER, InLanguage, page_at
from upr_portal.api.limit import Limit
from upr_portal.api.schemas import REFUSALS, Problem

Key = Annotated[int, Path(ge=1, le=LARGEST_WHOLE_NUMBER, description="Its `id`.", example=1204)]
Code = Annotated[str, Path(pattern="^[A-Z]{3}$", description="ISO code of three letters.", example="SVN")]
FilterPath = Annotated[FilterName, Path(description="The filter's parameter.", example="position")]

router = Router(tags=["UPR"], throttle=[Limit()])


@router.get(
    "recommendations/",
    response={200: RecommendationPage, **REFUSALS},
    url_name="recommendations",
    operation_id="recommendations",
)
def recommendations(request: HttpRequest, asked: Query[AskedPage]):
    """What a search finds, page by page, in the order of the list."""
    with translation.override(asked.language):
        found = asked.found()
        end = asked.offset + asked.limit
        keys = list(found.keys(asked.offset, end))
        rows = with_everything(Recommendation.objects.filter(pk__in=keys)).in_bulk()
        return Status(
            200,
            {
                "count": found.count,
                "limit": asked.limit,
                "offset": asked.offset,
                "next": page_at(request, end) if end < found.count else None,
                "ignored": asked.ignored(found),
                "alike": list(found.answer.alike),
                # One that was taken back meanwhile is left out.
                "items": [item(rows[pk], asked.language) for pk in keys if pk in rows],
            },
        )


@router.get(
    "recommendations/{id}/",
    response={200: RecommendationDetail, 404: Problem, **REFUSALS},
    url_name="recommendation",
    operation_id="recommendation",
)
def recommendation(request: HttpRequest, id: Key, asked: Query[InLanguage]):
    """One recommendation with its positions and its lineage; for a merged one, what it was merged into."""
    with translation.override(asked.language):
        known = with_everything(Recommendation.objects.visible_to(AnonymousUser()))
        one = known.filter(pk=id).first()
        while one and one.merged_into_id:
            one = known.get(pk=one.merged_into_id)
        if one is None:
            return Status(404, {"detail": "No recommendation has this id."})
        return Status(200, detail(one, asked.language))


@router.get("states/", response={200: list[StateName], **REFUSALS}, url_name="states", operation_id="states")
def states(request: HttpRequest, asked: Query[InLanguage]):
    """The States that were reviewed, in alphabetical order."""
    reviewed = State.objects.filter(reviews__isnull=False).distinct()
    return Status(200, [state_name(one, asked.language) for one in reviewed.in_order(asked.language)])


@router.get(
    "states/{iso3}/",
    response={200: StateDetail, 404: Problem, **REFUSALS},
    url_name="state",
    operation_id="state",
)
def state(request: HttpRequest, iso3: Code, asked: Query[InLanguage]):
    """One State with its reviews, the latest first: figures, dates and voluntary pledges."""
    with translation.override(asked.language):
        one = State.objects.filter(iso3=iso3, reviews__isnull=False).first()
        if one is None:
            return Status(404, {"detail": "No State with this code was reviewed."})
        sides = history.sides_of(with_dates_and_pledges(one.reviews.all()))
        reviews = [figures(side, asked.language) for side in sides]
        return Status(200, state_name(one, asked.language) | {"reviews": reviews})


@router.get(
    "filters/{name}/",
    response={200: list[ValueCount], **REFUSALS},
    url_name="filter",
    operation_id="filter",
)
def filter_values(request: HttpRequest, asked: Query[Asked], name: FilterPath):
    """The values of one filter, and how many recommendations each would leave, given all other filters."""
    with translation.override(asked.language):
        found = asked.found()
        counts, names = found.counts(name), found.asked.names[name]
        values = [
            {"value": value, "name": str(label), "count": counts[value]}
            for value, label in names.items()
            if value in counts
        ]
        return Status(200, values)


@router.get(
    "sessions/", response={200: list[SessionItem], 429: Problem}, url_name="sessions", operation_id="sessions"
)
def sessions(request: HttpRequest):
    """The sessions of the UPR Working Group."""
    return Status(200, [session(one) for one in UprSession.objects.select_related("cycle")])
