"""The outbox: a letter is a row before it is a mail."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from upr_portal.languages import LanguageField
from upr_portal.states import Stateful

KEEP_BODY = timedelta(days=7)


class LetterQuerySet(models.QuerySet):
    def held(self):
        """Letters that strangers caused, for which their hour had no room yet; the oldest first."""
        return self.filter(state=Letter.State.HELD).order_by("created_at", "pk")

    def let_out_in_the_last_hour(self):
        return self.filter(let_out_at__gt=timezone.now() - timedelta(hours=1))

    def to_look_after(self):
        """Letters whose job never came, who wait for another attempt, or whose sender died."""
        return self.filter(
            state__in=[Letter.State.WAITING, Letter.State.SENDING], look_again_at__lte=timezone.now()
        ).order_by("look_again_at")

    def to_forget(self):
        """Letters sent, or given up, so long ago that we need not know what they said."""
        return self.filter(
            Q(state=Letter.State.SENT, sent_at__lte=timezone.now() - KEEP_BODY)
            | Q(state=Letter.State.FAILED, look_again_at__lte=timezone.now() - KEEP_BODY)
        ).exclude(body="", attachments=[], facts=None)


class Letter(Stateful):
    """One letter in its reader's language, written when it was posted or, from `facts`, when it is sent."""

    class State(models.TextChoices):
        HELD = "held", _("Held back")
        WAITING = "waiting", pgettext_lazy("letter", "Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", pgettext_lazy("letter", "Failed")

    MOVES = {
        State.HELD: {State.WAITING, State.FAILED},
        State.WAITING: {State.SENDING},
        State.SENDING: {State.SENT, State.WAITING, State.FAILED},
        State.FAILED: {State.WAITING},
    }

    key = models.CharField(
        _("key"), max_length=200, unique=True, help_text=_("No two letters share a key: none is sent twice.")
    )
    template = models.CharField(_("template"), max_length=100)
    language = LanguageField(_("language"))
    to = models.EmailField(_("recipient"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("person"),
    )
    # What a letter that is not written yet will say: keys, and what was decided. No names, no addresses.
    facts = models.JSONField(null=True, editable=False)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("body"), blank=True)
    # [{"name": "meeting.ics", "type": "text/calendar; method=PUBLISH", "content": "BEGIN:VCALENDAR…"}]
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    is_secret = models.BooleanField(
        _("secret"), default=False, help_text=_("It holds a key, so its body is forgotten once it is sent.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("posted at"), default=timezone.now, editable=False)
    # When the sweeper takes the letter up, if nobody has dealt with it before.
    look_again_at = models.DateTimeField(_("next look"), default=timezone.now)
    # When a letter that a stranger caused was let out by the clock; so many an hour, and no more.
    let_out_at = models.DateTimeField(_("let out at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="sent_letters_know_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "waiting", "sending"]) | ~Q(body="") | Q(facts__isnull=False),
                name="no_empty_letter_waits",
            ),
        ]
        indexes = [
            models.Index(
                fields=["look_again_at"],
                condition=Q(state__in=["waiting", "sending"]),
                name="letters_to_look_after",
            ),
            models.Index(fields=["created_at"], condition=Q(state="held"), name="letters_held_back"),
            models.Index(
                fields=["let_out_at"], condition=Q(let_out_at__isnull=False), name="letters_let_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"
