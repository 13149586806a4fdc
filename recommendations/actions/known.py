"""What is here already of the reviews that a document is about, loaded in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname

from recommendations.models import (
    Document,
    Pledge,
    Position,
    PositionValue,
    Recommendation,
    Recommender,
    Review,
)

ReviewKey = tuple[str, int]  # ISO code of the State under review, number of the session

# A later document of a review overrides an earlier one, never the other way round.
RANKS = {(Document.Family.REPORT, Document.Stage.DRAFT): 1, (Document.Family.REPORT, Document.Stage.FINAL): 2}
HIGHEST = 3


def rank(family: str | None, stage: str | None) -> int:
    return RANKS.get((family, stage), HIGHEST)


@dataclass(frozen=True)
class KnownPosition:
    value: str
    qualifier: str
    symbol: str
    paragraph: str
    rank: int


@dataclass
class Known:
    """A recommendation that is here, in the form in which texts are compared."""

    pk: int
    review: ReviewKey
    number: str
    draft_number: str
    part: str
    fingerprint: str
    position: str
    text: str
    has_text: bool
    states: frozenset[str] = frozenset()
    recommenders: dict[str, int] = field(default_factory=dict)
    positions: list[KnownPosition] = field(default_factory=list)

    @property
    def paragraph(self) -> str:
        number = self.number or self.draft_number
        return f"{number} ({self.part})" if self.part else number

    @property
    def rank(self) -> int:
        """How late the document is that the current position comes from."""
        return self.positions[-1].rank if self.positions else 0

    def takes(self, value: str, qualifier: str, *, symbol: str, rank: int) -> bool:
        """Whether a document of this rank that says so adds a position.

        Not where it says nothing (pending) of what was answered, where the same source said so before, or
        where a later document has spoken.
        """
        if value == PositionValue.PENDING and self.position != PositionValue.PENDING:
            return False
        if rank < self.rank:
            return False
        same_source = [one for one in self.positions if symbol and one.symbol == symbol]
        if any(one.value == value and qualifier in ("", one.qualifier) for one in same_source):
            return False
        return symbol != "" or not self.positions or self.position != value


class KnownHere:
    """The reviews of a document as they are in the database now."""

    def __init__(self, keys: Iterable[ReviewKey], language: str):
        keys = set(keys)
        reviews = Review.objects.filter(
            state__iso3__in={state for state, _ in keys}, session__number__in={number for _, number in keys}
        ).select_related("state", "session")
        self.reviews = {
            (review.state.iso3, review.session.number): review
            for review in reviews
            if (review.state.iso3, review.session.number) in keys
        }
        self.recommendations = self._recommendations(language)
        self._add_recommenders()
        self._add_positions()
        pledges = Pledge.objects.filter(review__in=self.reviews.values()).exclude(fingerprint="")
        self.pledges = {
            (review, mark): pk for review, mark, pk in pledges.values_list("review", "fingerprint", "pk")
        }

    def _recommendations(self, language: str) -> dict[int, Known]:
        """All but the parts that a person made: what a document holds is the whole behind them."""
        column = build_localized_fieldname("text", language or "en")
        keys = {review.pk: key for key, review in self.reviews.items()}
        found = Recommendation.objects.filter(review__in=self.reviews.values(), split_from=None)
        fields = ["pk", "review_id", "number", "draft_number", "part", "fingerprint", "position", column]
        known = {}
        for one in found.order_by("pk").only(*fields, *texts()):
            text = getattr(one, column) or ""
            known[one.pk] = Known(
                pk=one.pk,
                review=keys[one.review_id],
                number=one.number,
                draft_number=one.draft_number,
                part=one.part,
                fingerprint=one.fingerprint,
                position=one.position,
                text=text or one.text_for(language or "en")[0],
                has_text=bool(text),
            )
        return known

    def _add_recommenders(self) -> None:
        rows = Recommender.objects.filter(recommendation__in=self.recommendations)
        for recommendation, iso3, pk in rows.values_list("recommendation", "state__iso3", "pk"):
            self.recommendations[recommendation].recommenders[iso3] = pk
        for one in self.recommendations.values():
            one.states = frozenset(one.recommenders)

    def _add_positions(self) -> None:
        rows = Position.objects.filter(recommendation__in=self.recommendations).order_by("recorded_at", "pk")
        columns = ("value", "qualifier", "symbol", "paragraph", "document__family", "document__stage")
        for recommendation, *said, family, stage in rows.values_list("recommendation", *columns):
            entry = KnownPosition(*said, rank=rank(family, stage))
            self.recommendations[recommendation].positions.append(entry)

    def by_review(self) -> dict[ReviewKey, list[Known]]:
        found = defaultdict(list)
        for one in self.recommendations.values():
            found[one.review].append(one)
        return found


def texts() -> list[str]:
    return [build_localized_fieldname("text", code) for code, _name in settings.LANGUAGES]
