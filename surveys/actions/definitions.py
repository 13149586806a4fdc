"""Questionnaires come in from other programs, and become drafts of surveys once somebody confirms."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from surveys.models import PendingDefinition, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.questionnaires import make_sections, written

READINGS_LIVE = timedelta(hours=24)
USUAL_MINUTES = 20


@transaction.atomic
def keep_definition(reading: dict, *, by: User) -> PendingDefinition:
    """Keep what was read until it is confirmed, one for each person."""
    forget_old_definitions()
    pending, _is_new = PendingDefinition.objects.update_or_create(
        user=by, defaults={"reading": reading, "read_at": timezone.now()}
    )
    return pending


def discard_definition(*, by: User) -> None:
    PendingDefinition.objects.filter(user=by).delete()


def forget_old_definitions() -> int:
    """Readings that nobody confirmed within a day go; returns how many."""
    return PendingDefinition.objects.filter(read_at__lt=timezone.now() - READINGS_LIVE).delete()[0]


@transaction.atomic
def import_survey(
    reading: dict, *, slug: str, asked_by: str, opens: datetime, closes: datetime, by: User | None
) -> Survey:
    """A draft with all that was read. ValidationError where the address is taken or a kind is not here."""
    kinds = {question["kind"] for section in reading["sections"] for question in section["questions"]}
    if unknown := kinds - QUESTION_TYPES.keys():
        kind = ", ".join(sorted(unknown))
        raise ValidationError(_("The portal has no questions of this kind: %(kind)s.") % {"kind": kind})
    survey = Survey(
        slug=slug,
        asked_by=asked_by,
        opens=opens,
        closes=closes,
        languages=reading["languages"],
        minutes=reading.get("minutes", USUAL_MINUTES),
        **written(reading, "title", "introduction"),
    )
    survey.full_clean(exclude=["title", "introduction", *written(reading, "title", "introduction")])
    survey.save()
    make_sections(survey, reading["sections"])
    record(by, "imported", survey, family=reading["family"])
    return survey
