"""What a report is about: one thing, of a sort that its kind can tell of."""

from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.sections import REPORT_KINDS

SUBJECTS = ["consultation", "event", "reviewed_state", "review", "cycle"]


def subject(model: str, verbose_name) -> models.ForeignKey:
    return models.ForeignKey(
        model, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=verbose_name
    )


def about(field: str) -> Q:
    """Is a report about its `field`, and about nothing else?"""
    return Q(**{f"{other}__isnull": other != field for other in SUBJECTS})


def about_one_thing_of_its_kind() -> Q:
    ways = (Q(kind=kind) & about(field) for kind, made in REPORT_KINDS.items() for field in made.subjects)
    return reduce(or_, ways)


class About(models.Model):
    """The part of a report that says what it is about; exactly one of the five fields is filled."""

    consultation = subject("consultations.Consultation", _("consultation"))
    event = subject("consultations.Event", _("event"))
    reviewed_state = subject("reference.State", _("State under review"))
    review = subject("recommendations.Review", _("review"))
    cycle = subject("reference.Cycle", _("cycle"))

    class Meta:
        abstract = True

    @classmethod
    def field_for(cls, thing) -> str:
        """The field that links to things of this sort."""
        return next(name for name in SUBJECTS if isinstance(thing, cls._meta.get_field(name).related_model))

    @property
    def subject_field(self) -> str:
        return next(field for field in SUBJECTS if getattr(self, f"{field}_id") is not None)

    @property
    def subject(self):
        """The consultation, event, State, review or cycle that is told of."""
        return getattr(self, self.subject_field)

    @property
    def told_consultation(self):
        """The consultation, or that of the event; None for reports of recommendations."""
        return self.event.consultation if self.event_id else self.consultation

    def clean(self):
        filled = [field for field in SUBJECTS if getattr(self, f"{field}_id") is not None]
        if len(filled) != 1 or filled[0] not in REPORT_KINDS[self.kind].subjects:
            names = [self._meta.get_field(field).verbose_name for field in REPORT_KINDS[self.kind].subjects]
            raise ValidationError(
                _("A report of this kind is about one thing. Fill one of these, and no other: %(names)s."),
                params={"names": ", ".join(map(str, names))},
            )
