"""A draft is put together: its order, what is taken out, and under which answers a question is asked.

Each of these locks the survey first, as opening does: what was checked is what is opened.
"""

import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from surveys.models import Question, Section, Survey
from surveys.outline import Outline, fingerprint
from upr_portal.states import WrongState

Arrangement = list[tuple[Section, list[Question]]]


def lock_draft_survey(survey: Survey) -> Survey:
    """The survey as it stands, until the transaction ends; WrongState if it is no draft (any more)."""
    standing = Survey.objects.select_for_update().get(pk=survey.pk)
    if not standing.is_draft:
        raise WrongState(f"{survey!r} is no draft")
    return standing


def seen_outline(survey: Survey, seen: str) -> Outline:
    """The outline, if its order is still the one that was `seen`; WrongState if not."""
    outline = Outline(lock_draft_survey(survey))
    if outline.order != seen:
        raise WrongState(f"{survey!r} has another order")
    return outline


def condition_print(condition: dict | None) -> str:
    return fingerprint(json.dumps(condition or None, sort_keys=True))


@transaction.atomic
def move_section(survey: Survey, section: Section, *, step: int, seen: str, by: User) -> None:
    """One place up (-1) or down (1). ValidationError where a condition would point forward afterwards;
    WrongState where the order is no longer the one that was `seen`."""
    outline = seen_outline(survey, seen)
    arrangement = arrangement_of(outline)
    place = place_of(section, [one for one, _questions in arrangement])
    arrangement.insert(max(place + step, 0), arrangement.pop(place))
    arrange(outline, arrangement)
    record(by, "moved", survey, kind="section")


@transaction.atomic
def move_question(survey: Survey, question: Question, *, step: int, seen: str, by: User) -> None:
    """One place up (-1) or down (1) within its section; errors as in `move_section`."""
    outline = seen_outline(survey, seen)
    arrangement = arrangement_of(outline)
    questions = next(questions for _section, questions in arrangement if question in questions)
    place = place_of(question, questions)
    questions.insert(max(place + step, 0), questions.pop(place))
    arrange(outline, arrangement)
    record(by, "moved", survey, kind="question", code=question.code)


@transaction.atomic
def move_into(survey: Survey, question: Question, section: Section, *, seen: str, by: User) -> None:
    """To the end of another section; errors as in `move_section`."""
    outline = seen_outline(survey, seen)
    arrangement = arrangement_of(outline)
    for one, questions in arrangement:
        if question in questions:
            questions.remove(question)
        if one == section:
            questions.append(question)
    arrange(outline, arrangement)
    record(by, "moved", survey, kind="question", code=question.code)


def arrangement_of(outline: Outline) -> Arrangement:
    return [(section, list(section.questions.all())) for section in outline.sections]


def place_of(row, rows: list) -> int:
    """WrongState where the row is not among them (any more)."""
    if row not in rows:
        raise WrongState(f"{row!r} is not there")
    return rows.index(row)


def arrange(outline: Outline, arrangement: Arrangement) -> None:
    """Give each section and question its place, if no condition points forward that did not before."""
    before = forward_conditions(outline)
    questions = []
    for place, (section, its_questions) in enumerate(arrangement, 1):
        section.position = place
        for rank, question in enumerate(its_questions, 1):
            question.section, question.position = section, rank
            questions.append(question)
    Section.objects.bulk_update([section for section, _questions in arrangement], ["position"])
    Question.objects.bulk_update(questions, ["section", "position"])
    after = forward_conditions(Outline(outline.survey))
    sentence = _("Question %(code)s depends on %(other)s, which must stay in an earlier section.")
    if new := sorted(after - before):
        raise ValidationError([sentence % {"code": code, "other": other} for code, other in new])


def forward_conditions(outline: Outline) -> set[tuple[str, str]]:
    """(question, the one it depends on) where that one is not in an earlier section."""
    return {
        (question.code, other)
        for question in outline.questions
        for other in question.asks_about - {earlier.code for earlier in outline.earlier_questions(question)}
    }


@transaction.atomic
def delete_question(survey: Survey, question: Question, *, seen: str, by: User) -> None:
    """With its choices. ValidationError where another question depends on it; WrongState as in moving."""
    outline = seen_outline(survey, seen)
    refuse_to_orphan(outline, [question])
    Question.objects.filter(pk=question.pk).delete()
    renumber(survey)
    record(by, "deleted", survey, kind="question", code=question.code)


@transaction.atomic
def delete_section(survey: Survey, section: Section, *, seen: str, by: User) -> None:
    """With its questions; errors as in `delete_question`."""
    outline = seen_outline(survey, seen)
    refuse_to_orphan(
        outline, [question for question in outline.questions if question.section_id == section.pk]
    )
    Section.objects.filter(pk=section.pk).delete()
    renumber(survey)
    record(by, "deleted", survey, kind="section")


def refuse_to_orphan(outline: Outline, going: list[Question]) -> None:
    """ValidationError where a question that stays depends on one of those."""
    dependants = outline.dependants(*(question.code for question in going))
    sentence = _("Question %(code)s depends on it. Change the condition of %(code)s first.")
    if left := [question.code for question in dependants if question not in going]:
        raise ValidationError([sentence % {"code": code} for code in left])


def renumber(survey: Survey) -> None:
    outline = Outline(survey)
    arrange(outline, arrangement_of(outline))


@transaction.atomic
def set_condition(survey: Survey, question: Question, condition: dict | None, *, was: str, by: User) -> None:
    """When the question is asked (None: always). WrongState where its condition is no longer the one whose
    `condition_print` is `was`; ValidationError where it names a question of no earlier section."""
    outline = Outline(lock_draft_survey(survey))
    standing = outline.by_code.get(question.code)
    if standing is None or condition_print(standing.shown_if) != was:
        raise WrongState(f"{question!r} has another condition")
    standing.shown_if = condition
    standing.clean_fields(exclude=[field.name for field in standing._meta.fields if field.name != "shown_if"])
    if standing.asks_about - {other.code for other in outline.earlier_questions(standing)}:
        sentence = _("Question %(code)s must depend on a question of an earlier section.")
        raise ValidationError(sentence % {"code": question.code})
    Question.objects.filter(pk=standing.pk).update(shown_if=condition)
    record(by, "changed", survey, kind="condition", code=question.code)
