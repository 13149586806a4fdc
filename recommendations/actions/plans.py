"""What an import would change: checked rows held against what is here, before anything is written."""

from dataclasses import dataclass, field

from recommendations.documents.rows import CheckedRow, Reading
from recommendations.models import Pledge, Recommendation, Recommender, Review

ReviewKey = tuple[int, int]  # State, session


@dataclass
class Alike:
    """Rows of a file that are one recommendation, by the State that made it; or one pledge."""

    row: CheckedRow
    recommenders: dict[int | None, CheckedRow] = field(default_factory=dict)
    issues: dict[int, None] = field(default_factory=dict)
    known: int | None = None
    known_recommenders: dict[int, int] = field(default_factory=dict)

    @property
    def new_recommenders(self) -> list[CheckedRow]:
        return [row for state, row in self.recommenders.items() if state not in self.known_recommenders]


@dataclass
class Plan:
    """All that a reading amounts to. Nothing of it is saved yet."""

    reading: Reading
    reviews: dict[ReviewKey, Review] = field(default_factory=dict)
    recommendations: dict[tuple[ReviewKey, str], Alike] = field(default_factory=dict)
    pledges: dict[tuple[ReviewKey, str], Alike] = field(default_factory=dict)
    repeats: list[tuple[int, int]] = field(default_factory=list)


def plan(reading: Reading) -> Plan:
    """Group the rows, then find what is here already; four queries, however many rows."""
    planned = Plan(reading)
    for row in reading.rows:
        add(row, planned)
    find_reviews(planned)
    find_recommendations(planned)
    find_pledges(planned)
    return planned


def add(row: CheckedRow, planned: Plan) -> None:
    group = planned.pledges if row.is_pledge else planned.recommendations
    key = ((row.state.pk, row.session.pk), row.fingerprint)
    alike = group.setdefault(key, Alike(row))
    recommender = row.recommender.pk if row.recommender else None
    if recommender in alike.recommenders:
        planned.repeats.append((row.line, alike.recommenders[recommender].line))
    else:
        alike.recommenders[recommender] = row
        alike.issues.update(dict.fromkeys(theme.pk for theme in row.issues))


def find_reviews(planned: Plan) -> None:
    keys = {review for group in (planned.recommendations, planned.pledges) for review, _ in group}
    known = Review.objects.filter(
        state__in={state for state, _ in keys}, session__in={session for _, session in keys}
    )
    planned.reviews = {(review.state_id, review.session_id): review for review in known}


def find_recommendations(planned: Plan) -> None:
    by_pk = {}
    known = Recommendation.objects.filter(review__in=planned.reviews.values()).exclude(fingerprint="")
    rows = known.values_list("review__state", "review__session", "fingerprint", "pk")
    for state, session, fingerprint, pk in rows:
        if alike := planned.recommendations.get(((state, session), fingerprint)):
            alike.known = pk
            by_pk[pk] = alike
    recommenders = Recommender.objects.filter(recommendation__review__in=planned.reviews.values())
    for recommendation, state, pk in recommenders.values_list("recommendation", "state", "pk"):
        if recommendation in by_pk:
            by_pk[recommendation].known_recommenders[state] = pk


def find_pledges(planned: Plan) -> None:
    known = Pledge.objects.filter(review__in=planned.reviews.values()).exclude(fingerprint="")
    for state, session, fingerprint, pk in known.values_list(
        "review__state", "review__session", "fingerprint", "pk"
    ):
        if alike := planned.pledges.get(((state, session), fingerprint)):
            alike.known = pk
