"""Answers are typed, kept, sent and received. Nothing here writes to the audit trail: nobody did it."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from surveys.actions.participation import admit
from surveys.models import Answer, Draft, Envelope, Question, Response, SafeguardingKey, Survey, WeeklyCount
from surveys.models.answers import KEEP_DRAFTS
from surveys.sealing import close_envelope, draft_id, lock_draft, new_token, open_draft, seal_letter
from upr_portal.states import WrongState

# Forty times the sheets of the consultation of 2021, all begun and none sent: no survey of ours is near it.
MOST_DRAFTS = 5_000
# The key of a draft ends with the browser window: after two days hardly anybody can open one.
SPARE_DAYS = 2


class NoRoom(Exception):
    """So many drafts of this survey wait that no new one is begun; nothing was kept."""


@transaction.atomic
def save_section(survey: Survey, *, token: str, section: int, typed: dict[str, list[str]]) -> str:
    """Keep what was typed in a section, right or wrong, under the token's key; returns the token.

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
    survey.drafts.update_or_create(
        pk=draft_id(token),
        defaults={
            "contents": lock_draft(token, contents),
            "expires_on": timezone.localdate() + KEEP_DRAFTS,
        },
    )
    return token


def make_room(survey: Survey) -> None:
    """Where too many drafts wait, erase those untouched for SPARE_DAYS; NoRoom if too many are left.

    Two who come at once may both find the last place: the limit is against floods, not a fact to hold.
    """
    unsent = survey.drafts.unsent()
    if unsent.count() < MOST_DRAFTS:
        return
    unsent.untouched_for(SPARE_DAYS).delete()
    if unsent.count() >= MOST_DRAFTS:
        raise NoRoom(f"{survey!r} has {MOST_DRAFTS} drafts")


@transaction.atomic
def submit_draft(
    survey: Survey, *, token: str, values: dict[str, dict], language: str, invitation: str = ""
) -> bool:
    """Receive the answers of a draft, once: of many who send it at the same time one makes a response.

    `invitation` is the secret of a personal link, if there is one; NotAdmitted where one is needed.
    False if there is no such draft (any more). The draft stays for a while, emptied and marked as sent.
    """
    # Always the survey first, as closing does: neither waits for the other for ever.
    Survey.objects.select_for_update().get(pk=survey.pk)
    draft = survey.drafts.select_for_update().filter(pk=draft_id(token)).first()
    if draft is None:
        return False
    if not draft.is_sent:
        admit(survey, invitation)
        receive_answers(survey, values=values, language=language)
        survey.drafts.filter(pk=draft.pk).update(contents=b"", is_sent=True)
    return True


@transaction.atomic
def receive_answers(
    survey: Survey, *, values: dict[str, dict], language: str, at: datetime | None = None
) -> Response:
    """One sheet of answers: {code: value}. `at` is for sheets that did not come just now (paper, a demo).

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
    Answer.objects.bulk_create(
        Answer(response=response, question=question, value=values[question.code], language=language)
        for question in asked
        if not (question.is_sealed or question.is_detached)
    )
    put_into_envelope(survey, questions, {question.code: values[question.code] for question in asked})
    count_week(survey, at)
    return response


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


def leave(survey: Survey, *, token: str) -> None:
    """Forget what was typed and not sent."""
    survey.drafts.filter(pk=draft_id(token)).delete()


def erase_old_drafts() -> int:
    """Delete drafts that were sent, and those that nobody touched for KEEP_DRAFTS; returns how many."""
    return Draft.objects.to_erase().delete()[0]
