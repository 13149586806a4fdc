"""Answers are typed, kept, sent and received. Nothing here writes to the audit trail: nobody did it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from surveys.actions.files import (
    SPARE_DAYS,
    FileChange,
    NoRoom,
    change_files,
    erase_files,
    files_in,
    open_files,
    renew_files,
)
from surveys.models import (
    Answer,
    AnswerFile,
    Draft,
    DraftFile,
    Envelope,
    Question,
    Response,
    SafeguardingKey,
    Survey,
    WeeklyCount,
)
from surveys.models.answers import KEEP_DRAFTS
from surveys.sealing import close_envelope, draft_id, lock_draft, new_token, open_draft, seal_letter
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)

# Forty times the sheets of the consultation of 2021, all begun and none sent: no survey of ours is near it.
MOST_DRAFTS = 5_000


@transaction.atomic
def save_section(
    survey: Survey,
    *,
    token: str,
    section: int,
    typed: dict[str, list[str]],
    changes: Sequence[FileChange] = (),
) -> str:
    """Keep what was typed in a section, right or wrong, under the token's key; returns the token.

    `changes` says which files come and go; the others stay, whichever window they were attached in.

    Without a draft of this token (none yet, expired, or sent already) a new draft and token are made, if
    there is room: otherwise NoRoom. Who has a draft is never refused.
    """
    draft = (
        survey.drafts.select_for_update().filter(pk=draft_id(token), is_sent=False).first() if token else None
    )
    if draft is None:
        make_room(survey)
    contents = open_draft(token, draft.contents) if draft else {}
    token = token if draft else new_token()
    contents[str(section)] = typed
    renew_files(survey, contents)
    for change in changes:
        change_files(survey, contents, change)
    survey.drafts.update_or_create(
        pk=draft_id(token),
        defaults={
            "contents": lock_draft(token, contents),
            "expires_on": timezone.localdate() + KEEP_DRAFTS,
        },
    )
    return token


def typed_with(survey: Survey, *, token: str) -> dict[str, dict]:
    """What a draft holds; nothing if there is none of this token, or it was sent."""
    draft = survey.drafts.unsent().filter(pk=draft_id(token)).first()
    return open_draft(token, draft.contents) if draft else {}


def make_room(survey: Survey) -> None:
    """Where too many drafts wait, erase those untouched for SPARE_DAYS; NoRoom if too many are left.

    Two who come at once may both find the last place: the limit is against floods, not a fact to hold.
    """
    unsent = survey.drafts.unsent()
    if unsent.count() < MOST_DRAFTS:
        return
    unsent.untouched_for(SPARE_DAYS).delete()
    survey.draft_files.untouched_for(SPARE_DAYS).delete()
    if unsent.count() >= MOST_DRAFTS:
        raise NoRoom(f"{survey!r} has {MOST_DRAFTS} drafts")


@transaction.atomic
def submit_draft(survey: Survey, *, token: str, values: dict[str, dict], language: str) -> bool:
    """Receive the answers of a draft, once: of many who send it at the same time one makes a response.

    False if there is no such draft (any more). The draft stays for a while, emptied and marked as sent.
    """
    # Always the survey first, as closing does: neither waits for the other for ever.
    Survey.objects.select_for_update().get(pk=survey.pk)
    draft = survey.drafts.select_for_update().filter(pk=draft_id(token)).first()
    if draft is None:
        return False
    if not draft.is_sent:
        files = open_files(survey, open_draft(token, draft.contents))
        receive_answers(survey, values=values, language=language, files=files)
        erase_files(survey, files)
        survey.drafts.filter(pk=draft.pk).update(contents=b"", is_sent=True)
    return True


@transaction.atomic
def receive_answers(
    survey: Survey,
    *,
    values: dict[str, dict],
    language: str,
    at: datetime | None = None,
    files: dict[str, bytes] | None = None,
) -> Response:
    """One sheet of answers: {code: value}. `at` is for sheets that did not come just now (paper, a demo).

    `files` are the contents of the files that values name, by the `id` there; each gets a new one.

    Answers to questions that this person was not asked are dropped. WrongState if the survey is not open.
    """
    at = at or timezone.now()
    # Closing waits for this, and this for closing.
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if not survey.is_open_at(at):
        raise WrongState(f"{survey!r} is not open")
    questions = list(survey.questions.all())
    asked = [question for question in questions if question.is_shown(values) and values.get(question.code)]
    response = Response.objects.create(survey=survey, language=language)
    kept = [question for question in asked if not (question.is_sealed or question.is_detached)]
    values = values | keep_files(response, kept, values, files or {})
    Answer.objects.bulk_create(
        Answer(response=response, question=question, value=values[question.code], language=language)
        for question in kept
    )
    put_into_envelope(survey, questions, {question.code: values[question.code] for question in asked})
    count_week(survey, at)
    return response


def keep_files(
    response: Response, questions: list[Question], values: dict[str, dict], files: dict[str, bytes]
) -> dict[str, dict]:
    """Write the files of a sheet; returns the values that name them, under their new keys.

    The keys are new ones, so that nobody finds in a former copy of the database which draft had them.
    """
    renamed, rows = {}, []
    for question in questions:
        named = [one for one in values[question.code].get("files", []) if one["id"] in files]
        if len(named) < len(values[question.code].get("files", [])):
            logger.error("a file of question %s is gone: the others were kept", question.pk)
        if not named:
            continue
        here = [AnswerFile(response=response, question=question, type=one["type"]) for one in named]
        for row, one in zip(here, named, strict=True):
            row.contents = files[one["id"]]
            row.size = len(row.contents)
        rows += here
        renamed[question.code] = {
            "files": [one | {"id": str(row.pk)} for row, one in zip(here, named, strict=True)]
        }
    AnswerFile.objects.bulk_create(rows)
    return renamed


def put_into_envelope(survey: Survey, questions: list[Question], values: dict[str, dict]) -> None:
    """Contact details, and the letter to the safeguarding officers; an envelope also where both are empty."""
    sealed = [question.code for question in questions if question.is_sealed]
    detached = [question.code for question in questions if question.is_detached]
    if not (sealed or detached):
        return
    letter = b""
    if sealed:
        keys = {key.fingerprint: key.public_key for key in SafeguardingKey.objects.in_use()}
        answers = {code: values[code] for code in sealed if code in values}
        letter = seal_letter({"survey": survey.slug, "answers": answers}, keys)
    contact = next((values[code] for code in detached if code in values), None)
    Envelope.objects.create(survey=survey, contents=close_envelope(contact, letter))


def count_week(survey: Survey, at: datetime) -> None:
    """One more in the week of `at`: all that is kept of when people answered."""
    day = timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {WeeklyCount._meta.db_table} AS kept (survey_id, week, count) VALUES (%s, %s, 1)"  # noqa: S608
            " ON CONFLICT (survey_id, week) DO UPDATE SET count = kept.count + 1",
            [survey.pk, day - timedelta(days=day.weekday())],
        )


@transaction.atomic
def leave(survey: Survey, *, token: str) -> None:
    """Forget what was typed, or attached, and not sent."""
    draft = survey.drafts.unsent().select_for_update().filter(pk=draft_id(token)).first()
    if draft:
        erase_files(survey, files_in(open_draft(token, draft.contents)))
    survey.drafts.filter(pk=draft_id(token)).delete()


def erase_old_drafts() -> int:
    """Delete drafts that were sent, and those that nobody touched for KEEP_DRAFTS; returns how many.

    Their files go with them.
    """
    DraftFile.objects.to_erase().delete()
    return Draft.objects.to_erase().delete()[0]
