"""The rows of a survey's table of answers, and its codebook, read from the database bit by bit."""

import json
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.models import Count
from modeltranslation.utils import build_localized_fieldname

from surveys.exports.columns import Cell, Column, columns_of, layout_of
from surveys.exports.words import PASSED_OVER
from surveys.models import Question, Survey
from surveys.results import results_of
from surveys.results.pages import all_questions

SEVERAL = "several"
LANGUAGE = "language"
AT_ONCE = 500
# In an order that was never there before and is nowhere kept; no key of a row leaves the database.
ANSWERS = """
    SELECT response.language, jsonb_object_agg(question_id, value) FILTER (WHERE question_id IS NOT NULL)
    FROM surveys_response response LEFT JOIN surveys_answer ON response_id = response.id
    WHERE survey_id = %s GROUP BY response.id ORDER BY md5(response.id::text || %s)
"""


class Sheets:
    """What a file holds: headings, rows, codebook."""

    def __init__(self, survey: Survey, *, with_texts: bool):
        self.survey = survey
        self.questions = all_questions(survey)
        self.columns = columns_of(self.questions, with_texts=with_texts)
        self.of_question: dict[int, list[Column]] = {}
        for column in self.columns:
            self.of_question.setdefault(column.question.pk, []).append(column)

    def headings(self) -> list[str]:
        return [LANGUAGE, *(column.name for column in self.columns)]

    def count(self) -> int:
        return self.survey.responses.count()

    def rows(self) -> Iterator[list[Cell]]:
        """One row a person; the language only where each language has enough people."""
        tells_language = self.tells_language()
        with connection.chunked_cursor() as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(ANSWERS, [self.survey.pk, secrets.token_hex()])
            while rows := cursor.fetchmany(AT_ONCE):
                for language, answers in rows:
                    yield [language if tells_language else SEVERAL, *self.cells(json.loads(answers or "{}"))]

    def tells_language(self) -> bool:
        counts = self.survey.responses.order_by().values("language").annotate(people=Count("pk"))
        return all(row["people"] >= self.survey.threshold for row in counts)

    def cells(self, answers: dict[str, dict]) -> Iterator[Cell]:
        values = {
            question.code: answers[key] for question in self.questions if (key := str(question.pk)) in answers
        }
        for question in self.questions:
            columns = self.of_question.get(question.pk)
            if not columns:
                continue
            value = values.get(question.code)
            if value is None:
                empty = PASSED_OVER if question.is_shown(values) else ""
                yield from [empty] * len(columns)
                continue
            cells = layout_of(question).cells(question, value)
            yield from (cells.get(column.part, PASSED_OVER) for column in columns)

    # The codebook

    def languages(self) -> list[str]:
        return [code for code, _name in settings.LANGUAGES if code in self.survey.languages]

    def codebook_headings(self) -> list[str]:
        texts = [f"{name}_{language}" for name in ("text", "labels") for language in self.languages()]
        return ["column", "question", "kind", *texts, "condition", "sensitivity", "asked", "answered"]

    def codebook(self) -> Iterator[list[Cell]]:
        """One row a column: what it means, in all languages of the survey. Numbers as on the results page."""
        told = {result.question.pk: result for result in results_of(self.survey).questions}
        for column in self.columns:
            question, result = column.question, told.get(column.question.pk)
            is_told = result is not None and result.cells is not None
            yield [
                column.name,
                question.code,
                question.kind,
                *(written(question, "text", language) for language in self.languages()),
                *(self.labels(column, language) for language in self.languages()),
                json.dumps(question.shown_if, ensure_ascii=False) if question.shown_if else "",
                question.sensitivity,
                result.asked if is_told else "",
                result.base if is_told else "",
            ]

    def labels(self, column: Column, language: str) -> str:
        """Of a column a choice its label, of a column of codes all: "yes = Yes; no = No"."""
        if column.part in ("other", "comment"):
            return ""
        labels = {choice.code: written(choice, "label", language) for choice in column.question.choices.all()}
        if column.choice:
            return labels.get(column.choice, column.choice)
        return "; ".join(f"{code} = {label}" for code, label in labels.items())


def written(row: Question, name: str, language: str) -> str:
    return getattr(row, build_localized_fieldname(name, language)) or ""
