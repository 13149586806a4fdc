"""What was found: counts by code over all languages, and silence where few people stand behind a number."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import MD5, Cast, Concat
from django.utils.translation import gettext, override
from modeltranslation.utils import build_localized_fieldname, resolution_order

from reference.models import RegionalGroup, State
from surveys.conditions import leaves
from surveys.models import Answer, Question, Survey
from surveys.question_types import DECLINED, OTHER
from surveys.suppression import Cell, adding_up, percent, separate

OBSERVERS = "observers"
LEAST_PEOPLE_OF_A_STATE = 10


@dataclass
class QuestionResult:
    """`cells` by code; None where the question is silent, has no choices, or is none of our business."""

    question: Question
    base: int
    texts: int
    cells: dict[str, Cell] | None = None
    states: dict[str, int] | None = None

    def kind_of_result(self) -> str:
        """ "sealed", "detached", "texts", "silent" or "counts"."""
        if self.question.is_sealed:
            return "sealed"
        if self.question.is_detached:
            return "detached"
        if self.question.type.part == "text":
            return "texts"
        return "silent" if self.cells is None else "counts"


@dataclass
class SurveyResults:
    """`questions` is empty, and `responses` None, below the survey's threshold."""

    survey: Survey
    responses: int | None
    languages: dict[str, Cell] | None
    questions: list[QuestionResult]

    @property
    def is_silent(self) -> bool:
        return self.responses is None

    def facts(self, language: str) -> dict[str, Any]:
        """All of it as plain data that JSON can hold, with labels in a language (docs: surveys.results).

        A label or text that had to be borrowed from another language is marked with that language.
        """
        with override(language):
            return {
                "survey": self.survey.slug,
                "title": text_in(self.survey, "title", language),
                "language": language,
                "is_generated": self.survey.is_generated,
                "is_silent": self.is_silent,
                "threshold": self.survey.threshold,
                "responses": self.responses,
                "languages": {
                    code: {"count": cell.count, "why": cell.why}
                    for code, cell in (self.languages or {}).items()
                },
                "questions": [facts_of(result, language, self.survey.threshold) for result in self.questions],
            }


def results_of(survey: Survey) -> SurveyResults:
    """Six queries, however many answered. Test for who may see them: `permissions.can_see_results`."""
    by_language = dict(
        survey.responses.order_by().values_list("language").annotate(Count("pk")).order_by("language")
    )
    responses = sum(by_language.values())
    if responses < survey.threshold:
        return SurveyResults(survey, None, None, [])
    answers = Answer.objects.filter(response__survey=survey)
    bases, chosen = count_answers(survey), count_choices(survey)
    results: dict[str, QuestionResult] = {}
    for question in survey.questions.select_related("section").prefetch_related("choices"):
        base, texts = bases.get(question.pk, (0, 0))
        result = results[question.code] = QuestionResult(question, base, texts)
        if hides_behind(question, results):
            result.texts = 0
        elif question.type.has_choices and not question.is_sealed and base >= survey.threshold:
            fill(result, chosen.get(question.pk, {}), answers, survey.threshold)
    return SurveyResults(survey, responses, adding_up(by_language, survey.threshold), list(results.values()))


def hides_behind(question: Question, results: dict[str, QuestionResult]) -> bool:
    """Who was asked this question gave an answer that is not shown; so their number is not shown either."""
    return any(
        not is_told((results[leaf["question"]].cells or {}).get(leaf.get("equals", leaf.get("includes"))))
        for leaf in leaves(question.shown_if)
        if "answered" not in leaf
    )


def fill(result: QuestionResult, chosen: dict[str, int], answers: QuerySet, threshold: int) -> None:
    """The cells of a question: by choice, or for questions about States by regional group."""
    question = result.question
    if question.kind in {"state", "states"}:
        result.cells = separate(count_regions(answers.filter(question=question)), threshold)
        result.states = {code: n for code, n in chosen.items() if n >= LEAST_PEOPLE_OF_A_STATE}
        return
    counts = {code: chosen.get(code, 0) for code, _label in question.type.options(question)}
    rule = adding_up if question.type.is_exclusive else separate
    result.cells = rule(counts, threshold)


