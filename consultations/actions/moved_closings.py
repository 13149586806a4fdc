"""The closing of requests is moved: everybody may know from when, and on which day that was decided."""

from datetime import datetime

from django.utils import timezone

from consultations.draws import written
from consultations.kept import minute_of
from consultations.models import SubTopic


def note_closing(sub_topic: SubTopic, before: datetime, at: datetime | None = None) -> None:
    """Keep with a sub-topic, not saved here, when its requests were to close `before`. A draft has no public
    to which it said anything."""
    if sub_topic.event.consultation.is_draft or minute_of(sub_topic.requests_close) == minute_of(before):
        return
    move = {"from": written(before), "at": written(at or timezone.now())}
    sub_topic.closing_moved = [*sub_topic.closing_moved, move]
