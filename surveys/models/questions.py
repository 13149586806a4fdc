"""What is asked: the sections of a survey, their questions and the choices."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.conditions import holds, is_well_formed, leaves
from surveys.models.surveys import Survey
from surveys.question_types import DECLINED, OTHER, QUESTION_TYPES, QuestionType

is_a_code = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_-]*$", _("Use letters, digits, - and _ only."))


def must_be_a_condition(condition: object) -> None:
    if condition and not is_well_formed(condition):
        raise ValidationError(_("This is not a condition. Write it as the examples below the field show."))


def question_kinds() -> list[tuple[str, str]]:
    return [(kind, question_type.label) for kind, question_type in QUESTION_TYPES.items()]


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
    def may_be_quoted(self) -> bool:
        """Outside, without a name: what people write here, where the survey told them so."""
        return self.survey.answers_may_be_quoted and self.sensitivity == self.Sensitivity.NORMAL

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
