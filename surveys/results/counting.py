"""One pass over the answers: how many people gave which value, without what they wrote."""

import json
from dataclasses import dataclass

from django.db import connection

from surveys.conditions import holds, leaves
from surveys.models import Question, Survey

# What was written or attached never leaves the database for a count: only that it is there.
WRITTEN = ["text", "other", "comment", "files"]
FLAGS = ", ".join(f"value ? '{part}'" for part in WRITTEN)
COUNTED = f"""
    SELECT answer.question_id, value - %(written)s::text[], {FLAGS}, count(*)
    FROM surveys_answer answer WHERE answer.question_id = ANY(%(questions)s) GROUP BY 1, 2, 3, 4, 5, 6
"""  # noqa: S608 – constants of ours
DIVIDED = f"""
    SELECT answer.question_id, value - %(written)s::text[], {FLAGS}, count(*), divided.chosen
    FROM surveys_answer answer LEFT JOIN (
        SELECT response_id, value #> '{{choices}}' AS chosen FROM surveys_answer WHERE question_id = %(by)s
    ) divided USING (response_id)
    WHERE answer.question_id = ANY(%(questions)s) GROUP BY 1, 2, 3, 4, 5, 6, 8
"""  # noqa: S608 – constants of ours
SHEETS = """
    SELECT given, count(*) FROM (
        SELECT jsonb_object_agg(question_id, CASE WHEN value ? 'choices'
            THEN jsonb_build_object('choices', value -> 'choices') ELSE '{"given": true}' END
        ) FILTER (WHERE question_id IS NOT NULL) AS given
        FROM surveys_response response
        LEFT JOIN surveys_answer ON response_id = response.id AND question_id = ANY(%s)
        WHERE survey_id = %s GROUP BY response.id
    ) sheets GROUP BY given
"""


@dataclass(frozen=True)
class Given:
    """A value that so many people gave, and which parts they wrote beside it."""

    value: dict
    written: frozenset[str]
    people: int
    # The choices of these people in the question that divides the page; none: they gave no answer to it.
    chosen: tuple[str, ...] = ()


def count_values(questions: list[Question], by: Question | None) -> dict[int, list[Given]]:
    """{question: what was given}: by value, so that "Yes", "Oui" and "Sí" are one answer."""
    wanted = {"questions": [question.pk for question in questions], "written": WRITTEN}
    found: dict[int, list[Given]] = {}
    with connection.cursor() as cursor:
        cursor.execute(DIVIDED if by else COUNTED, {**wanted, "by": by.pk if by else None})
        for question, value, *flags, people in rows_of(cursor):
            chosen = ()
            if by:
                people, chosen = flags.pop(), tuple(json.loads(people or "[]"))
            written = frozenset(part for part, is_there in zip(WRITTEN, flags, strict=True) if is_there)
            found.setdefault(question, []).append(Given(json.loads(value), written, people, chosen))
    return found


def rows_of(cursor):
    while rows := cursor.fetchmany(2000):
        yield from rows


def count_asked(survey: Survey, questions: list[Question], everybody: int) -> dict[int, int]:
    """{question: how many people it was shown to}, by the very rule that showed it."""
    known = {question.code: question for question in questions}
    asked = {question.pk: everybody for question in questions if not question.shown_if}
    conditional = [question for question in questions if question.shown_if]
    needed = {leaf["question"] for question in conditional for leaf in leaves(question.shown_if)}
    if not conditional:
        return asked
    codes = {known[code].pk: code for code in needed if code in known}
    asked |= dict.fromkeys((question.pk for question in conditional), 0)
    with connection.cursor() as cursor:
        cursor.execute(SHEETS, [list(codes), survey.pk])
        for given, people in rows_of(cursor):
            values = {codes[int(key)]: value for key, value in json.loads(given or "{}").items()}
            for question in conditional:
                if holds(question.shown_if, values):
                    asked[question.pk] += people
    return asked