def count_answers(survey: Survey) -> dict[int, tuple[int, int]]:
    """{question: (people who chose something, people who wrote something)}."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT question_id, count(*) FILTER (WHERE value ? 'choices'),"
            " count(*) FILTER (WHERE value ?| array['text', 'comment'])"
            " FROM surveys_answer JOIN surveys_question ON surveys_question.id = question_id"
            " WHERE survey_id = %s GROUP BY question_id",
            [survey.pk],
        )
        return {question: (base, texts) for question, base, texts in cursor.fetchall()}


def count_choices(survey: Survey) -> dict[int, dict[str, int]]:
    """{question: {code: people}}: by code, so that "Yes", "Oui" and "Sí" are one answer."""
    counts: dict[int, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT question_id, chosen, count(*) FROM surveys_answer"
            " JOIN surveys_question ON surveys_question.id = question_id"
            " CROSS JOIN LATERAL jsonb_array_elements_text(value -> 'choices') AS given(chosen)"
            " WHERE survey_id = %s GROUP BY question_id, chosen",
            [survey.pk],
        )
        for question, code, people in cursor.fetchall():
            counts.setdefault(question, {})[code] = people
    return counts


def count_regions(answers: QuerySet) -> dict[str, int]:
    """{regional group: people who work there}; who works in two States of a group counts once."""
    group_of = dict(State.objects.values_list("iso3", "regional_group__code"))
    counts = dict.fromkeys([*RegionalGroup.objects.values_list("code", flat=True), OBSERVERS], 0)
    for states in answers.values_list("value__choices", flat=True):
        for group in {group_of.get(state) or OBSERVERS for state in states or [] if state != DECLINED}:
            counts[group] += 1
    return counts


# What people wrote ------------------------------------------------------------------------------


@dataclass
class FreeAnswers:
    """What people wrote to one part of a question; `count` is None where too few did."""

    question: Question
    part: str
    count: int | None

    @property
    def name(self) -> str:
        """As the fields of the form are named: "Q6", "Q1.other", "Q13.comment"."""
        return self.question.code if self.part == "text" else f"{self.question.code}.{self.part}"

    def texts(self) -> QuerySet:
        """Rows of text and language. Their order is no question's order and no part's: nobody can tell by
        it which texts came from one person."""
        written = Answer.objects.filter(question=self.question, value__has_key=self.part)
        shuffled = MD5(Concat(Cast("pk", TextField()), Value(self.part)))
        return written.order_by(shuffled).values_list(KeyTextTransform(self.part, "value"), "language")


def parts_of(question: Question) -> list[str]:
    """The parts of a question that are written, not chosen."""
    return [
        *(["text"] if question.type.part == "text" else []),
        *(["other"] if question.offers_other else []),
        *(["comment"] if question.invites_comment else []),
    ]


def free_answers_of(survey: Survey) -> list[FreeAnswers]:
    """What people wrote, by question and part. Test for who may read it: `permissions.can_read_free_answers`.

    Sealed and detached answers are none of them. The rules of the results hold: silence below the threshold,
    behind an answer that is not shown, and for “Other” where its count is not shown.
    """
    results = {result.question.code: result for result in results_of(survey).questions}
    writers = count_writers(survey)
    found = []
    for question in (result.question for result in results.values()):
        if question.is_sealed or question.is_detached or hides_behind(question, results):
            continue
        cells = results[question.code].cells or {}
        for part in parts_of(question):
            count = writers.get((question.pk, part), 0)
            is_shown = count >= survey.threshold and (part != "other" or is_told(cells.get(OTHER)))
            found.append(FreeAnswers(question, part, count if is_shown else None))
    return found


def is_told(cell: Cell | None) -> bool:
    return cell is not None and cell.count is not None


def count_writers(survey: Survey) -> dict[tuple[int, str], int]:
    """{(question, part): people who wrote something there}."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT question_id, part, count(*) FROM surveys_answer"
            " JOIN surveys_question ON surveys_question.id = question_id"
            " CROSS JOIN unnest(array['text', 'other', 'comment']) AS part"
            " WHERE survey_id = %s AND value ? part GROUP BY question_id, part",
            [survey.pk],
        )
        return {(question, part): people for question, part, people in cursor.fetchall()}


# Words for the numbers ----------------------------------------------------------------------------


def text_in(row, name: str, language: str) -> dict[str, str]:
    """{"text": …, "language": the one it is written in}: the language asked for, or the next that has it."""
    for code in resolution_order(language):
        if text := getattr(row, build_localized_fieldname(name, code)):
            return {"text": text, "language": code}
    return {"text": "", "language": language}


def facts_of(result: QuestionResult, language: str, threshold: int) -> dict[str, Any]:
    question = result.question
    labels = labels_of(question, language)
    rows = [
        {
            "code": code,
            "label": labels[code],
            "count": cell.count,
            "percent": percent(cell, result.base),
            "why": cell.why,
        }
        for code, cell in (result.cells or {}).items()
    ]
    return {
        "code": question.code,
        "kind": question.kind,
        "section": text_in(question.section, "title", language),
        "text": text_in(question, "text", language),
        "result": result.kind_of_result(),
        "base": result.base if rows else None,
        "rows": rows,
        "states": states_in(result.states, language),
        "texts": result.texts if result.texts >= threshold else None,
    }


def labels_of(question: Question, language: str) -> dict[str, dict[str, str]]:
    if question.kind in {"state", "states"}:
        groups = {group.code: text_in(group, "name", language) for group in RegionalGroup.objects.all()}
        return groups | {OBSERVERS: {"text": gettext("Observer States"), "language": language}}
    own = {choice.code: text_in(choice, "label", language) for choice in question.choices.all()}
    return {
        code: own.get(code) or {"text": str(label), "language": language}
        for code, label in question.type.options(question)
    }


def states_in(counts: dict[str, int] | None, language: str) -> list[dict[str, Any]]:
    """States that enough people named, the most named first."""
    if not counts:
        return []
    named = [
        {"iso3": state.iso3, "label": text_in(state, "name", language), "count": counts[state.iso3]}
        for state in State.objects.filter(iso3__in=counts)
    ]
    return sorted(named, key=lambda state: (-state["count"], state["iso3"]))
