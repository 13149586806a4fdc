"""One pass over the answers: how many people gave which value, without what they wrote."""

import json
from dataclasses import dataclass
from itertools import compress

from django.db import connection

from surveys.models import Question, Survey

# What was written or attached never leaves the database for a count: only that it is there. Most answers have
# nothing written beside them, and are counted as they lie.
WRITTEN = ["text", "other", "comment", "files"]
VALUE = "CASE WHEN value ?| %(written)s::text[] THEN value - %(written)s::text[] ELSE value END"
FLAGS = ", ".join(f"value ? '{part}'" for part in WRITTEN)
PARTS = f"CASE WHEN value ?| %(written)s::text[] THEN ARRAY[{FLAGS}] END"
COUNTED = f"""
    SELECT answer.question_id, {VALUE}, {PARTS}, NULL, count(*)
    FROM surveys_answer answer WHERE answer.question_id = ANY(%(questions)s) GROUP BY 1, 2, 3
"""  # noqa: S608 – constants of ours
DIVIDED = f"""
    SELECT answer.question_id, {VALUE}, {PARTS}, divided.chosen, count(*)
    FROM surveys_answer answer LEFT JOIN (
        SELECT response_id, value -> 'choices' AS chosen FROM surveys_answer WHERE question_id = %(by)s
    ) divided USING (response_id)
    WHERE answer.question_id = ANY(%(questions)s) GROUP BY 1, 2, 3, 4
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
        for question, value, flags, chosen, people in rows_of(cursor):
            written = frozenset(compress(WRITTEN, flags or []))
            one = Given(json.loads(value), written, people, tuple(json.loads(chosen or "[]")))
            found.setdefault(question, []).append(one)
    return found


def rows_of(cursor):
    while rows := cursor.fetchmany(2000):
        yield from rows


def count_asked(
    survey: Survey, questions: list[Question], everybody: int, given: dict[int, list[Given]]
) -> dict[int, int]:
    """{question: how many people it was shown to}, by the very rule that showed it.

    `given` is what `count_values` found: enough where a condition looks at one question. Only what people
    said to several questions together is asked of the database.
    """
    known = {question.code: question for question in questions}
    asked, of_several = {}, []
    for question in questions:
        about = question.asks_about
        if not about:
            asked[question.pk] = everybody
        elif len(about) == 1:
            asked[question.pk] = count_after(question, known.get(*about), everybody, given)
        else:
            of_several.append(question)
    return asked | (count_after_several(survey, of_several, known) if of_several else {})


def count_after(question: Question, earlier: Question | None, everybody: int, given: dict) -> int:
    """People who are asked a question after one other."""
    said = given.get(earlier.pk, []) if earlier else []
    silent = everybody - sum(one.people for one in said)
    asked = silent if question.is_shown({}) else 0
    for one in said:
        # Anything at all counts as answered, what was written too.
        if question.is_shown({earlier.code: one.value | dict.fromkeys(one.written, True)}):
            asked += one.people
    return asked


def count_after_several(survey: Survey, questions: list[Question], known: dict) -> dict[int, int]:
    needed = set().union(*(question.asks_about for question in questions))
    codes = {known[code].pk: code for code in needed if code in known}
    asked = dict.fromkeys((question.pk for question in questions), 0)
    with connection.cursor() as cursor:
        cursor.execute(SHEETS, [list(codes), survey.pk])
        for given, people in rows_of(cursor):
            values = {codes[int(key)]: value for key, value in json.loads(given or "{}").items()}
            for question in questions:
                if question.is_shown(values):
                    asked[question.pk] += people
    return asked
