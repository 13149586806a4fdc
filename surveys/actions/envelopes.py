"""What must not stand beside an answer leaves its envelope in shuffled batches; rows lose their order.

Why, and what an attacker can still do: docs/decisions/0009-unlinkable-answers.md.
"""

import json
import logging
import secrets
import uuid

from django.db import connection, models, transaction

from accounts.audit import record
from accounts.models import User
from surveys.models import (
    Answer,
    AnswerFile,
    ContactOptIn,
    Envelope,
    Participation,
    Response,
    SealedAnswer,
    Survey,
)
from surveys.sealing import CannotBeOpened, open_envelope

logger = logging.getLogger(__name__)
LEAST_BATCH = 5  # contacts that leave their envelopes together
MOST_MIXED = 2000  # sheets that are written anew at once while others wait to send theirs
WRITTEN_ANEW = (AnswerFile, Answer, Response, ContactOptIn, SealedAnswer, Participation)


def shuffled(things: list) -> list:
    """In an order that nobody can predict or repeat."""
    return secrets.SystemRandom().sample(things, len(things))


@transaction.atomic
def release_envelopes(survey: Survey, *, all_of_them: bool = False) -> int:
    """Open the envelopes if at least LEAST_BATCH contacts are in them, or because the survey closes.

    Contacts and letters to the safeguarding officers are shuffled each by itself. Returns how many
    envelopes were opened. One whose key is gone stays, and the log says so.
    """
    contacts, letters, emptied = [], [], []
    for envelope in survey.envelopes.select_for_update():
        try:
            contact, letter = open_envelope(envelope.contents)
        except CannotBeOpened:
            logger.error("An envelope of survey %s needs a former SECRET_KEY in the fallbacks", survey.pk)
            continue
        emptied.append(envelope.pk)
        contacts += [ContactOptIn(survey=survey, **contact)] if contact else []
        letters += [SealedAnswer(survey=survey, letter=letter)] if letter else []
    if len(contacts) < LEAST_BATCH and not all_of_them:
        return 0
    ContactOptIn.objects.bulk_create(shuffled(contacts))
    SealedAnswer.objects.bulk_create(shuffled(letters))
    Envelope.objects.filter(pk__in=emptied).delete()
    return len(emptied)


def rename_responses(survey: Survey) -> None:
    """Give every response a new random key: from then on no code finds it, whoever holds the code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE renamed ON COMMIT DROP AS SELECT id AS before, gen_random_uuid() AS after"
            " FROM surveys_response WHERE survey_id = %s",
            [survey.pk],
        )
        for model in (Answer, AnswerFile):
            cursor.execute(
                f"UPDATE {model._meta.db_table} SET response_id = after"  # noqa: S608
                " FROM renamed WHERE response_id = before"
            )
        cursor.execute("UPDATE surveys_response SET id = after FROM renamed WHERE id = before")
        cursor.execute("DROP TABLE renamed")


@transaction.atomic
def shuffle(survey: Survey) -> None:
    """Write all rows of the survey anew in random order, so that their place and age say nothing."""
    of_survey = "survey_id = %s"
    of_responses = "response_id IN (SELECT id FROM surveys_response WHERE survey_id = %s)"
    for model, rows in [
        (AnswerFile, of_responses),
        (Answer, of_responses),
        (Response, of_survey),
        (ContactOptIn, of_survey),
        (SealedAnswer, of_survey),
        (Participation, of_survey),
    ]:
        rewrite(model, rows, [survey.pk])


@transaction.atomic
def shuffle_new_responses(survey: Survey) -> int:
    """Write the sheets that stand alone in their transaction anew, together with those of the batches before
    them and in random order: otherwise the age of a batch would tell who came earlier than whom.

    Nothing happens while fewer than LEAST_BATCH stand alone: they would hide among nobody. Returns how many
    were rewritten. The night mixes them with all others (`shuffle`).
    """
    # The other way round than sending: whoever is sending now is in the next batch.
    Survey.objects.select_for_update().get(pk=survey.pk)
    alone, others = new_responses(survey)
    if len(alone) < LEAST_BATCH:
        return 0
    mixed = alone + others
    for model in (AnswerFile, Answer):
        rewrite(model, "response_id = ANY(%s)", [mixed])
    rewrite(Response, "id = ANY(%s)", [mixed])
    return len(mixed)


def new_responses(survey: Survey) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Responses that fewer than LEAST_BATCH share a transaction with: their age tells when they came. And
    whole batches written before them, the youngest first, as long as all are no more than MOST_MIXED."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT keys, together < %(least)s FROM (SELECT keys, together, sum(together) OVER ("
            "  ORDER BY together >= %(least)s, age ROWS UNBOUNDED PRECEDING) AS mixed FROM ("
            "    SELECT array_agg(id) AS keys, count(*) AS together, min(age(xmin)) AS age"
            "    FROM surveys_response WHERE survey_id = %(survey)s GROUP BY xmin::text"
            "  ) AS batches) AS summed"
            " WHERE together < %(least)s OR mixed <= %(most)s",
            {"least": LEAST_BATCH, "most": MOST_MIXED, "survey": survey.pk},
        )
        found = cursor.fetchall()
    alone = [key for keys, is_alone in found for key in keys if is_alone]
    return alone, [key for keys, is_alone in found for key in keys if not is_alone]


def rewrite(model: type[models.Model], rows: str, parameters: list) -> None:
    """Take the rows out and put them back in the order of fresh random numbers.

    Keys stay; the checks of foreign keys wait for the end of the transaction.
    """
    table = model._meta.db_table  # a name of ours, like `rows`: nothing here comes from outside
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE shuffled ON COMMIT DROP AS SELECT * FROM {table} WHERE {rows}",  # noqa: S608
            parameters,
        )
        cursor.execute(f"DELETE FROM {table} WHERE {rows}", parameters)  # noqa: S608
        cursor.execute(f"INSERT INTO {table} SELECT * FROM shuffled ORDER BY gen_random_uuid()")  # noqa: S608
        cursor.execute("DROP TABLE shuffled")


def forget_replaced_rows() -> None:
    """Have PostgreSQL clear what rewriting and deleting left on the disk. Not inside a transaction."""
    tables = ", ".join(model._meta.db_table for model in WRITTEN_ANEW)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {tables}")


@transaction.atomic
def erase_sealed_answers(survey: Survey) -> int:
    """Delete the letters about reprisals of a survey, as its retention says; returns how many."""
    count = survey.sealed_answers.all().delete()[0]
    if count:
        record(None, "erased sealed answers", survey)
    return count


@transaction.atomic
def export_sealed_answers(survey: Survey, *, by: User) -> str:
    """All sealed letters of a survey, one a line, in random order; for deploy/open_sealed_answers.py."""
    letters = shuffled(list(survey.sealed_answers.values_list("letter", flat=True)))
    record(by, "exported sealed answers", survey)
    return "".join(json.dumps(json.loads(bytes(letter))) + "\n" for letter in letters)
