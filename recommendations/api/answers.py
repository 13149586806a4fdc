"""From rows of the database to the shapes of schemas.py; the asked language must be the active one."""

from datetime import date

from django.conf import settings
from django.db.models import Prefetch

from recommendations import history
from recommendations.models import Pledge, Position, Recommendation, ReviewDate
from recommendations.names import code_of
from reference.models import PersonsGroup, Precision, State, Theme, UprSession


def with_everything(recommendations):
    """All that an item shows, in a fixed number of queries."""
    themes = Prefetch("issues", Theme.objects.select_related("vocabulary"))
    persons = Prefetch("persons", PersonsGroup.objects.select_related("vocabulary"))
    return recommendations.with_source().prefetch_related(themes, persons, "goals")


def item(one: Recommendation, language: str) -> dict:
    text, written_in = one.text_for(language)
    plain = ("number", "draft_number", "part", "position", "action_category", "is_action_confirmed")
    return {name: getattr(one, name) for name in (*plain, "is_generated")} | {
        "id": one.pk,
        "address": settings.SITE_URL + one.get_absolute_url(),
        "state": state_name(one.review.state, language),
        "cycle": one.review.session.cycle.number,
        "session": one.review.session.number,
        "text": text,
        "language": written_in,
        "recommending_states": [state_name(made.state, language) for made in one.recommenders.all()],
        "themes": [term(theme, "issue") for theme in one.issues.all()],
        "persons": [term(group, "persons") for group in one.persons.all()],
        "goals": [goal.number for goal in one.goals.all()],
    }


def detail(one: Recommendation, language: str) -> dict:
    """An item with its history, which a merged source is part of."""
    made_by = [state_name(made.state, language) for made in history.recommenders_of(one)]
    return item(one, language) | {
        "recommending_states": made_by,
        "citation": one.citation,
        "is_listed": one.is_listed,
        "parts": list(one.parts.listed().order_by("part").values_list("pk", flat=True)),
        "texts": {code: text for code, _ in settings.LANGUAGES if (text := text_in(one, code))},
        "text_as_read": one.text_as_read,
        "positions": [position(entry) for entry in history.positions_of(one)],
        "lineage": [other.pk for other in history.lineage_of(one)],
    }


def text_in(one: Recommendation, language: str) -> str:
    text, written_in = one.text_for(language)
    return text if written_in == language else ""


def state_name(state: State, language: str) -> dict:
    return {"iso3": state.iso3, "name": state.name_in(language)}


def term(one: Theme | PersonsGroup, name: str) -> dict:
    return {"code": code_of(one, name), "name": one.name or ""}


def position(entry: Position) -> dict:
    plain = ("value", "qualifier", "symbol", "paragraph", "own_words", "language")
    return {name: getattr(entry, name) for name in plain} | {"date": day(entry.date)}


def figures(side: history.Side, language: str) -> dict:
    """A review with its figures; its dates and pledges are prefetched (`with_dates_and_pledges`)."""
    review = side.review
    return {
        "session": review.session.number,
        "cycle": review.session.cycle.number,
        "address": settings.SITE_URL + review.get_absolute_url(),
        "supported": side.supported,
        "noted": side.noted,
        "pending": side.pending,
        "report_symbol": review.report_symbol,
        "addendum_symbol": review.addendum_symbol,
        "dates": [step(one) for one in review.dates.all()],
        "pledges": [pledge(one, language) for one in review.pledges.all()],
    }


def with_dates_and_pledges(reviews):
    """All that `figures` shows beyond the figures, in a fixed number of queries."""
    dates = Prefetch("dates", history.in_order(ReviewDate.objects.all()))
    themes = Prefetch("issues", Theme.objects.select_related("vocabulary"))
    pledges = Prefetch("pledges", Pledge.objects.order_by("pk").prefetch_related(themes))
    return reviews.prefetch_related(dates, pledges)


def step(one: ReviewDate) -> dict:
    return {
        "step": one.step,
        "day": day(one.day, one.precision),
        "precision": one.precision,
        "source": one.source,
        "last_checked": day(one.last_checked),
    }


def pledge(one: Pledge, language: str) -> dict:
    text, written_in = one.text_for(language)
    return {
        "number": one.number,
        "text": text,
        "language": written_in,
        "action_category": one.action_category,
        "themes": [term(theme, "issue") for theme in one.issues.all()],
    }


def session(one: UprSession) -> dict:
    plain = ("number", "precision", "adopting_session", "source")
    return {name: getattr(one, name) for name in plain} | {
        "cycle": one.cycle.number,
        "starts_on": day(one.starts_on, one.precision),
        "ends_on": day(one.ends_on, one.precision),
    }


def day(one: date | None, precision: str = Precision.DAY) -> str:
    """No more exact than it is known: "2025-11-03", "2025-11" or ""."""
    if one is None:
        return ""
    return one.isoformat() if precision == Precision.DAY else f"{one:%Y-%m}"
