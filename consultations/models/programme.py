"""The programme of an event: days, and what happens in which order.

Nobody types clock times: a day knows when it starts, an item how long it takes; the rest is computed.
"""

import math
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.models.consultations import Event
from consultations.models.sub_topics import SubTopic


@dataclass(frozen=True)
class Slot:
    """An item of the programme with its computed times, aware and in the event's zone."""

    item: "AgendaItem"
    starts: datetime
    ends: datetime
    overruns: bool
    number: int | None  # of a sub-topic, counted within its day


class Day(models.Model):
    """One day of an event. Its weekday is always computed: a published note once had it wrong."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="days", verbose_name=_("event"))
    date = models.DateField(_("date"))
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    starts = models.TimeField(_("starts"), help_text=_("In the event’s time zone."))
    ends = models.TimeField(_("ends"), help_text=_("In the event’s time zone."))
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    class Meta:
        verbose_name = _("day")
        verbose_name_plural = _("days")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["event", "date"], name="one_day_a_date"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="a_day_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.date:%Y-%m-%d}"

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.date, self.starts, self.event.zone)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.date, self.ends, self.event.zone)

    @property
    def starts_utc(self) -> datetime:
        return self.starts_at.astimezone(UTC)

    @property
    def ends_utc(self) -> datetime:
        return self.ends_at.astimezone(UTC)

    def slots(self) -> Iterator[Slot]:
        """The items in order, each with the times that follow from the lengths before it."""
        # Counted in UTC: adding to a local time would go wrong where the clock changes during the day.
        begins, number, zone = self.starts_utc, 0, self.event.zone
        for item in self.items.all():
            ends = begins + item.length
            number += item.sub_topic is not None
            yield Slot(
                item,
                begins.astimezone(zone),
                ends.astimezone(zone),
                overruns=ends > self.ends_utc,
                number=number if item.sub_topic else None,
            )
            begins = ends

    @property
    def overrun(self) -> timedelta:
        """By how much the items together are longer than the day; zero when they fit."""
        planned = sum((item.length for item in self.items.all()), timedelta())
        return max(planned - (self.ends_utc - self.starts_utc), timedelta())

    @property
    def overrun_minutes(self) -> int:
        return math.ceil(self.overrun / timedelta(minutes=1))


class AgendaItem(models.Model):
    """What happens at one point of a day."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("Opening")
        PRESENTATION = "presentation", _("Presentation")
        SUB_TOPIC = "sub_topic", _("Sub-topic")
        BREAK = "break", _("Break")
        CLOSING = "closing", _("Closing")

    day = models.ForeignKey(Day, models.CASCADE, related_name="items", verbose_name=_("day"))
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "position"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200, blank=True, help_text=_("A sub-topic has its own."))
    speakers = models.TextField(_("speakers"), blank=True, help_text=_("One on each line: name, function."))
    speakers_confirmed = models.BooleanField(_("speakers have confirmed"), default=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("A sub-topic’s are computed.")
    )
    sub_topic = models.OneToOneField(
        SubTopic, models.CASCADE, null=True, blank=True, related_name="item", verbose_name=_("sub-topic")
    )

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "position"], name="one_item_a_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(kind="sub_topic", sub_topic__isnull=False, minutes__isnull=True)
                | (~Q(kind="sub_topic") & Q(sub_topic__isnull=True, minutes__isnull=False)),
                name="a_sub_topic_gives_its_length_others_state_theirs",
            ),
        ]

    def __str__(self):
        return self.title or self.get_kind_display()

    def clean(self):
        is_sub_topic = self.kind == self.Kind.SUB_TOPIC
        if is_sub_topic != bool(self.sub_topic) or is_sub_topic == (self.minutes is not None):
            raise ValidationError(
                _("For a sub-topic choose it and leave the minutes empty; for all else give the minutes.")
            )
        if self.sub_topic and self.day.event_id and self.sub_topic.event_id != self.day.event_id:
            raise ValidationError(_("This sub-topic belongs to another event."))

    @property
    def length(self) -> timedelta:
        return self.sub_topic.length if self.sub_topic else timedelta(minutes=self.minutes)
