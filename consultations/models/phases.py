"""The phases of a consultation: they carry the dates."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation, Event


class Phase(models.Model):
    """A step of a consultation, with its dates and what belongs to it."""

    class Kind(models.TextChoices):
        SURVEY = "survey", _("Survey")
        DIALOGUE = "dialogue", _("Dialogue")
        REPORT = "report", _("Report")
        DISSEMINATION = "dissemination", _("Dissemination")

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="phases", verbose_name=_("consultation")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    survey = models.ForeignKey(
        "surveys.Survey",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="phases",
        verbose_name=_("survey"),
    )
    event = models.ForeignKey(
        Event, models.RESTRICT, null=True, blank=True, related_name="phases", verbose_name=_("event")
    )

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="a_phase_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(survey=None) | Q(kind="survey"), name="a_survey_belongs_to_a_survey_phase"
            ),
            models.CheckConstraint(
                condition=Q(event=None) | Q(kind="dialogue"), name="an_event_belongs_to_a_dialogue_phase"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.starts} – {self.ends}"
