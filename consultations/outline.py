"""The programme of an event, loaded once: days with their items, and sub-topics without a place."""

from collections import defaultdict

from django.db.models import Count, Model, Prefetch, QuerySet

from consultations.models import AgendaItem, Consultation, Day, Event, SubTopic
from surveys.outline import fingerprint


def planned_days() -> QuerySet[Day]:
    sub_topics = SubTopic.objects.annotate(asked=Count("requests"))
    return Day.objects.prefetch_related("items", Prefetch("items__sub_topic", sub_topics))


def without_a_place() -> QuerySet[SubTopic]:
    sub_topics = SubTopic.objects.filter(item=None).annotate(asked=Count("requests"))
    return sub_topics.order_by("requests_open", "pk")


class Outline:
    """Days in the order of their dates, items in their order; `asked` of a sub-topic counts its requests."""

    def __init__(self, event: Event, days: list[Day] | None = None, unplaced: list[SubTopic] | None = None):
        self.event = event
        self.days = list(planned_days().filter(event=event)) if days is None else days
        self.unplaced = list(without_a_place().filter(event=event)) if unplaced is None else unplaced
        for row in [*self.days, *self.sub_topics]:
            row.event = event  # known already: not asked for once a row

    @property
    def items(self) -> list[AgendaItem]:
        return [item for day in self.days for item in day.items.all()]

    @property
    def sub_topics(self) -> list[SubTopic]:
        return [item.sub_topic for item in self.items if item.sub_topic] + self.unplaced

    @property
    def rows(self) -> list[Model]:
        """Everything that has texts, in the order in which it is read."""
        rows: list[Model] = [self.event]
        for day in self.days:
            rows.append(day)
            rows += [item.sub_topic or item for item in day.items.all()]
        return rows + self.unplaced

    @property
    def order(self) -> str:
        """The fingerprint of the order, and of nothing else."""
        days = [f"{day.pk}:{','.join(str(item.pk) for item in day.items.all())}" for day in self.days]
        return fingerprint("|".join([*days, *(f"sub-topic {one.pk}" for one in self.unplaced)]))


def outlines_of(consultation: Consultation) -> list[Outline]:
    """Those of all its events, loaded at once."""
    days, unplaced = defaultdict(list), defaultdict(list)
    for day in planned_days().filter(event__consultation=consultation):
        days[day.event_id].append(day)
    for sub_topic in without_a_place().filter(event__consultation=consultation):
        unplaced[sub_topic.event_id].append(sub_topic)
    events = consultation.events.order_by("pk")
    return [Outline(event, days[event.pk], unplaced[event.pk]) for event in events]
