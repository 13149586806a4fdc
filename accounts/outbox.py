"""`post()`: the only way to write to anybody. A letter is a row first, so that none is lost or sent twice.

The text is `templates/emails/<template>.txt`: plain text, its first line the subject, rendered in the
reader's language when it is posted. Templates know `reader` (the person, or None), `site` (our address)
and what the caller gives.
"""

import hashlib
import logging
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts import emails
from accounts.models import Letter, User
from accounts.names import plain_name
from upr_portal.jobs import post as post_job
from upr_portal.jobs import post_on_commit
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)

# The job comes within a moment; if it does not, the sweeper takes the letter up after this.
JOB_IS_LOST_AFTER = timedelta(seconds=60)
# How long a letter taken up by the sweeper may stand in the queue before it is taken up again.
QUEUE_MAY_TAKE = timedelta(minutes=5)
LETTERS_A_DAY_TO_STRANGERS = 3
FOREIGN_LINK = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>]+|\bwww\.[^\s<>]+", re.IGNORECASE)


class Attachment(NamedTuple):
    """A text file that goes with a letter."""

    name: str
    content: str
    type: str = "text/calendar; method=PUBLISH"


def post(
    template: str,
    *,
    to: User | str,
    key: str,
    language: str | None = None,
    attachments: Iterable[Attachment | tuple[str, str, str]] = (),
    links: dict[str, str] | None = None,
    secret: bool = False,
    **context: Any,
) -> Letter | None:
    """Write a letter in the caller's transaction; it is sent when that is committed.

    With a `key` used before, nothing is written and the first letter returned. None when `to` has left the
    portal. Texts in `context` are made plain; addresses outside the portal go into `links` (name → address),
    and any other is taken out of the letter. `secret` letters are forgotten once sent. A malformed address
    raises ValidationError.
    """
    person, address, language = reader_of(to, language)
    if person and not person.is_active:
        return None
    letter, _ = write_once(
        template, person, address, key, language, attachments, links or {}, secret, context
    )
    return letter


def post_to_stranger(
    template: str,
    *,
    to: User | str,
    kind: str,
    language: str | None = None,
    attachments: Iterable[Attachment | tuple[str, str, str]] = (),
    links: dict[str, str] | None = None,
    secret: bool = False,
    **context: Any,
) -> Letter | None:
    """`post()` for letters that anybody can cause by typing an address: at most three of a `kind` a day.

    It makes the keys itself: the day's places are numbered, so that the limit holds however many ask at
    once. None when the day's letters are written; say nothing of it to who asked. All of them together
    leave at most LETTERS_AN_HOUR_TO_STRANGERS an hour; what is more is held back (`let_out`).
    """
    person, address, language = reader_of(to, language)
    reader = hashlib.sha256(address.lower().encode()).hexdigest()[:32]
    for number in range(1, LETTERS_A_DAY_TO_STRANGERS + 1):
        key = f"{kind}:{reader}:{timezone.now():%Y-%m-%d}:{number}"
        if Letter.objects.filter(key=key).exists():
            continue
        letter, is_new = write_once(
            template, person, address, key, language, attachments, links or {}, secret, context, held=True
        )
        if is_new:
            return letter
    logger.info("no more letters of kind %s to this reader today", kind)
    return None


def reader_of(to: User | str, language: str | None) -> tuple[User | None, str, str]:
    """The person (if we know one), the address and the language to write in."""
    if isinstance(to, User):
        return to, to.email, language or to.language
    return None, to, language or translation.get_language()


def write_once(
    template: str,
    person: User | None,
    address: str,
    key: str,
    language: str,
    attachments: Iterable[Attachment | tuple[str, str, str]],
    links: dict[str, str],
    secret: bool,
    context: dict[str, Any],
    held: bool = False,
) -> tuple[Letter, bool]:
    """The letter of this key, and whether it was written now; a new one is sent, or let out, on commit."""
    validate_email(address)
    subject, body = write(template, language, links, **{"reader": person, **made_plain(context)})
    letter = Letter(
        key=key,
        template=template,
        language=language,
        to=address,
        person=person,
        subject=subject,
        body=body,
        attachments=[Attachment(*attachment)._asdict() for attachment in attachments],
        is_secret=secret,
        state=Letter.State.HELD if held else Letter.State.WAITING,
        look_again_at=timezone.now() + JOB_IS_LOST_AFTER,
    )
    # Most keys are new, so the row is not looked for first.
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        if standing := Letter.objects.filter(key=key).first():
            return standing, False
        raise
    if held:
        transaction.on_commit(let_out)
    else:
        post_on_commit(emails.deliver, letter.pk)
    return letter, True


def made_plain(context: dict[str, Any]) -> dict[str, Any]:
    return {name: plain_name(value) if isinstance(value, str) else value for name, value in context.items()}


def write(template: str, language: str, links: dict[str, str], **context: Any) -> tuple[str, str]:
    """Subject and body of a letter in one language."""
    with translation.override(language):
        words = Context({"site": settings.SITE_URL, "links": links, **context}, autoescape=False)
        text = get_template(f"emails/{template}.txt").template.render(words)
        subject, _, body = text.strip().partition("\n")
        body = without_foreign_links(body.strip(), set(links.values())) + "\n"
    return plain_name(subject, longest=250), body


def without_foreign_links(text: str, welcome: set[str]) -> str:
    """`text` in which only our own addresses and the `welcome` ones are left: no phishing through us."""

    def check(found: re.Match) -> str:
        address = found.group().rstrip(".,;:)")
        is_ours = address == settings.SITE_URL or address.startswith(f"{settings.SITE_URL}/")
        return found.group() if is_ours or address in welcome else gettext("(address removed)")

    return FOREIGN_LINK.sub(check, text)


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
    if not letter.body:
        raise WrongState(f"letter {letter.pk} has no text any more")
    letter.move_to(Letter.State.WAITING, look_again_at=timezone.now() + JOB_IS_LOST_AFTER)
    post_on_commit(emails.deliver, letter.pk)
