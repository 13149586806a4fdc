"""What moderators see of a programme that is being made: clock times, what is missing, what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass

from consultations.models import Day, SubTopic
from consultations.models.programme import Slot
from consultations.outline import Outline
from surveys.outline import languages_missing


@dataclass(frozen=True)
class ItemLine:
    """An item with its computed times, and the languages in which something of it is missing."""

    slot: Slot
    missing: list[tuple[str, str]]

    @property
    def name(self) -> str:
        return f"item-{self.slot.item.pk}"


@dataclass(frozen=True)
class DayLine:
    day: Day
    missing: list[tuple[str, str]]
    lines: list[ItemLine]

    @property
    def can_go(self) -> bool:
        """Nobody has asked to speak on it."""
        return not any(line.slot.item.sub_topic and line.slot.item.sub_topic.asked for line in self.lines)


def days_of(outline: Outline) -> Iterator[DayLine]:
    languages = outline.event.consultation.languages
    for day in outline.days:
        lines = [
            ItemLine(slot, languages_missing(languages, slot.item.sub_topic or slot.item))
            for slot in day.slots()
        ]
        yield DayLine(day, languages_missing(languages, day), lines)


def unplaced_of(outline: Outline) -> list[tuple[SubTopic, list[tuple[str, str]]]]:
    """Sub-topics that stand on no day, each with the languages in which something is missing."""
    languages = outline.event.consultation.languages
    return [(one, languages_missing(languages, one)) for one in outline.unplaced]
