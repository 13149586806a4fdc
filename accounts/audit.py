"""What was done, by whom, to what: an append-only chain in which each entry seals the one before.

Facts hold no answers, names or addresses: who leaves the portal is forgotten, the trail is not.
"""

import hashlib
import json
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import AuditEntry, User

BEFORE_THE_FIRST = "0" * 64
LOCK = 7_202_111  # any number that no other advisory lock of the portal uses
# Two statements: the second sees what was committed while the first waited.
LOCK_AND_LAST = """
SELECT pg_advisory_xact_lock(%s);
SELECT number, hash FROM accounts_auditentry ORDER BY number DESC LIMIT 1
"""


class BrokenChain(Exception):
    """An entry was changed, removed or put in; the message names the first that does not fit."""


class Deed(NamedTuple):
    """What an entry tells: the key of who did it (None: the clock), the verb, the thing, and facts."""

    by: int | None
    verb: str
    thing: models.Model
    facts: dict[str, Any] = {}


def record(by: User | None, verb: str, thing: models.Model, **facts: Any) -> AuditEntry:
    """Write that `by` (None: the clock) has `verb` ("opened") done to `thing`.

    Call it as the last step of an action: until its transaction ends, nobody else can record.
    Never call it for anonymous answers.
    """
    return record_together([Deed(by and by.pk, verb, thing, facts)])[0]


@transaction.atomic(savepoint=False)
def record_together(deeds: list[Deed]) -> list[AuditEntry]:
    """`record()` for several deeds, in their order."""
    if not deeds:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LOCK_AND_LAST, [LOCK])
        last, previous_hash = cursor.fetchone() or (0, BEFORE_THE_FIRST)
    entries = []
    for number, deed in enumerate(deeds, last + 1):
        entries.append(entry_of(deed, number, previous_hash))
        previous_hash = entries[-1].hash
    return AuditEntry.objects.bulk_create(entries)


def entry_of(deed: Deed, number: int, previous_hash: str) -> AuditEntry:
    """The next link of the chain; not saved."""
    entry = AuditEntry(
        number=number,
        at=timezone.now(),
        by_id=deed.by,
        verb=deed.verb,
        thing_kind=deed.thing._meta.label_lower,
        thing_key=str(deed.thing.pk),
        facts=json.loads(json.dumps(deed.facts, cls=DjangoJSONEncoder)),
        previous_hash=previous_hash,
    )
    entry.hash = hash_of(entry)
    return entry


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over the previous hash and all that the entry says."""
    content = [
        entry.previous_hash,
        entry.number,
        entry.at.timestamp(),
        entry.by_id,
        entry.verb,
        entry.thing_kind,
        entry.thing_key,
        entry.facts,
    ]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify_chain() -> tuple[int, str]:
    """How many entries fit one another, and the hash of the last; BrokenChain if one does not.

    Entries cut off at the end leave no gap: compare count and hash with those noted elsewhere.
    """
    count, previous = 0, BEFORE_THE_FIRST
    for entry in AuditEntry.objects.order_by("number").iterator():
        if (entry.number, entry.previous_hash, entry.hash) != (count + 1, previous, hash_of(entry)):
            raise BrokenChain(f"entry {count + 1} does not fit")
        count, previous = entry.number, entry.hash
    return count, previous
