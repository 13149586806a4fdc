"""Statements: saved as a draft, handed in, deleted by who wrote them; marked as undelivered by moderators."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations.actions.seats import lock_request
from consultations.models import SpeakingRequest, Statement
from consultations.models.statements import NO_FILE
from consultations.permissions import can_mark_undelivered, can_moderate, can_write_statement
from consultations.slots import slot_of
from surveys.documents import Document
from upr_portal.states import WrongState


@transaction.atomic
def save_statement(
    request: SpeakingRequest,
    *,
    hand_in: bool,
    document: Document | None = None,
    keeps_file: bool = True,
    by: User | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Statement:
    """Keep text, language and consents; only what is handed in is seen by anybody else.

    `document` takes the place of the file that was there; without one that file stays, or goes if it is not
    to be kept. Saving as a draft takes back what was handed in. Raises WrongState when nothing can be written
    any more.
    """
    request = lock_request(request.pk, of=request.registration)
    at = at or timezone.now()
    if not can_write_statement(request, at):
        raise WrongState(f"nothing can be written for {request!r}")
    fields |= {"saved_at": at, "handed_in_at": at if hand_in else None, "undelivered_at": None}
    fields |= file_fields(document) if document or not keeps_file else {}
    statement, _ = Statement.objects.update_or_create(request=request, defaults=fields)
    record(by, "handed in a statement for" if hand_in else "drafted a statement for", request)
    return statement


@transaction.atomic
def keep_file_in_draft(
    request: SpeakingRequest, document: Document, *, language: str, at: datetime | None = None
) -> bool:
    """Keep a file that came with a form that must be corrected; what was typed is on the page.

    False where a statement is handed in: others read it, so it changes as a whole or not at all.
    """
    request = lock_request(request.pk, of=request.registration)
    at = at or timezone.now()
    if not can_write_statement(request, at):
        raise WrongState(f"nothing can be written for {request!r}")
    if Statement.objects.filter(request=request, handed_in_at__isnull=False).exists():
        return False
    fields = {"saved_at": at, **file_fields(document)}
    Statement.objects.update_or_create(
        request=request, defaults=fields, create_defaults={"language": language, **fields}
    )
    return True


def file_fields(document: Document | None) -> dict[str, Any]:
    """What a statement keeps of a clean document; of none, that there is none."""
    if document is None:
        return NO_FILE
    return {
        "file": document.content,
        "file_type": document.type,
        "file_size": len(document.content),
        "file_text": document.text,
    }


@transaction.atomic
def delete_statement(statement: Statement, *, by: User | None = None) -> None:
    """At any time, also after the event; with it goes what was published. Twice is once."""
    request = statement.request
    if Statement.objects.filter(pk=statement.pk).delete()[0]:
        record(by, "deleted the statement for", request)


@transaction.atomic
def mark_undelivered(
    statement: Statement, *, is_undelivered: bool, by: User, at: datetime | None = None
) -> None:
    """A moderator says that it was not delivered, or that it was after all.

    WrongState for drafts, and for what can still be delivered.
    """
    at = at or timezone.now()
    slot = slot_of(statement.request.sub_topic)
    may_mark = can_moderate(by) and (not is_undelivered or can_mark_undelivered(statement, slot, at))
    changed = Statement.objects.for_moderators().filter(pk=statement.pk)
    changed = Statement.objects.filter(pk__in=changed.values("pk"))
    if not may_mark or not changed.update(undelivered_at=at if is_undelivered else None):
        raise WrongState(f"{statement!r} cannot be marked")
    record(by, "marked as undelivered" if is_undelivered else "marked as delivered", statement)
