"""The public interface for programs, version 1: read only, the filters of the list, described by OpenAPI.

It gives what the pages give and nothing else. Numbers of requests are limited; see docs/api.md.
"""

from datetime import date
from enum import Enum

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils import translation
from ninja import Field, NinjaAPI, Query, Router, Schema
from ninja.throttling import AnonRateThrottle

from recommendations import history
from recommendations.catalogue import catalogue
from recommendations.forms.filters import LABELS, SORTS, RecommendationFilter
from recommendations.models import Position, PositionValue, Recommendation, Recommender
from recommendations.results import Found
from reference.models import State, UprSession

PAGE_SIZE, LARGEST_PAGE = 25, 100
# A page of a search costs about as much as a page of the list; this is one a second, with room for a burst.
REQUESTS = "120/m"
LARGEST_KEY = 2**31 - 1  # of a primary key in the database

Language = Enum("Language", {code.replace("-", "_"): code for code, _ in settings.LANGUAGES}, type=str)
Filter = Enum("Filter", {name: name for name in LABELS}, type=str)
Sort = Enum("Sort", {name: name for name in SORTS}, type=str)
Pos = Enum("Pos", {value: value for value in PositionValue.values}, type=str)


class StateName(Schema):
    iso3: str = Field(examples=["SVN"])
    name: str = Field(examples=["Slovenia"])


class Term(Schema):
    code: str
    name: str


class RecommendationItem(Schema):
    id: int
    address: str = Field(description="The stable address of its page.")
    state: StateName = Field(description="The State under review.")
    cycle: int
    session: int = Field(description="The session of the UPR Working Group.")
    number: str = Field(
        description='Its paragraph in the final report, such as "140.12"; "" where not known.'
    )
    draft_number: str
    part: str = Field(description='"a", "b" … where several texts stand under one number.')
    text: str
    language: str = Field(description="The language of `text`: the one asked for, or the first there is.")
    recommending_states: list[StateName]
    position: Pos
    action_category: str = Field(description='"1" (minimal) to "5" (specific), or "".')
    is_action_confirmed: bool
    themes: list[Term]
    persons: list[Term]
    goals: list[int] = Field(description="Sustainable Development Goals, by number.")
    is_generated: bool = Field(description="An example made by the portal; no State ever made it.")


class RecommendationPage(Schema):
    count: int
    limit: int
    offset: int
    ignored: list[str] = Field(description="Filters with values that are not known; they narrow nothing.")
    alike: list[str] = Field(description="Words that were looked for instead, when yours stood nowhere.")
    items: list[RecommendationItem]


class PositionItem(Schema):
    value: Pos
    qualifier: str = Field(description="in-part, in-principle, implemented, no-answer or none.")
    date: date | None
    symbol: str
    paragraph: str
    own_words: str
    language: str


class RecommendationDetail(RecommendationItem):
    texts: dict[str, str] = Field(description="The text in every language in which there is one.")
    text_as_read: str
    positions: list[PositionItem] = Field(description="The latest first.")
    lineage: list[int] = Field(description="The same request through the cycles, the earliest first.")


class ReviewItem(Schema):
    session: int
    cycle: int
    address: str
    supported: int
    noted: int
    pending: int
    report_symbol: str
    addendum_symbol: str


class StateDetail(StateName):
    reviews: list[ReviewItem]


class ValueCount(Schema):
    value: str
    name: str
    count: int


class SessionItem(Schema):
    number: int
    cycle: int
    starts_on: date | None
    ends_on: date | None
    precision: str = Field(description="day, month or unknown; with month the day means nothing.")
    adopting_session: int | None
    source: str


class Problem(Schema):
    detail: str


class Asked(Schema):
    """The filters of the list; several values of one filter mean any of them."""

    q: str = Field("", max_length=200, description="Words in the text of any language.")
    state: list[str] = Field([], description="States under review, ISO codes of three letters.")
    recommender: list[str] = Field([], description="Recommending States, ISO codes of three letters.")
    group: list[str] = Field([], description="Regional groups of the recommending States.")
    organisation: list[str] = Field([], description="Organisations of the recommending States.")
    state_group: list[str] = []
    state_organisation: list[str] = []
    cycle: list[str] = []
    session: list[str] = []
    position: list[Pos] = []
    action: list[str] = Field([], description="Action categories, 1 to 5.")
    issue: list[str] = Field([], description="Codes of themes or issues.")
    persons: list[str] = []
    goal: list[str] = []
    sort: Sort | None = None
    language: Language = Language.en

    def found(self) -> Found:
        """What the list would find at the same address."""
        data = QueryDict(mutable=True)
        for name in ("q", *LABELS):
            given = getattr(self, name)
            values = given if isinstance(given, list) else [given]
            data.setlist(name, [getattr(value, "value", value) for value in values])
        data["sort"] = self.sort.value if self.sort else ""
        kept = catalogue()
        return Found(
            RecommendationFilter(data, kept.names_in(self.language.value)), self.language.value, kept
        )


router = Router(tags=["UPR"], throttle=[AnonRateThrottle(REQUESTS)])


@router.get("recommendations/", response=RecommendationPage, url_name="recommendations")
def recommendations(
    request: HttpRequest,
    asked: Query[Asked],
    limit: int = Query(PAGE_SIZE, ge=1, le=LARGEST_PAGE),
    offset: int = Query(0, ge=0, le=LARGEST_KEY),
):
    """What a search finds, page by page, in the order of the list."""
    with translation.override(asked.language.value):
        found = asked.found()
        keys = list(found.keys(offset, offset + limit))
        rows = with_everything(Recommendation.objects.filter(pk__in=keys)).in_bulk()
        return {
            "count": found.count,
            "limit": limit,
            "offset": offset,
            "ignored": found.asked.ignored,
            "alike": list(found.answer.alike),
            "items": [item(rows[pk], asked.language.value) for pk in keys if pk in rows],
        }


