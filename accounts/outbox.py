"""`post()`: the only way to write to anybody. A letter is a row first, so that none is lost or sent twice.

It is written in the reader's language (accounts/writing.py), at once or, from `facts`, when it is sent.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts import emails
from accounts.models import Letter, User
from accounts.writing import Attachment, write_into
from upr_portal.jobs import post as post_job
from upr_portal.jobs import post_on_commit
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)

# The job comes within a moment; if it does not, the sweeper takes the letter up after this.
JOB_IS_LOST_AFTER = timedelta(seconds=60)
# How long a letter taken up by the sweeper may stand in the queue before it is taken up again.
QUEUE_MAY_TAKE = timedelta(minutes=5)
LETTERS_A_DAY_TO_STRANGERS = 3


def post(
    template: str,
    *,
    to: User | str,
    key: str,
    language: str | None = None,
    secret: bool = False,
    facts: dict[str, Any] | None = None,
    attachments: Iterable[Attachment | tuple[str, str, str]] = (),
    links: dict[str, str] | None = None,
    **context: Any,
) -> Letter | None:
    """Write a letter in the caller's transaction; it is sent when that is committed.

    With a `key` used before, nothing is written and the first letter returned. None when `to` has left the
    portal. Texts in `context` are made plain; addresses outside the portal go into `links` (name → address),
    and any other is taken out of the letter. `secret` letters are forgotten once sent. A malformed address
    raises ValidationError.

    With `facts` (JSON: keys, and what was decided) nothing is written yet: who sends the letter asks the
    function that `settings.LETTER_WRITERS` names for the template for the rest of what `post` takes.
    """
    letter = addressed(template, to, language, secret, facts)
    if letter.person and not letter.person.is_active:
        return None
    letter.key = key
    if facts is None:
        write_into(letter, attachments=attachments, links=links, **context)
    return keep(letter)[0]


class Planned(NamedTuple):
    """What `post()` takes for a letter of which only the facts are known."""

    template: str
    to: User | str
    key: str
    language: str
    secret: bool
    facts: dict[str, Any]


def post_together(planned: Iterable[Planned]) -> None:
    """`post()` for several letters at once, in the caller's transaction. Their keys must be new."""
    letters = []
    for one in planned:
        letter = addressed(one.template, one.to, one.language, one.secret, one.facts)
        if letter.person is None or letter.person.is_active:
            letter.key = one.key
            letters.append(letter)
    if letters:
        kept = Letter.objects.bulk_create(letters)
        post_on_commit(emails.hand_out, [letter.pk for letter in kept])


def post_to_stranger(
    template: str,
    *,
    to: User | str,
    kind: str,
    language: str | None = None,
    secret: bool = False,
    facts: dict[str, Any] | None = None,
    attachments: Iterable[Attachment | tuple[str, str, str]] = (),
    links: dict[str, str] | None = None,
    **context: Any,
) -> Letter | None:
    """`post()` for letters that anybody can cause by typing an address: at most three of a `kind` a day.

    It makes the keys itself: the day's places are numbered, so that the limit holds however many ask at
    once. None when the day's letters are written; say nothing of it to who asked. All of them together
    leave at most LETTERS_AN_HOUR_TO_STRANGERS an hour; what is more is held back (`let_out`).
    """
    letter = addressed(template, to, language, secret, facts)
    letter.state = Letter.State.HELD
    reader = hashlib.sha256(letter.to.lower().encode()).hexdigest()[:32]
    day = f"{kind}:{reader}:{timezone.now():%Y-%m-%d}:"
    used = set(Letter.objects.filter(key__startswith=day).values_list("key", flat=True))
    free = [
        key for number in range(1, LETTERS_A_DAY_TO_STRANGERS + 1) if (key := f"{day}{number}") not in used
    ]
    if free and facts is None:
        write_into(letter, attachments=attachments, links=links, **context)
    for key in free:
        letter.key = key
        kept, is_new = keep(letter)
        if is_new:
            return kept
    logger.info("no more letters of kind %s to this reader today", kind)
    return None


def addressed(
    template: str, to: User | str, language: str | None, secret: bool, facts: dict[str, Any] | None
) -> Letter:
    """A letter to a person whom we know, or to an address; not saved."""
    person = to if isinstance(to, User) else None
    address = person.email if person else to
    validate_email(address)
    return Letter(
        template=template,
        to=address,
        person=person,
        language=language or (person.language if person else translation.get_language()),
        is_secret=secret,
        facts=facts,
        look_again_at=timezone.now() + JOB_IS_LOST_AFTER,
    )


def keep(letter: Letter) -> tuple[Letter, bool]:
    """The letter of this key, and whether it is this one; if so, it is sent, or let out, on commit."""
    # Most keys are new, so the row is not looked for first.
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        if standing := Letter.objects.filter(key=letter.key).first():
            return standing, False
        raise
    if letter.state == Letter.State.HELD:
        transaction.on_commit(let_out)
    else:
        post_on_commit(emails.deliver, letter.pk)
    return letter, True


@transaction.atomic
def let_out() -> None:
    """Let go of letters held back, the oldest first, as many as this hour has room for."""
    limit = settings.LETTERS_AN_HOUR_TO_STRANGERS
    # Who comes at the same time waits for these rows, and then counts what was let out.
    held = list(Letter.objects.held().select_for_update()[:limit])
    room = max(0, limit - Letter.objects.let_out_in_the_last_hour().count())
    for letter in held[:room]:
        let_go(letter, let_out_at=timezone.now())
    if held[room:]:
        logger.warning("letters that strangers caused are held back: this hour has no room for more")


def let_go(letter: Letter, **changes: Any) -> None:
    """Send a letter that was held back; by a moderator, without counting it. WrongState if it was not."""
    if letter.state != Letter.State.HELD:
        raise WrongState(f"letter {letter.pk} is not held back")
    letter.move_to(Letter.State.WAITING, look_again_at=timezone.now() + JOB_IS_LOST_AFTER, **changes)
    post_on_commit(emails.deliver, letter.pk)


def give_up(letter: Letter) -> None:
    """Nobody let this letter go in time; what it says may be over by now."""
    letter.move_to(Letter.State.FAILED, last_error="held back too long", look_again_at=timezone.now())


def take_up(letter: Letter) -> None:
    """Give a letter whose job or sender was lost to a new job."""
    if letter.state == Letter.State.SENDING:
        letter.move_to(Letter.State.WAITING, look_again_at=timezone.now() + QUEUE_MAY_TAKE)
    elif not Letter.objects.filter(
        pk=letter.pk, state=Letter.State.WAITING, look_again_at=letter.look_again_at
    ).update(look_again_at=timezone.now() + QUEUE_MAY_TAKE):
        raise WrongState(f"letter {letter.pk} was taken up by someone else")
    post_job(emails.deliver, letter.pk)


def resend(letter: Letter) -> None:
    """Try a failed letter again. WrongState if it did not fail or its text is forgotten."""
    if not letter.body and letter.facts is None:
        raise WrongState(f"letter {letter.pk} has no text any more")
    letter.move_to(Letter.State.WAITING, look_again_at=timezone.now() + JOB_IS_LOST_AFTER)
    post_on_commit(emails.deliver, letter.pk)
