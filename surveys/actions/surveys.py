"""Surveys are made, opened and closed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import record
from accounts.models import User
from surveys.actions.envelopes import release_envelopes, rename_responses, shuffle
from surveys.actions.participation import release_slips
from surveys.conditions import leaves
from surveys.models import Question, SafeguardingKey, Survey
from surveys.question_types import DECLINED
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
    is_generated: bool = False,
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
        is_generated=is_generated,
        languages=languages or data["languages"],
        minutes=data["minutes"],
        **written(data, "title", "introduction"),
    )
    make_sections(survey, data["sections"])
    record(by, "created", survey, questionnaire=questionnaire)
    return survey


@transaction.atomic
def open_survey(survey: Survey, *, by: User | None) -> None:
    """From `opens` until `closes`, everybody can answer. ValidationError says what is still missing."""
    if problems := what_is_missing(survey):
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


def what_is_missing(survey: Survey) -> list[str]:
    """Why the survey cannot be opened yet, in sentences for the moderator."""
    questions = list(
        survey.questions.select_related("section")
        .prefetch_related("choices")
        .order_by("section__position", "position")
    )
    problems = [] if questions else [_("There is no question yet.")]
    if any(question.is_sealed for question in questions) and not SafeguardingKey.objects.in_use().exists():
        problems.append(
            _("A question is about reprisals: first add the public key of a safeguarding officer.")
        )
    for question in questions:
        problems += wrong_with(question, questions)
    return problems


def wrong_with(question: Question, questions: list[Question]) -> list[str]:
    """What is wrong with the choices of a question, and with the condition under which it is shown."""
    problems = []
    if question.type.needs_choices and not question.choices.all():
        problems.append(_("Question %(code)s has no choices.") % {"code": question.code})
    if question.type.takes_files and question.is_sealed:
        sentence = _(
            "Question %(code)s asks for files about reprisals. Files are not sealed: ask for a text."
        )
        problems.append(sentence % {"code": question.code})
    for leaf in leaves(question.shown_if):
        problems += wrong_with_test(leaf, question, questions)
    return problems


def wrong_with_test(leaf: dict, question: Question, questions: list[Question]) -> list[str]:
    """What is wrong with one test in the condition of `question`."""
    asked = next((other for other in questions if other.code == leaf["question"]), None)
    if asked is None or asked.section.position >= question.section.position:
        sentence = _("Question %(code)s must depend on a question of an earlier section.")
    elif asked.is_sealed or asked.is_detached or not can_be_given(asked, leaf):
        sentence = _("Question %(code)s depends on an answer that nobody can give.")
    else:
        return []
    return [sentence % {"code": question.code}]


def can_be_given(asked: Question, leaf: dict) -> bool:
    if "answered" in leaf:
        return True
    code = leaf.get("equals", leaf.get("includes"))
    if not asked.type.has_choices and code != DECLINED:
        return False
    return code in dict(asked.type.options(asked))