@router.get(
    "recommendations/{int:pk}/", response={200: RecommendationDetail, 404: Problem}, url_name="recommendation"
)
def recommendation(request: HttpRequest, pk: int, language: Language = Language.en):
    """One recommendation with its positions and its lineage; what was merged gives what was kept."""
    with translation.override(language.value):
        if pk > LARGEST_KEY:
            return 404, {"detail": "Not Found"}
        one = get_object_or_404(with_everything(Recommendation.objects.all()), pk=pk)
        if one.merged_into_id:
            one = with_everything(Recommendation.objects.all()).get(pk=one.merged_into_id)
        return 200, item(one, language.value) | {
            "texts": {code: text for code, _ in settings.LANGUAGES if (text := text_in(one, code))},
            "text_as_read": one.text_as_read,
            "positions": [position(entry) for entry in history.positions_of(one)],
            "lineage": [other.pk for other in history.lineage_of(one)],
        }


@router.get("states/", response=list[StateName], url_name="states")
def states(request: HttpRequest, language: Language = Language.en):
    """The States that were reviewed, in alphabetical order."""
    reviewed = State.objects.filter(reviews__isnull=False).distinct()
    return [state_name(state, language.value) for state in reviewed.in_order(language.value)]


@router.get("states/{iso3}/", response={200: StateDetail, 404: Problem}, url_name="state")
def state(request: HttpRequest, iso3: str, language: Language = Language.en):
    """One State with the figures of its reviews, the latest first."""
    with translation.override(language.value):
        if "\x00" in iso3:  # no text of the database can hold it
            return 404, {"detail": "Not Found"}
        reviewed = get_object_or_404(State.objects.filter(reviews__isnull=False).distinct(), iso3=iso3)
        sides = history.sides_of(reviewed.reviews.all())
        return 200, state_name(reviewed, language.value) | {"reviews": [figures(side) for side in sides]}


@router.get("filters/{name}/", response=list[ValueCount], url_name="filter")
def filter_values(request: HttpRequest, name: Filter, asked: Query[Asked]):
    """The values of one filter, with how many recommendations each would leave, given all other filters."""
    with translation.override(asked.language.value):
        found = asked.found()
        counts, names = found.counts(name.value), found.asked.names[name.value]
        return [
            {"value": value, "name": str(label), "count": counts[value]}
            for value, label in names.items()
            if value in counts
        ]


@router.get("sessions/", response=list[SessionItem], url_name="sessions")
def sessions(request: HttpRequest):
    """The sessions of the UPR Working Group, no more exact than they are known."""
    fields = ("number", "starts_on", "ends_on", "precision", "adopting_session", "source")
    return [
        {name: getattr(one, name) for name in fields} | {"cycle": one.cycle.number}
        for one in UprSession.objects.select_related("cycle")
    ]


def with_everything(recommendations):
    """All that an item shows, in a fixed number of queries."""
    made = Prefetch("recommenders", Recommender.objects.select_related("state").order_by("pk"))
    return recommendations.select_related(
        "review__state", "review__session__cycle", "batch"
    ).prefetch_related(made, "issues", "persons", "goals")


def item(one: Recommendation, language: str) -> dict:
    text, written_in = one.text_for(language)
    return {
        "id": one.pk,
        "address": settings.SITE_URL + one.get_absolute_url(),
        "state": state_name(one.review.state, language),
        "cycle": one.review.session.cycle.number,
        "session": one.review.session.number,
        "number": one.number,
        "draft_number": one.draft_number,
        "part": one.part,
        "text": text,
        "language": written_in,
        "recommending_states": [state_name(made.state, language) for made in one.recommenders.all()],
        "position": one.position,
        "action_category": one.action_category,
        "is_action_confirmed": one.is_action_confirmed,
        "themes": [term(theme) for theme in one.issues.all()],
        "persons": [term(group) for group in one.persons.all()],
        "goals": [goal.number for goal in one.goals.all()],
        "is_generated": one.is_generated,
    }


def state_name(state: State, language: str) -> dict:
    return {"iso3": state.iso3, "name": state.name_in(language)}


def term(one) -> dict:
    return {"code": one.code, "name": one.name}


def text_in(one: Recommendation, language: str) -> str:
    text, written_in = one.text_for(language)
    return text if written_in == language else ""


def position(entry: Position) -> dict:
    fields = ("value", "qualifier", "date", "symbol", "paragraph", "own_words", "language")
    return {name: getattr(entry, name) for name in fields}


def figures(side: history.Side) -> dict:
    return {
        "session": side.review.session.number,
        "cycle": side.review.session.cycle.number,
        "address": settings.SITE_URL + side.review.get_absolute_url(),
        "supported": side.supported,
        "noted": side.noted,
        "pending": side.pending,
        "report_symbol": side.review.report_symbol,
        "addendum_symbol": side.review.addendum_symbol,
    }


def described() -> NinjaAPI:
    """The interface with its OpenAPI description; no page of it loads anything from elsewhere."""
    api = NinjaAPI(
        title="UPR portal",
        version="1",
        description="Recommendations of the Universal Periodic Review, read only.",
        docs_url=None,
        urls_namespace="api",
    )
    api.add_router("", router)
    return api


def open_doors(patterns: list[URLPattern]) -> list[URLPattern]:
    """Everybody may read: the doors of the interface ask nobody to sign in."""
    for pattern in patterns:
        pattern.callback = login_not_required(pattern.callback)
    return patterns


app_name = "api"
urlpatterns = open_doors(described().urls[0])
