"""Surveys are made, opened and closed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.audit import record
from accounts.models import User
from surveys.actions.envelopes import release_envelopes, rename_responses, shuffle
from surveys.actions.participation import release_slips
from surveys.models import SafeguardingKey, Survey
from surveys.publication import what_is_missing
from surveys.questionnaires import make_sections, read_questionnaire, written
from upr_portal.states import WrongState

NOT_LATER = gettext_lazy("Choose a moment that is later than now, and later than the present end.")


@transaction.atomic
def create_survey(
    questionnaire: str,
    *,
    slug: str,
    opens: datetime,
    closes: datetime,
    by: User,
    asked_by: str,
    contact: str = "",
    is_generated: bool = False,
    answers_may_be_quoted: bool = False,
    title: dict[str, str] | None = None,
    languages: list[str] | None = None,
) -> Survey:
    """A draft with the sections, questions and choices of a questionnaire that ships with the portal.

    `title` ({language: text}) takes the place of the questionnaire's own; so do the `languages` offered.
    """
    data = read_questionnaire(questionnaire)
    data["title"] = title or data["title"]
    survey = Survey.objects.create(
        slug=slug,
        opens=opens,
        closes=closes,
        asked_by=asked_by,
        contact=contact,
        is_generated=is_generated,
        answers_may_be_quoted=answers_may_be_quoted,
        languages=languages or data["languages"],
        minutes=data["minutes"],
        **written(data, "title", "introduction"),
    )
    make_sections(survey, data["sections"])
    record(by, "created", survey, questionnaire=questionnaire)
    return survey


@transaction.atomic
def open_survey(survey: Survey, *, by: User | None, at: datetime | None = None) -> None:
    """From `opens` until `closes`, everybody can answer. ValidationError says what is still missing.

    `at` is for surveys that were not opened just now (those of a demo).
    """
    # Who changes the draft waits for this, and this for them: what was checked is what is opened.
    standing = Survey.objects.select_for_update().get(pk=survey.pk)
    if problems := what_is_missing(standing, at):
        raise ValidationError(problems)
    survey.move_to(Survey.State.OPEN)
    record(by, "opened", survey)


@transaction.atomic
def prolong_survey(survey: Survey, *, closes: datetime, by: User) -> None:
    """An open survey ends later than was said. WrongState if it is not open (any more); ValidationError
    if `closes` is not later than now and than its present end."""
    # Closing waits for this, and this for closing.
    standing = Survey.objects.select_for_update().get(pk=survey.pk)
    if standing.state != Survey.State.OPEN:
        raise WrongState(f"{survey!r} is not open")
    if closes <= max(standing.closes, timezone.now()):
        raise ValidationError(NOT_LATER)
    Survey.objects.filter(pk=survey.pk).update(closes=closes)
    survey.closes = closes
    record(by, "prolonged", survey, before=standing.closes.isoformat(), closes=closes.isoformat())


@transaction.atomic
def close_survey(survey: Survey, *, by: User | None = None) -> None:
    """Nobody can answer any more; what waits in envelopes leaves them, and all rows lose their order.

    Whoever is just sending answers is either before this, whole, or finds the survey closed.
    """
    Survey.objects.select_for_update().get(pk=survey.pk)
    survey.move_to(Survey.State.CLOSED, closed_on=timezone.localdate(), revision=F("revision") + 1)
    survey.refresh_from_db(fields=["revision"])
    release_envelopes(survey, all_of_them=True)
    rename_responses(survey)
    release_slips(survey, all_of_them=True)
    shuffle(survey)
    survey.draft_files.all().delete()
    # Those not sent can still be read for some days by who holds their key: see erase_old_drafts.
    survey.drafts.filter(is_sent=True).delete()
    record(by, "closed", survey)


@transaction.atomic
def add_safeguarding_key(officer: str, public_key: str, *, by: User) -> SafeguardingKey:
    """New answers about reprisals are sealed to this key too; ValidationError if it is none."""
    key = SafeguardingKey(officer=officer, public_key=public_key)
    key.full_clean()
    key.save()
    record(by, "added", key, fingerprint=key.fingerprint)
    return key
