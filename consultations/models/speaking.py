"""Who asked for the floor, and what became of it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from consultations.models.criteria import Criterion
from consultations.models.registrations import Registration, is_verified
from consultations.models.seats import Seat
from consultations.models.sub_topics import SubTopic
from upr_portal.languages import LanguageField


class SpeakingRequestQuerySet(models.QuerySet):
    def naming(self):
        """Those by which somebody is named at the event: they stand, or a statement is handed in for them."""
        return self.filter(Q(withdrawn_at=None) | Q(statement__handed_in_at__isnull=False))

    def active(self):
        return self.filter(withdrawn_at=None)

    def seated(self):
        """Those who hold a seat for certain, by its number."""
        return self.active().filter(seat__isnull=False, offer_ends_at=None).order_by("seat__number")

    def offered(self):
        """Those to whom a freed seat is offered, by its number."""
        return self.active().filter(offer_ends_at__isnull=False).order_by("seat__number")

    def waiting(self):
        """Those who wait, the first in line first."""
        return self.active().filter(waiting_place__isnull=False).order_by("waiting_place")

    def pending(self):
        """Those of whom nothing is decided before requests close, in the order of asking."""
        return self.active().filter(is_pending=True).order_by("asked_at", "pk")

    def with_verification(self):
        """`is_verified`: is it true what who asked states to be?"""
        return self.annotate(is_verified=is_verified("registration_id"))

    def not_selected(self):
        """Those whom the moderators did not choose, in the order of asking."""
        return self.active().filter(is_not_selected=True).order_by("asked_at", "pk")


class SpeakingRequest(models.Model):
    """Somebody asked for the floor in a sub-topic: a seat, a place in the line, a lot, or a refusal.

    That a seat is of the same sub-topic is held by a foreign key over both columns (migration 0002).
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="requests", verbose_name=_("registration")
    )
    sub_topic = models.ForeignKey(
        SubTopic, models.CASCADE, related_name="requests", verbose_name=_("sub-topic")
    )
    seat = models.OneToOneField(
        Seat, models.RESTRICT, null=True, blank=True, related_name="request", verbose_name=_("seat")
    )
    offer_ends_at = models.DateTimeField(
        _("the seat is offered until"), null=True, blank=True, help_text=_("Empty once it is accepted.")
    )
    waiting_place = models.PositiveIntegerField(_("waiting place"), null=True, blank=True)
    is_pending = models.BooleanField(_("decided when requests close"), default=False)
    is_not_selected = models.BooleanField(_("not selected by the moderators"), default=False)
    # Why the moderators chose as they did, for the person alone: published criteria, words of their own.
    criteria = ArrayField(
        models.CharField(max_length=20, choices=Criterion.choices),
        verbose_name=_("reasons"),
        default=list,
        blank=True,
    )
    reason = models.TextField(_("reason, in words of the moderators"), blank=True)
    reason_language = LanguageField(_("language of these words"), blank=True)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    # As the organisation was named when the person asked; changing it later frees no seat.
    organisation_key = models.TextField(blank=True, editable=False)
    # What the person said for the draw alone, or for the moderators who choose; each may be left out
    # (docs/decisions/0017-draws.md, 0018-moderated-seats-and-substitutes.md).
    draw_region = models.ForeignKey(
        "reference.RegionalGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region, for the draw"),
    )
    draw_kind = models.CharField(
        _("kind of stakeholder, for the draw"), max_length=20, blank=True, choices=Organisation.Kind.choices
    )
    draw_first_time = models.BooleanField(_("speaks for the first time, for the draw"), null=True, blank=True)
    # Why they should speak, for the moderators who choose, until 30 days after the meeting.
    motivation = models.TextField(_("why they should speak, in their own words"), blank=True)
    motivation_language = LanguageField(_("language of these words"), blank=True)
    language = LanguageField(_("language of the statement"))
    substitutes_named = models.PositiveSmallIntegerField(default=0, editable=False)
    swaps_proposed = models.PositiveSmallIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(_("asked on"))
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    objects = SpeakingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to speak")
        verbose_name_plural = _("requests to speak")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at=None,
                    is_pending=False,
                    is_not_selected=False,
                    seat__isnull=False,
                    waiting_place=None,
                )
                | Q(
                    withdrawn_at=None,
                    is_pending=False,
                    is_not_selected=False,
                    seat=None,
                    waiting_place__isnull=False,
                )
                | Q(withdrawn_at=None, is_pending=True, is_not_selected=False, seat=None, waiting_place=None)
                | Q(withdrawn_at=None, is_pending=False, is_not_selected=True, seat=None, waiting_place=None)
                | Q(
                    withdrawn_at__isnull=False,
                    is_pending=False,
                    is_not_selected=False,
                    seat=None,
                    waiting_place=None,
                ),
                name="a_seat_a_place_a_lot_or_a_refusal_while_it_stands",
            ),
            models.CheckConstraint(
                condition=Q(is_not_selected=False) | ~Q(criteria=[]) | ~Q(reason=""),
                name="who_is_not_selected_is_told_why",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | ~Q(reason_language=""), name="a_reason_has_a_language"
            ),
            models.CheckConstraint(
                condition=Q(motivation="") | ~Q(motivation_language=""), name="a_motivation_has_a_language"
            ),
            models.CheckConstraint(
                condition=Q(offer_ends_at=None) | Q(seat__isnull=False),
                name="what_is_offered_is_a_seat",
            ),
            models.UniqueConstraint(
                fields=["registration", "sub_topic"],
                condition=Q(withdrawn_at=None),
                name="one_standing_request_each",
            ),
            # Deferred, so that a whole line can move up in one statement.
            models.UniqueConstraint(
                fields=["sub_topic", "waiting_place"],
                name="one_request_a_waiting_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(waiting_place=None) | Q(waiting_place__gte=1),
                name="waiting_places_count_from_one",
            ),
        ]

    def __str__(self):
        return f"{self.sub_topic} – {self.registration_id}"

    @property
    def draw_groups(self) -> dict[str, str]:
        """What the person said for the draw; "" where nothing was said."""
        first_time = "" if self.draw_first_time is None else str(self.draw_first_time)
        return {
            "region": str(self.draw_region_id or ""),
            "kind": self.draw_kind,
            "first_time": first_time,
        }

    @property
    def is_seated(self) -> bool:
        return self.seat_id is not None and self.offer_ends_at is None

    @property
    def is_offered(self) -> bool:
        return self.offer_ends_at is not None

    @property
    def criteria_in_words(self) -> list[str]:
        return [str(Criterion(name).label) for name in self.criteria]

    @property
    def outcome(self) -> str:
        """Where the request stands, in the words used everywhere: pages, letters, lists."""
        if self.is_seated:
            return _("confirmed, seat %(number)s of %(total)s") % {
                "number": self.seat.number,
                "total": self.sub_topic.seat_count,
            }
        if self.is_offered:
            return _("seat %(number)s is offered until %(date)s") % {
                "number": self.seat.number,
                "date": self.sub_topic.event.in_words(self.offer_ends_at),
            }
        if self.waiting_place:
            return _("waiting, place %(number)s") % {"number": self.waiting_place}
        if self.is_pending:
            closes = {"date": self.sub_topic.event.in_words(self.sub_topic.requests_close)}
            if self.sub_topic.is_moderated:
                return _("decided by the moderators after %(date)s") % closes
            return _("in the draw on %(date)s") % closes
        if self.is_not_selected:
            return _("not selected")
        return _("withdrawn")
