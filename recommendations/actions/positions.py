"""Positions: entries are added, and the recommendation repeats the latest.

UPR Info's written rule (October 2014): what is accepted "in part" is noted, unless the State says clearly
which parts it accepts and which not; then the recommendation is split, and each part has its own position.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from django.db import transaction
from modeltranslation.utils import build_localized_fieldname

from accounts.audit import record
from accounts.models import User
from recommendations.documents.decided import names_of_parts
from recommendations.models import Document, Position, PositionValue, Recommendation, Recommender, Review
from upr_portal.states import WrongState


@transaction.atomic
def record_position(
    recommendation: Recommendation,
    *,
    by: User | None,
    value: PositionValue,
    language: str,
    qualifier: str = "",
    date: Date | None = None,
    document: Document | None = None,
    symbol: str = "",
    paragraph: str = "",
    own_words: str = "",
) -> Position:
    """Add what the State under review answered, with its source; the entry becomes the current position."""
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    position = Position.objects.create(
        recommendation=locked,
        value=value,
        qualifier=qualifier,
        language=language,
        date=date,
        document=document,
        symbol=symbol,
        paragraph=paragraph,
        own_words=own_words,
        recorded_by=by,
    )
    Recommendation.objects.filter(pk=locked.pk).update(position=value)
    recommendation.position = value
    record(by, "recorded a position", recommendation, position=value, qualifier=qualifier)
    return position


@dataclass(frozen=True)
class Part:
    """What a State answered to a part of a recommendation."""

    text: str
    value: PositionValue


@transaction.atomic
def split_recommendation(
    recommendation: Recommendation,
    *,
    by: User,
    parts: Sequence[Part],
    language: str,
    date: Date | None = None,
    symbol: str = "",
    paragraph: str = "",
    own_words: str = "",
) -> list[Recommendation]:
    """Put the parts that the State told apart in the place of the whole, which stays behind them with all
    its positions. Raises WrongState where it is split or merged already, or there are not two parts."""
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if not locked.is_listed or len(parts) < 2:
        raise WrongState("only a whole recommendation is split, into two parts or more")
    Recommendation.objects.filter(pk=locked.pk).update(is_listed=False)
    made = [
        part_of(locked, name, part, language) for name, part in zip(free_names(locked), parts, strict=False)
    ]
    source = {"language": language, "date": date, "symbol": symbol, "paragraph": paragraph}
    for one, part in zip(made, parts, strict=True):
        record_position(one, by=by, value=part.value, own_words=own_words, **source)
    record(by, "split", recommendation, parts=[one.pk for one in made])
    return made


def free_names(whole: Recommendation):
    """Names for its parts: a, b …, or b1, b2 … where it is itself the part b of a number."""
    same = Recommendation.objects.listed().filter(review=whole.review)
    taken = set(
        same.filter(number=whole.number, draft_number=whole.draft_number).values_list("part", flat=True)
    )
    under_part = (f"{whole.part}{place}" for place in range(1, 100))
    names = under_part if whole.part else names_of_parts()
    return (name for name in names if name not in taken)


def part_of(whole: Recommendation, name: str, part: Part, language: str) -> Recommendation:
    """A part with all that is known of the whole, but its text and position."""
    has_number = bool(whole.number or whole.draft_number)
    made = Recommendation.objects.create(
        review=whole.review,
        number=whole.number,
        draft_number=whole.draft_number,
        part=name if has_number else "",
        original_language=language,
        position=part.value,
        action_category=whole.action_category,
        batch=whole.batch,
        split_from=whole,
        **{build_localized_fieldname("text", language): part.text},
    )
    Recommender.objects.bulk_create(
        Recommender(recommendation=made, state_id=made_by.state_id, spelling=made_by.spelling)
        for made_by in whole.recommenders.order_by("pk")
    )
    for links in ("issues", "persons", "goals", "targets"):
        getattr(made, links).set(getattr(whole, links).all())
    return made


@transaction.atomic
def undo_split(recommendation: Recommendation, *, by: User) -> None:
    """List the whole again. Its parts stay behind it, as their positions were recorded and are kept.

    Raises WrongState where it has no parts, or a part was split or merged itself.
    """
    parts = recommendation.parts.select_for_update().filter(is_listed=True)
    made = recommendation.parts.count() and list(parts)
    if not made or recommendation.parts.filter(is_listed=False, merged_into=None).exists():
        raise WrongState("it is not split, or a part was split further")
    parts.update(is_listed=False, merged_into=recommendation)
    Recommendation.objects.filter(pk=recommendation.pk).update(is_listed=True)
    record(by, "joined again", recommendation, parts=[one.pk for one in made])


def unanswered(review: Review):
    """Listed recommendations of a review that got no answer yet."""
    return Recommendation.objects.listed().filter(review=review, position=PositionValue.PENDING)


@transaction.atomic
def close_unanswered(review: Review, *, by: User, date: Date, symbol: str, language: str) -> int:
    """At the adoption of the outcome what was not answered is noted, with the words "no answer"; how many.

    The source is the decision or report of the Human Rights Council by which it adopted the outcome.
    """
    left = list(unanswered(review).select_for_update())
    Position.objects.bulk_create(
        Position(
            recommendation=one,
            value=PositionValue.NOTED,
            qualifier=Position.Qualifier.NO_ANSWER,
            date=date,
            symbol=symbol,
            language=language,
            recorded_by=by,
        )
        for one in left
    )
    Recommendation.objects.filter(pk__in=[one.pk for one in left]).update(position=PositionValue.NOTED)
    record(by, "closed unanswered", review, count=len(left), symbol=symbol)
    return len(left)
