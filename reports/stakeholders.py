"""Which kind of stakeholder answered, and from which region, as the survey's own questions say.

Both are looked up with an answer only to count, or to put texts into groups of enough people
(docs/decisions/0021-excerpts.md).
"""

from django.db import connection

from accounts.models import Organisation
from reference.models import RegionalGroup
from surveys.models import Question, Survey

KINDS = Organisation.Kind.values
# Whoever names no region or several, and whoever is of no kind that the portal knows, is in none: "".
PEOPLE = """
    SELECT response.id AS response_id,
        coalesce((
            SELECT value #>> '{choices,0}' FROM surveys_answer
            WHERE response_id = response.id AND question_id = ANY(%(kind_questions)s)
                AND value #>> '{choices,0}' = ANY(%(kinds)s)
        ), '') AS kind,
        coalesce((
            SELECT CASE count(DISTINCT region.code) WHEN 1 THEN min(region.code) ELSE '' END
            FROM surveys_answer answer
            CROSS JOIN jsonb_array_elements_text(answer.value -> 'choices') AS chosen
            JOIN reference_state state ON state.iso3 = chosen
            JOIN reference_regionalgroup region ON region.id = state.regional_group_id
            WHERE answer.response_id = response.id AND answer.question_id = ANY(%(region_questions)s)
        ), '') AS region
    FROM surveys_response response WHERE survey_id = ANY(%(surveys)s)
"""


def parameters_of_people(surveys: list[Survey]) -> dict:
    """What PEOPLE is asked with. In each survey the first question whose choices are kinds of stakeholders
    tells the kind, and the first that asks for States the region."""
    keys = [survey.pk for survey in surveys]
    questions = Question.objects.filter(survey__in=keys).order_by("survey", "section__position", "position")
    by_kind = questions.filter(kind="single", choices__code__in=KINDS).values_list("survey_id", "pk")
    by_region = questions.filter(kind__in=["state", "states"]).values_list("survey_id", "pk")
    return {
        "kind_questions": list(first_of_each(by_kind).values()),
        "region_questions": list(first_of_each(by_region).values()),
        "kinds": KINDS,
        "surveys": keys,
    }


def first_of_each(pairs) -> dict[int, int]:
    first: dict[int, int] = {}
    for survey, question in pairs:
        first.setdefault(survey, question)
    return first


def names_of_kinds() -> dict[str, str]:
    """{code: name in the active language}."""
    return {code: str(label) for code, label in Organisation.Kind.choices}


def names_of_regions() -> dict[str, str]:
    return {region.code: region.name for region in RegionalGroup.objects.order_by("code")}


def rows_of(query: str, parameters: dict) -> list[dict]:
    """The rows of a query of ours, each as {column: value}."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
