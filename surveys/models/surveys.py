"""A survey: who asks, in which languages, from when until when."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from upr_portal.states import Stateful

LEAST_THRESHOLD = 5
KEEP_SEALED_ANSWERS = timedelta(days=90)  # after closing; what GlobaLeaks keeps reports for


def default_languages() -> list[str]:
    return [settings.LANGUAGE_CODE]


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts exist for moderators only."""
        if user.is_authenticated and user.is_moderator:
            return self
        return self.exclude(state=Survey.State.DRAFT)

    def open(self):
        return self.filter(state=Survey.State.OPEN)

    def due_to_close(self):
        return self.open().filter(closes__lte=timezone.now())

    def past_keeping_sealed_answers(self):
        """Closed for KEEP_SEALED_ANSWERS; the clock erases what they hold about reprisals."""
        closed = self.filter(state=Survey.State.CLOSED, sealed_answers__isnull=False).distinct()
        return closed.filter(closed_on__lte=timezone.localdate() - KEEP_SEALED_ANSWERS)

    def due_to_remind(self):
        """Open to invited people, and so near the end that moderators wished a reminder by now."""
        return (
            self.open()
            .filter(
                reminded_on=None,
                remind_days_before__isnull=False,
                opens__lte=timezone.now(),
                closes__gt=timezone.now(),
                closes__lte=timezone.now() + F("remind_days_before") * timedelta(days=1),
            )
            .exclude(access=Survey.Access.LINK)
        )


class Survey(Stateful):
    """A set of questions put to organisations between two moments, answered without a name."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("survey", "Draft")
        OPEN = "open", pgettext_lazy("survey", "Open")
        CLOSED = "closed", pgettext_lazy("survey", "Closed")

    class Access(models.TextChoices):
        LINK = "link", _("Everybody who has the address of the survey")
        INVITATION = "invitation", _("Only who is invited, once each")
        BOTH = "both", _("Who is invited, and everybody else")

    MOVES = {State.DRAFT: {State.OPEN}, State.OPEN: {State.CLOSED}, State.CLOSED: {State.OPEN}}

    slug = models.SlugField(_("name in the address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), help_text=_("Why you ask, in a few plain sentences."))
    asked_by = models.CharField(_("asked by"), max_length=200, help_text=_("Who asks: the organisation."))
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=20)
    languages = ArrayField(
        models.CharField(max_length=10), verbose_name=_("languages offered"), default=default_languages
    )
    opens = models.DateTimeField(_("opens"))
    closes = models.DateTimeField(_("closes"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    threshold = models.PositiveSmallIntegerField(
        _("threshold"), default=LEAST_THRESHOLD, help_text=_("Smaller numbers than this are never shown.")
    )
    paper_address = models.TextField(
        _("address for forms on paper"),
        blank=True,
        help_text=_("Where people send the form that they filled in by hand. It is printed on it."),
    )
    notice_version = models.CharField(_("version of the privacy notice"), max_length=20, default="2026-11")
    # The database keeps it as it is once the survey is opened or has an answer (migration 0012).
    answers_may_be_quoted = models.BooleanField(
        _("answers may be quoted"),
        default=False,
        help_text=_(
            "Reports may quote what people write in their own words, without names. The pages of the survey"
            " tell them before they write; whoever hands in answers for others has told them, too. Answers to"
            " sensitive questions are never quoted. It cannot be changed once the survey is open."
        ),
    )
    access = models.CharField(_("who may answer"), max_length=10, choices=Access, default=Access.LINK)
    most_an_hour = models.PositiveIntegerField(
        _("answers an hour"),
        default=200,
        help_text=_("So many are taken through the open link; who comes later is told when to try again."),
    )
    remind_days_before = models.PositiveSmallIntegerField(
        _("remind so many days before the end"),
        null=True,
        blank=True,
        help_text=_("Once, by the clock, those invited who have not answered. Empty: no such reminder."),
    )
    reminded_on = models.DateField(_("reminded by the clock on"), null=True, editable=False)
    # Grows when answers come in together or the survey closes: results that are kept belong to one revision.
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    # The database draws another with each change of what is asked, here or in a row below (migration 0011).
    edition = models.UUIDField(_("edition"), default=uuid.uuid4, editable=False)
    is_generated = models.BooleanField(
        _("generated"), default=False, help_text=_("The answers are made up, to show how the portal works.")
    )

    contact = models.CharField(
        _("person to contact"),
        max_length=200,
        blank=True,
        help_text=_("Who answers questions about the survey: a name or an office, and an address."),
    )
    invites_children = models.BooleanField(
        _("invites children"), default=False, help_text=_("People under 18 are among those who are asked.")
    )
    safeguarding_officer = models.CharField(
        _("safeguarding officer"),
        max_length=200,
        blank=True,
        help_text=_("Where children are invited: who looks after them, with an address."),
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    previous_version = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="later_versions",
        verbose_name=_("version before"),
    )

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-opens", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="survey_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(threshold__gte=LEAST_THRESHOLD), name="survey_threshold_protects"
            ),
            models.CheckConstraint(condition=Q(languages__len__gte=1), name="survey_speaks_a_language"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False),
                name="closed_surveys_know_since_when",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="versions_count_from_one"),
            models.UniqueConstraint(fields=["previous_version"], name="one_next_version"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:start", args=[self.slug])

    def is_open_at(self, moment: datetime) -> bool:
        return self.state == self.State.OPEN and self.opens <= moment < self.closes

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def has_answers(self) -> bool:
        return self.pk is not None and self.responses.exists()

    @property
    def is_open(self) -> bool:
        return self.is_open_at(timezone.now())

    @property
    def is_announced(self) -> bool:
        return self.state == self.State.OPEN and timezone.now() < self.opens

    @property
    def is_over(self) -> bool:
        """Nobody can answer any more; the clock may still have to close it."""
        return self.state != self.State.DRAFT and not self.is_open and not self.is_announced
