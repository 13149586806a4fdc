"""Positions: entries are added, and the recommendation repeats the latest."""

from datetime import date as Date

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from recommendations.models import Document, Position, PositionValue, Recommendation


@transaction.atomic
def record_position(
    recommendation: Recommendation,
    *,
    by: User | None,
    value: PositionValue,
    language: str,
    date: Date | None = None,
    document: Document | None = None,
    symbol: str = "",
    paragraph: str = "",
    own_words: str = "",
    qualifier: str = "",
) -> Position:
    """Add what the State under review answered, with its source; the entry becomes the current position."""
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    position = Position.objects.create(
        recommendation=locked,
        value=value,
        language=language,
        date=date,
        document=document,
        symbol=symbol,
        paragraph=paragraph,
        own_words=own_words,
        qualifier=qualifier,
        recorded_by=by,
    )
    Recommendation.objects.filter(pk=locked.pk).update(position=value)
    recommendation.position = value
    record(by, "recorded a position", recommendation, position=value)
    return position
