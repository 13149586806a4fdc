"""What people wrote, for moderators: by question and part, in an order that says nothing."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import MD5, Cast, Concat

from surveys.models import Answer, Question, Survey
from surveys.question_types import OTHER
from surveys.results.gathering import results_of
from surveys.results.kinds import TALLIES
from surveys.suppression import Cell


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
        *(["text"] if TALLIES[question.kind].result == "texts" else []),
        *(["other"] if question.offers_other else []),
        *(["comment"] if question.invites_comment else []),
    ]


def free_answers_of(survey: Survey) -> list[FreeAnswers]:
    """What people wrote, by question and part. Test for who may read it: `permissions.can_read_free_answers`.

    Sealed and detached answers are none of them. The rules of the results hold: silence below the threshold,
    behind an answer that is not shown, and for “Other” where its count is not shown.
    """
    writers = count_writers(survey)
    found = []
    for result in results_of(survey).questions:
        question, cells = result.question, result.cells or {}
        if result.asked is None:  # sealed, detached, or asked after an answer that is not shown
            continue
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
