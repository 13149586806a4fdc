"""What is asked: a survey, its sections, their questions and the choices."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.conditions import holds, is_well_formed, leaves
from surveys.question_types import DECLINED, OTHER, QUESTION_TYPES, QuestionType
from upr_portal.states import Stateful

LEAST_THRESHOLD = 5
KEEP_SEALED_ANSWERS = timedelta(days=90)  # after closing; what GlobaLeaks keeps reports for

is_a_code = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_-]*$", _("Use letters, digits, - and _ only."))


def must_be_a_condition(condition: object) -> None:
    if condition and not is_well_formed(condition):
        raise ValidationError(_("This is not a condition. Write it as the examples below the field show."))


def question_kinds() -> list[tuple[str, str]]:
    return [(kind, question_type.label) for kind, question_type in QUESTION_TYPES.items()]


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


class Section(models.Model):
    """Questions that stand on one page."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sections", verbose_name=_("survey"))
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "position"))
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["survey", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "position"],
                name="one_section_a_position",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Question(models.Model):
    """One question; its kind knows how it asks, what it keeps and how it adds up."""

    class Sensitivity(models.TextChoices):
        NORMAL = "normal", _("Normal")
        PERSONAL = "personal", _("Personal data")
        SPECIAL = "special", _("Special personal data")
        REPRISAL = "reprisal", _("Reprisals: sealed for the safeguarding officers")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", editable=False)
    section = models.ForeignKey(Section, models.CASCADE, related_name="questions", verbose_name=_("section"))
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "position"))
    code = models.CharField(_("code"), max_length=20, validators=[is_a_code], help_text=_("Such as Q1."))
    kind = models.CharField(_("kind"), max_length=20, choices=question_kinds)
    text = models.TextField(_("question"))
    help = models.TextField(_("help"), blank=True)
    required = models.BooleanField(_("required"), default=False)
    sensitivity = models.CharField(
        _("sensitivity"), max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL
    )
    offers_other = models.BooleanField(_("offers “Other” with a text"), default=False)
    offers_decline = models.BooleanField(_("offers “I prefer not to say”"), default=False)
    invites_comment = models.BooleanField(_("has room for a comment"), default=False)
    shown_if = models.JSONField(
        _("shown if"),
        null=True,
        blank=True,
        validators=[must_be_a_condition],
        help_text=_(
            'Such as {"question": "Q4", "equals": "yes"}, {"question": "Q2", "includes": "women"} or '
            '{"question": "Q6", "answered": true}; several in {"all": […]} or {"any": […]}; {"not": …}.'
        ),
    )
    words_hinted = models.PositiveSmallIntegerField(
        _("words asked for"),
        null=True,
        blank=True,
        help_text=_("For texts: stands beside the question. Twice as many are taken; nothing is cut off."),
    )
    least = models.FloatField(_("at least"), null=True, blank=True, help_text=_("For numbers."))
    most = models.FloatField(
        _("at most"),
        null=True,
        blank=True,
        help_text=_("For numbers; for several choices and rankings: how many may be chosen."),
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["survey", "section__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="one_question_a_code"),
            models.UniqueConstraint(
                fields=["section", "position"],
                name="one_question_a_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(sensitivity="reprisal") | Q(required=False),
                name="nobody_must_speak_of_reprisals",
            ),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(most__gte=F("least")),
                name="at_most_is_not_below_at_least",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.text}"

    def save(self, *args, **options):
        self.survey_id = self.section.survey_id
        super().save(*args, **options)

    @property
    def type(self) -> QuestionType:
        return QUESTION_TYPES[self.kind]

    @property
    def is_sealed(self) -> bool:
        return self.sensitivity == self.Sensitivity.REPRISAL

    @property
    def is_detached(self) -> bool:
        return self.type.is_detached

    @property
    def can_be_changed(self) -> bool:
        """Once it was sent: what is sealed or kept apart can be found by nobody."""
        return self.type.is_changeable and not (self.is_sealed or self.is_detached)

    @property
    def asks_about(self) -> set[str]:
        """The codes of the questions in its condition."""
        return {leaf["question"] for leaf in leaves(self.shown_if)}

    def is_shown(self, values: dict[str, dict]) -> bool:
        """Whether somebody who gave these values ({code: value}) is asked this question."""
        return holds(self.shown_if, values)


class Choice(models.Model):
    """One of the answers offered; it is kept and counted by its code, whatever the language."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", verbose_name=_("question"))
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "position"))
    code = models.CharField(_("code"), max_length=40, validators=[is_a_code])
    label = models.CharField(_("label"), max_length=300)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["question", "position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="one_choice_a_code"),
            models.UniqueConstraint(
                fields=["question", "position"],
                name="one_choice_a_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(code__in=[OTHER, DECLINED]), name="other_and_declined_are_the_portals_own"
            ),
        ]

    def __str__(self) -> str:
        return self.label
