"""Answers are typed, kept, sent and received. Nothing here writes to the audit trail: nobody did it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from surveys.actions.drafts import LEFT_AT, FoundDraft, find_draft, replace_draft
from surveys.actions.files import (
    SPARE_DAYS,
    FileChange,
    NoRoom,
    change_files,
    erase_files,
    files_in,
    keep_files,
    open_files,
    renew_files,
)
from surveys.actions.participation import admit
from surveys.actions.sent import replace_answers
from surveys.codes import code_of, token_of
from surveys.models import (
    Draft,
    DraftFile,
    Envelope,
    Question,
    Response,
    SafeguardingKey,
    Survey,
    WeeklyCount,
)
from surveys.models.answers import KEEP_DRAFTS, READ_AFTER_CLOSING
from surveys.sealing import close_envelope, draft_id, lock_draft, new_token, response_id, seal_letter
from upr_portal.states import WrongState

# Forty times the sheets of the consultation of 2021, all begun and none sent: no survey of ours is near it.
MOST_DRAFTS = 5_000


def save_section(
    survey: Survey,
    *,
    token: str,
    section: int,
    typed: dict[str, list[str]],
    changes: Sequence[FileChange] = (),
    leaves: bool = False,
    found: FoundDraft | None = None,
) -> str:
    """Keep what was typed in a section, right or wrong, under the token's key; returns the token.

    Who `leaves` goes on at this section when they come back.
    `changes` says which files come and go; the others stay, whichever window they were attached in.
    `found` is the draft as it was just read: unless somebody changed it since, it is not read again.

    Without a draft of this token (none yet, expired, or sent already) a new draft and token are made, if
    there is room: otherwise NoRoom. Who has a draft is never refused.
    """
    if found and not (changes or files_in(found.contents)):
        contents = with_section(found.contents, section, typed, leaves=leaves)
        if replace_draft(survey, found, locked(found.token, contents)):
            return found.token
    with transaction.atomic():
        found = find_draft(survey, token, for_update=True)
        is_new = found is None or found.draft.is_sent
        if is_new:
            make_room(survey)
        token, before = (new_token(), {}) if is_new else (found.token, found.contents)
        contents = with_section(before, section, typed, leaves=leaves)
        renew_files(survey, contents)
        for change in changes:
            change_files(survey, contents, change)
        if is_new:
            survey.drafts.create(pk=draft_id(token), **locked(token, contents))
        else:
            survey.drafts.filter(pk=found.draft.pk).update(**locked(token, contents))
        return token


def with_section(contents: dict, section: int, typed: dict[str, list[str]], *, leaves: bool) -> dict:
    """The contents of a draft with what was typed in a section now."""
    contents = {name: kept for name, kept in contents.items() if name != LEFT_AT} | {str(section): typed}
    return contents | {LEFT_AT: section} if leaves else contents


def locked(token: str, contents: dict) -> dict:
    """The columns of a draft."""
    return {"contents": lock_draft(token, contents), "expires_on": timezone.localdate() + KEEP_DRAFTS}


def typed_with(survey: Survey, *, token: str) -> dict[str, dict]:
    """What a draft holds; nothing if there is none of this token, or it was sent."""
    found = find_draft(survey, token)
    return found.contents if found else {}


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


@dataclass(frozen=True)
class Sent:
    """The token with which sent answers are found, and its code where the draft had none before."""

    token: str
    code: str | None


def sent_under(survey: Survey, found: FoundDraft) -> Sent:
    """Where the answers of a draft go when they are sent, or went: the same whenever it is asked. TooBusy."""
    was_sent = survey.responses.filter(pk=response_id(found.token)).exists()
    if found.has_code or was_sent:
        return Sent(found.token, found.code)
    code = code_of(found.token)
    return Sent(token_of(code, survey.pk), code)


def submit_draft(
    survey: Survey, *, token: str, values: dict[str, dict], language: str, invitation: str = ""
) -> Sent | None:
    """Receive the answers of a draft, once: of many who send it at the same time one makes a response.

    `invitation` is the secret of a personal link, if there is one; NotAdmitted where one is needed.
    Changes of answers that were sent take the place of these. None if there is no such draft (any more). The
    draft stays for a while, emptied and marked as sent. WrongState if the survey is not open; TooBusy.
    """
    found = find_draft(survey, token)
    if found is None:
        return None
    sent = sent_under(survey, found)  # slow, so before anybody has to wait for us
    with transaction.atomic():
        # Always the survey first, as closing does: neither waits for the other for ever.
        Survey.objects.select_for_update().get(pk=survey.pk)
        found = find_draft(survey, token, for_update=True)
        if found is None:
            return None
        if not found.draft.is_sent:
            if found.is_change and not survey.responses.filter(pk=response_id(sent.token)).exists():
                raise WrongState("what was to be changed is not there any more")
            if not found.is_change:
                admit(survey, invitation)
            files = open_files(survey, found.contents)
            key = response_id(sent.token)
            receive_answers(survey, values=values, language=language, key=key, files=files)
            erase_files(survey, files)
            survey.drafts.filter(pk=found.draft.pk).update(contents=b"", is_sent=True)
    return sent


@transaction.atomic
def receive_answers(
    survey: Survey,
    *,
    values: dict[str, dict],
    language: str,
    at: datetime | None = None,
    key: UUID | None = None,
    files: dict[str, bytes] | None = None,
) -> Response:
    """One sheet of answers: {code: value}. `at` is for sheets that did not come just now (paper, a demo).

    `files` are the contents of the files that values name, by the `id` there; each gets a new one.

    Where there is a response of this `key`, its answers are replaced: what it parted with when it was sent
    stays as it is, and it is counted once. Answers to questions that this person was not asked are dropped.
    WrongState if the survey is not open.
    """
    at = at or timezone.now()
    # Closing waits for this, and this for closing.
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if not survey.is_open_at(at):
        raise WrongState(f"{survey!r} is not open")
    questions = list(survey.questions.all())
    given = {
        question.code: values[question.code]
        for question in questions
        if question.is_shown(values) and values.get(question.code)
    }
    response, is_new = Response.objects.get_or_create(
        pk=key or uuid4(), defaults={"survey": survey, "language": language}
    )
    if is_new:
        # Files stay as they were sent: changes name those that are there.
        given |= keep_files(response, questions, given, files or {})
    replace_answers(response, questions, given, language)
    if is_new:
        put_into_envelope(survey, questions, given)
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


@transaction.atomic
def leave(survey: Survey, *, token: str) -> None:
    """Forget what was typed, or attached, and not sent."""
    if found := find_draft(survey, token, for_update=True):
        erase_files(survey, files_in(found.contents))
        survey.drafts.filter(pk__in=[draft_id(token), found.draft.pk]).delete()


def erase_old_drafts() -> int:
    """Delete drafts that were sent, and those whose time is over; returns how many.

    After the end of its survey a draft can be read by who holds its key for READ_AFTER_CLOSING, so that
    nobody who came too late loses what they wrote. Attached files go with the drafts, or on closing.
    """
    DraftFile.objects.to_erase().delete()
    last = timezone.localdate() + READ_AFTER_CLOSING
    of_closed = Draft.objects.filter(survey__state=Survey.State.CLOSED)
    of_closed.filter(expires_on__gt=last).update(expires_on=last)
    return Draft.objects.to_erase().delete()[0]
