"""Drafts are found by their token, also where their answers were put under another one meanwhile."""

from dataclasses import dataclass

from django.db import connection
from nacl.secret import SecretBox

from surveys.codes import code_of
from surveys.models import Draft, Survey
from surveys.sealing import draft_id, open_draft

# What stands in a draft's contents beside what was typed in its sections.
MOVED = "moved"  # the token under which the answers are now; nothing else is here any more
KEPT = "kept"  # there is a code for this draft
LEFT_AT = "left at"  # the section in which somebody pressed "Save and come back later"
FIXED = "fixed"  # of answers that were sent and are being changed: the values that stay


@dataclass(frozen=True)
class FoundDraft:
    """`code` is the one that was made since `token` was asked for, if one was."""

    token: str
    draft: Draft
    contents: dict
    code: str | None = None

    @property
    def has_code(self) -> bool:
        return KEPT in self.contents

    @property
    def is_change(self) -> bool:
        return FIXED in self.contents


def find_draft(survey: Survey, token: str, *, for_update: bool = False) -> FoundDraft | None:
    """The draft of a token, opened; with nothing in it if it was sent. None if there is none (any more)."""
    code = None
    while token and (draft := draft_of(survey, token, for_update=for_update)):
        contents = {} if draft.is_sent else open_draft(token, draft.contents)
        if MOVED not in contents:
            return FoundDraft(token, draft, contents, code)
        code, token = code_of(token), contents[MOVED]
    return None


def draft_of(survey: Survey, token: str, *, for_update: bool) -> Draft | None:
    """Each page of questions begins with this, so the statement is not composed each time: that took ten
    times as long as asking for the row."""
    names = [field.attname for field in Draft._meta.concrete_fields]
    statement = f"SELECT {', '.join(names)} FROM {Draft._meta.db_table} WHERE id = %s AND survey_id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{statement}{' FOR UPDATE' if for_update else ''}", [draft_id(token), survey.pk])
        row = cursor.fetchone()
    return Draft.from_db(connection.alias, names, row) if row else None


def replace_draft(survey: Survey, found: FoundDraft, columns: dict) -> bool:
    """Write `contents` and `expires_on` of a draft, in one statement, if it still is as it was found.

    Whatever is locked begins with a number that is used once: so it is known again.
    """
    nonce = bytes(found.draft.contents[: SecretBox.NONCE_SIZE])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Draft._meta.db_table} SET contents = %s, expires_on = %s"  # noqa: S608
            " WHERE id = %s AND survey_id = %s AND NOT is_sent AND substring(contents for %s) = %s",
            [
                columns["contents"],
                columns["expires_on"],
                found.draft.pk,
                survey.pk,
                SecretBox.NONCE_SIZE,
                nonce,
            ],
        )
        return cursor.rowcount == 1
