"""A survey is copied: as another one, or as the next version of itself. Answers are never copied."""

import re
from itertools import count

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from modeltranslation.translator import translator

from accounts.audit import record
from accounts.models import User
from surveys.models import Choice, Survey
from surveys.outline import Outline
from upr_portal.states import WrongState

LONGEST_SLUG = Survey._meta.get_field("slug").max_length


def twin_of(row: models.Model, **changes) -> models.Model:
    """A new row, not saved, with the same fields; texts in all their languages."""
    translated = translator.get_options_for_model(type(row)).get_field_names()
    same = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in translated and field.name not in changes
    }
    return type(row)(**same, **changes)


def copy_of(survey: Survey, **changes) -> Survey:
    """A draft with all sections, questions, choices and conditions."""
    copy = twin_of(survey, state=Survey.State.DRAFT, is_generated=False, **changes)
    copy.save()
    for section in Outline(survey).sections:
        twin = twin_of(section, survey=copy)
        twin.save()
        for question in section.questions.all():
            asked = twin_of(question, section=twin, survey=copy)
            asked.save()
            Choice.objects.bulk_create(twin_of(choice, question=asked) for choice in question.choices.all())
    return copy


@transaction.atomic
def copy_survey(survey: Survey, *, slug: str, titles: dict[str, str], by: User) -> Survey:
    """A draft of its own, with these titles ({"title_en": …}).

    ValidationError if there is a survey of that name.
    """
    if Survey.objects.filter(slug=slug).exists():
        raise ValidationError(_("There is a survey with this name already. Choose another."))
    copy = copy_of(survey, slug=slug, version=1, previous_version=None, **titles)
    record(by, "copied", copy, source=survey.pk)
    return copy


@transaction.atomic
def make_new_version(survey: Survey, *, by: User) -> Survey:
    """The next version, as a draft. WrongState where the survey is a draft, or has a next version already."""
    standing = Survey.objects.select_for_update().get(pk=survey.pk)
    if standing.is_draft or standing.later_versions.exists():
        raise WrongState(f"{survey!r} is a draft or has a next version")
    version = standing.version + 1
    copy = copy_of(
        standing, slug=free_slug(standing.slug, version), version=version, previous_version=standing
    )
    record(by, "made a new version", copy, source=survey.pk)
    return copy


def free_slug(slug: str, version: int) -> str:
    """Such as "water-v2"; of a name that is taken, the next that is free."""
    base = re.sub(r"-v\d+$", "", slug)
    for number in count(1):
        end = f"-v{version}" if number == 1 else f"-v{version}-{number}"
        name = base[: LONGEST_SLUG - len(end)] + end
        if not Survey.objects.filter(slug=name).exists():
            return name
