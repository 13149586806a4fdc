"""Answers in people's own words, as the rules of the results let them be read."""

from collections.abc import Iterable

from consultations.models import Consultation
from reports.reading.groups import Group, groups_of
from reports.reading.texts import ANSWERS, Text, Wanted, with_excerpts
from reports.stakeholders import PEOPLE, parameters_of_people, rows_of
from surveys.models import Survey
from surveys.results import free_answers_of

TEXTS = f"""
    WITH people AS ({PEOPLE}), texts AS (
        SELECT answer.id, question_id, part, value ->> part AS text, language, kind, region,
            md5(answer.id::text || part) AS key
        FROM surveys_answer answer
        JOIN people USING (response_id)
        JOIN unnest(%(questions)s::bigint[], %(parts)s::text[]) AS readable (question_id, part)
            USING (question_id)
        WHERE value ? part
    )
"""  # noqa: S608 – constants of ours
HAS_EXCERPT = (
    "EXISTS (SELECT 1 FROM reports_excerpt excerpt WHERE excerpt.answer_id = texts.id"
    " AND excerpt.part = texts.part {more})"
)
IS_READ = (
    "EXISTS (SELECT 1 FROM reports_reading reading WHERE reading.answer_id = texts.id"
    " AND reading.part = texts.part)"
)
HAS_CODE = "AND excerpt.id IN (SELECT excerpt_id FROM reports_excerpt_codes WHERE code_id = %(code)s)"
IN_A_GROUP = (
    "(question_id, part, kind, region) IN (SELECT * FROM unnest(%(of_question)s::bigint[],"
    " %(of_part)s::text[], %(of_kind)s::text[], %(of_region)s::text[]))"
)


def closed_surveys_of(consultation: Consultation) -> list[Survey]:
    return list(
        Survey.objects.filter(phases__consultation=consultation, state=Survey.State.CLOSED)
        .distinct()
        .order_by("pk")
    )


class Answers:
    """Answers in people's own words to the closed surveys of a consultation."""

    def __init__(self, consultation: Consultation, wanted: Wanted, key: str = ""):
        surveys = closed_surveys_of(consultation)
        self.consultation = consultation
        readable = [(free, survey) for survey in surveys for free in free_answers_of(survey) if free.count]
        self.questions = {free.question.pk: free.question for free, _survey in readable}
        self.thresholds = {free.question.pk: survey.threshold for free, survey in readable}
        self.parameters = {
            "questions": [free.question.pk for free, _survey in readable],
            "parts": [free.part for free, _survey in readable],
            **parameters_of_people(surveys),
        }
        self.groups = self.known_groups() if readable else {}
        self.conditions = list(self.narrow(wanted, key))

    def known_groups(self) -> dict[tuple, Group]:
        """{(question, part, kind, region): under what it is found}."""
        counted: dict[tuple, dict[Group, int]] = {}
        query = f"{TEXTS} SELECT question_id, part, kind, region, count(*) FROM texts GROUP BY 1, 2, 3, 4"  # noqa: S608
        for row in rows_of(query, self.parameters):
            of_part = counted.setdefault((row["question_id"], row["part"]), {})
            of_part[row["kind"], row["region"]] = row["count"]
        return {
            (question, part, *known): group
            for (question, part), counts in counted.items()
            for known, group in groups_of(counts, self.thresholds[question]).items()
        }

    def narrow(self, wanted: Wanted, key: str) -> Iterable[str]:
        if key:
            self.parameters["key"] = key
            yield "key = %(key)s"
        if wanted.question:
            self.parameters["question"] = wanted.question.pk
            yield "question_id = %(question)s"
        if wanted.sub_topic:
            self.parameters["grounds"] = [question.pk for question in wanted.sub_topic.grounds.all()]
            yield "question_id = ANY(%(grounds)s)"
        if wanted.language:
            self.parameters["language"] = wanted.language
            yield "language = %(language)s"
        if wanted.kind or wanted.region:
            yield self.in_a_group(wanted)
        if wanted.code:
            self.parameters["code"] = wanted.code.pk
            yield HAS_EXCERPT.format(more=HAS_CODE)
        if wanted.is_left:
            yield f"NOT {HAS_EXCERPT.format(more='')} AND NOT {IS_READ}"

    def in_a_group(self, wanted: Wanted) -> str:
        fitting = [
            place
            for place, (kind, region) in self.groups.items()
            if wanted.kind in ("", kind) and wanted.region in ("", region)
        ]
        names = ("of_question", "of_part", "of_kind", "of_region")
        columns = zip(*fitting, strict=True) if fitting else [()] * len(names)
        self.parameters |= {name: list(column) for name, column in zip(names, columns, strict=True)}
        return IN_A_GROUP

    @property
    def where(self) -> str:
        return " AND ".join(["true", *self.conditions])

    def count(self) -> int:
        if not self.questions:
            return 0
        query = f"{TEXTS} SELECT count(*) FROM texts WHERE {self.where}"  # noqa: S608
        return rows_of(query, self.parameters)[0]["count"]

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, place: slice) -> list[Text]:
        """By random keys: an order of its own for each question and part."""
        if not self.questions:
            return []
        start = place.start or 0
        page = {"most": place.stop - start, "start": start}
        query = (
            f"{TEXTS} SELECT *, {IS_READ} AS is_read FROM texts WHERE {self.where}"  # noqa: S608
            " ORDER BY key LIMIT %(most)s OFFSET %(start)s"
        )
        return with_excerpts(
            self.consultation, [self.text_of(row) for row in rows_of(query, self.parameters | page)]
        )

    def text_of(self, row: dict) -> Text:
        kind, region = self.groups[row["question_id"], row["part"], row["kind"], row["region"]]
        return Text(
            (ANSWERS, row["id"], row["part"]),
            f"{ANSWERS}-{row['key']}",
            row["text"],
            row["language"],
            kind,
            region,
            question=self.questions[row["question_id"]],
            is_read=row["is_read"],
        )
