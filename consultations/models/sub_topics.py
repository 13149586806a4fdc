"""Sub-topics of an event: who may speak, how long, and how seats are given."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Event
from consultations.models.criteria import Criterion


class SubTopicQuerySet(models.QuerySet):
    def counting_who_waits(self):
        """Add `waiting`: how many wait for a seat; and `pending`: of how many nothing is decided yet."""
        return self.annotate(
            waiting=Count("requests", filter=Q(requests__waiting_place__isnull=False)),
            pending=Count("requests", filter=Q(requests__is_pending=True)),
        )


class SubTopic(models.Model):
    """A question put to the floor: a few speakers who asked beforehand, then a dialogue open to all."""

    class AllocationRule(models.TextChoices):
        FIRST_COME = "first_come", _("First come, first served")
        DRAW = "draw", _("Drawn by lot when requests close")
        MODERATED = "moderated", _("Chosen by the moderators, with reasons")

    event = models.ForeignKey(Event, models.CASCADE, related_name="sub_topics", verbose_name=_("event"))
    title = models.CharField(_("title"), max_length=200)
    questions = models.TextField(_("questions for discussion"), help_text=_("One on each line."))
    seat_count = models.PositiveSmallIntegerField(_("seats"), default=6, validators=[MinValueValidator(1)])
    slot_seconds = models.PositiveSmallIntegerField(_("seconds a speaker"), default=120)
    dialogue_minutes = models.PositiveSmallIntegerField(_("minutes of dialogue"), default=20)
    allocation_rule = models.CharField(
        _("how seats are given"),
        max_length=20,
        choices=AllocationRule.choices,
        default=AllocationRule.FIRST_COME,
    )
    organisation_limit = models.PositiveSmallIntegerField(
        _("most seats for one organisation"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit. Who speaks for no organisation is not limited."),
    )
    balances_region = models.BooleanField(_("the draw balances regions"), default=False)
    balances_kind = models.BooleanField(_("the draw balances kinds of stakeholders"), default=False)
    balances_first_time = models.BooleanField(
        _("the draw balances who speaks for the first time and who has spoken before"), default=False
    )
    grounds = models.ManyToManyField(
        "surveys.Question",
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("findings that it rests on"),
    )
    requests_open = models.DateTimeField(_("requests open"))
    requests_close = models.DateTimeField(_("requests close"))
    # [{"from": …, "at": …}]: when requests were to close before, and when that was changed
    # (actions/moved_closings.py).
    closing_moved = models.JSONField(default=list, blank=True, editable=False)
    chosen_at = models.DateTimeField(_("the moderators chose on"), null=True, editable=False)

    objects = SubTopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("sub-topic")
        verbose_name_plural = _("sub-topics")
        constraints = [
            models.CheckConstraint(condition=Q(seat_count__gte=1), name="a_sub_topic_has_a_seat"),
            models.CheckConstraint(
                condition=Q(requests_close__gt=F("requests_open")), name="requests_close_after_they_open"
            ),
            models.CheckConstraint(
                condition=Q(organisation_limit=None) | Q(organisation_limit__gte=1),
                name="an_organisation_may_have_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(allocation_rule="draw")
                | Q(balances_region=False, balances_kind=False, balances_first_time=False),
                name="only_a_draw_balances_groups",
            ),
            models.CheckConstraint(
                condition=Q(chosen_at=None)
                | Q(allocation_rule="moderated", chosen_at__gte=F("requests_close")),
                name="moderators_choose_after_requests_close",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def length(self) -> timedelta:
        """Every seat's slot, then the dialogue."""
        return timedelta(seconds=self.seat_count * self.slot_seconds, minutes=self.dialogue_minutes)

    @property
    def slot_minutes(self) -> float:
        minutes = self.slot_seconds / 60
        return int(minutes) if minutes.is_integer() else minutes

    @cached_property
    def taken(self) -> int:
        """How many seats are held, or offered to somebody; counted once, unless the seats were fetched."""
        if "seats" in getattr(self, "_prefetched_objects_cache", ()):
            return sum(1 for seat in self.seats.all() if seat.taken_by)
        return self.requests.filter(seat__isnull=False).count()

    def has_room_for(self, organisation_key: str, held: int | None = None) -> bool:
        """May this organisation have one more seat? An offered seat counts; no organisation has no limit.

        `held` is how many it has, where that is known already.
        """
        if not self.organisation_limit or not organisation_key:
            return True
        if held is None:
            held = self.requests.filter(seat__isnull=False, organisation_key=organisation_key).count()
        return held < self.organisation_limit

    @property
    def is_drawn(self) -> bool:
        return self.allocation_rule == self.AllocationRule.DRAW

    @property
    def is_moderated(self) -> bool:
        return self.allocation_rule == self.AllocationRule.MODERATED

    @property
    def gives_seats_later(self) -> bool:
        """Is nobody told at once, since seats are given after requests have closed?"""
        return self.is_drawn or self.is_moderated

    @property
    def criteria_in_words(self) -> list[str]:
        """What moderators look at; the same for all sub-topics that they decide of."""
        return [str(label) for label in Criterion.labels] if self.is_moderated else []

    @property
    def balance(self) -> list[str]:
        """The groups that the draw balances, the first before the second (verify_draw.py)."""
        return [name for name in ("region", "kind", "first_time") if getattr(self, f"balances_{name}")]

    @property
    def asked_groups(self) -> list[str]:
        """What who asks may say of themselves: for the draw, or for the moderators who choose."""
        return ["region", "first_time"] if self.is_moderated else self.balance

    def clean(self):
        if self.balance and not self.is_drawn:
            raise ValidationError(_("Only a draw balances groups. Choose the draw, or balance nothing."))

    @property
    def earlier_closings(self) -> list[tuple[datetime, datetime]]:
        """(when requests were to close before, when that was changed), the first first."""
        of = datetime.fromisoformat
        return [(of(move["from"]), of(move["at"])) for move in self.closing_moved]

    @property
    def question_list(self) -> list[str]:
        return self.questions.splitlines()

    @property
    def begins(self) -> datetime | None:
        """When the day begins on which it is spoken of; None while it has no place in the programme."""
        item = getattr(self, "item", None)
        return item.day.starts_at if item else None

    def takes_requests(self, at: datetime) -> bool:
        return self.event.is_on and self.requests_open <= at < self.requests_close
