"""Whom we ask by letter, and that somebody answered. Nothing here shares a key, a date or an order with an
answer: docs/decisions/0016-invitations.md says how that is kept.
"""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Letter, Organisation
from surveys.models.questions import Choice
from surveys.models.surveys import Survey
from upr_portal.languages import LanguageField
from upr_portal.states import Stateful

MOST_REMINDERS = 3
BETWEEN_REMINDERS = timedelta(days=3)
KEEP_ADDRESSES = timedelta(days=30)


class InvitationQuerySet(models.QuerySet):
    def unsent(self):
        """Nobody has confirmed their letters yet."""
        return self.filter(state=Invitation.State.MADE)

    def unanswered(self):
        """As far as the batches tell: somebody may have answered since the last one."""
        return self.filter(participation=None)

    def to_remind(self):
        """Those who have not answered, whose last letter is BETWEEN_REMINDERS old, MOST_REMINDERS at most."""
        long_ago = timezone.localdate() - BETWEEN_REMINDERS
        return self.unanswered().filter(
            Q(reminded_on=None) | Q(reminded_on__lte=long_ago),
            state=Invitation.State.SENT,
            sent_on__lte=long_ago,
            reminders__lt=MOST_REMINDERS,
        )

    def to_post(self):
        """Confirmed by a moderator, and not in the outbox yet."""
        return self.filter(
            state=Invitation.State.WAITING,
            letter=None,
            survey__state=Survey.State.OPEN,
            survey__closes__gt=timezone.now(),
        )

    def to_empty(self):
        """Of surveys that closed KEEP_ADDRESSES ago."""
        return self.exclude(email="").filter(
            survey__state=Survey.State.CLOSED, survey__closes__lte=timezone.now() - KEEP_ADDRESSES
        )


class Invitation(Stateful):
    """An address that is asked to answer a survey. Dates are days; who answered does not stand here."""

    class State(models.TextChoices):
        MADE = "made", pgettext_lazy("invitation", "Not sent yet")
        WAITING = "waiting", pgettext_lazy("invitation", "Waiting")
        SENT = "sent", pgettext_lazy("invitation", "Sent")
        FAILED = "failed", pgettext_lazy("invitation", "Could not be sent")
        BOUNCED = "bounced", pgettext_lazy("invitation", "Came back")
        STOPPED = "stopped", pgettext_lazy("invitation", "Asked not to be written to")

    MOVES = {
        State.MADE: {State.WAITING, State.BOUNCED, State.STOPPED},
        State.WAITING: {State.SENT, State.FAILED, State.BOUNCED, State.STOPPED},
        State.SENT: {State.WAITING, State.BOUNCED, State.STOPPED},
        State.FAILED: {State.SENT, State.BOUNCED, State.STOPPED},
        State.BOUNCED: {State.STOPPED},
    }

    class Bounce(models.TextChoices):
        ADDRESS = "address", _("The mail server refused the address")
        LETTER = "letter", _("The mail server refused the letter")
        RETURNED = "returned", _("The letter came back later")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations", verbose_name=_("survey"))
    email = models.EmailField(_("e-mail address"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    kind = models.CharField(_("kind of stakeholder"), max_length=20, choices=Organisation.Kind, blank=True)
    language = LanguageField(_("language of letters"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MADE)
    made_on = models.DateField(_("entered on"), default=timezone.localdate)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    bounce = models.CharField(_("why it came back"), max_length=10, choices=Bounce, blank=True)
    bounced_on = models.DateField(_("came back on"), null=True, blank=True)
    # The last one; what became of it is read from there.
    letter = models.ForeignKey(
        Letter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("letter")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["survey", "email", "pk"]
        constraints = [
            models.UniqueConstraint(
                "survey", Lower("email"), condition=~Q(email=""), name="one_invitation_an_address"
            ),
            models.CheckConstraint(
                condition=Q(reminders__lte=MOST_REMINDERS), name="nobody_is_reminded_for_ever"
            ),
            models.CheckConstraint(
                condition=Q(state="bounced", bounced_on__isnull=False) & ~Q(bounce="") | ~Q(state="bounced"),
                name="what_came_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('invitation')} {self.pk}"


class InvitationLink(models.Model):
    """The secret of one letter's personal link; only its hash is kept. Each letter has its own, all work."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.invitation_id)


class Participation(models.Model):
    """The person of an invitation answered. Written in shuffled batches; no date at all stands here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="participations", verbose_name=_("survey")
    )
    invitation = models.OneToOneField(
        Invitation, models.CASCADE, related_name="participation", verbose_name=_("invitation")
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")

    def __str__(self) -> str:
        return str(self.pk)


class Slip(models.Model):
    """What one sheet leaves so that its invitation is noted later, among others: locked, of one size.

    It names no invitation (a foreign key would also mark the invitation's row with the transaction). A sheet
    that came without an invitation leaves one too.
    """

    # Made from the invitation with the server's key, so that a second sheet finds the place taken.
    id = models.UUIDField(primary_key=True, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="slips", verbose_name=_("survey"))
    contents = models.BinaryField(_("contents"))

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")

    def __str__(self) -> str:
        return str(self.pk)


class OptOut(models.Model):
    """Somebody who is not to be written to about surveys: a keyed hash of the address, nothing else."""

    address_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("address not to be written to")
        verbose_name_plural = _("addresses not to be written to")

    def __str__(self) -> str:
        return str(self.pk)


class Target(models.Model):
    """How many answers of one choice moderators hope for. It stops nobody."""

    choice = models.OneToOneField(Choice, models.CASCADE, related_name="target", verbose_name=_("choice"))
    wanted = models.PositiveSmallIntegerField(_("answers wanted"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["choice__question", "choice__position"]
        constraints = [models.CheckConstraint(condition=Q(wanted__gte=1), name="a_target_wants_somebody")]

    def __str__(self) -> str:
        return f"{self.choice_id}: {self.wanted}"
