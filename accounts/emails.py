"""The job that turns a letter into a mail."""

import hashlib
import logging
import smtplib
from datetime import timedelta
from email.utils import parseaddr

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.models import Letter
from accounts.writing import write_out
from upr_portal.jobs import post
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)

LONGEST_SENDING = 120  # seconds; the job is ended then
SENDER_IS_DEAD_AFTER = timedelta(seconds=180)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)


@shared_task(soft_time_limit=LONGEST_SENDING - 20, time_limit=LONGEST_SENDING)
def deliver(letter_id: int) -> None:
    """Send one letter, once: whoever moves it to "sending" first sends it, the others leave it. What is not
    written yet is written then.

    A temporary failure puts it back for the sweeper, with growing pauses, for three days. When a sender
    dies after the mail server took the mail, it goes out again under the same Message-ID.
    """
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None:
        return
    try:
        letter.move_to(
            Letter.State.SENDING,
            attempts=letter.attempts + 1,
            look_again_at=timezone.now() + SENDER_IS_DEAD_AFTER,
        )
    except WrongState:
        logger.info("letter %s is in other hands or was sent", letter_id)
        return
    try:
        if letter.facts is not None:
            write_out(letter)
        mail_of(letter).send()
    except Exception as error:  # every kind of failure is kept with the letter
        note_failure(letter, error)
    else:
        forgotten = {"body": "", "attachments": []} if letter.is_secret else {}
        letter.move_to(Letter.State.SENT, sent_at=timezone.now(), last_error="", **forgotten)


@shared_task
def hand_out(letter_ids: list[int]) -> None:
    """Post the job of each letter: who has written many at once has better things to do."""
    for letter_id in letter_ids:
        post(deliver, letter_id)


def mail_of(letter: Letter) -> EmailMessage:
    """The mail; its Message-ID is made of the letter's key, so that a repeat is known as one."""
    sender_domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMessage(
        letter.subject,
        letter.body,
        to=[letter.to],
        headers={
            "Message-ID": f"<{hashlib.sha256(letter.key.encode()).hexdigest()[:40]}@{sender_domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
        },
    )
    for attachment in letter.attachments:
        mail.attach(attachment["name"], attachment["content"], attachment["type"])
    return mail


def note_failure(letter: Letter, error: Exception) -> None:
    """Keep what went wrong (no addresses), and try again later unless that would be in vain."""
    now = timezone.now()
    words = describe(error)
    logger.warning("letter %s, attempt %s: %s", letter.pk, letter.attempts, words)
    if is_permanent(error) or letter.created_at + GIVE_UP_AFTER < now:
        letter.move_to(Letter.State.FAILED, last_error=words, look_again_at=now)
    else:
        pause = min(FIRST_PAUSE * 2 ** min(letter.attempts - 1, 10), LONGEST_PAUSE)
        letter.move_to(Letter.State.WAITING, last_error=words, look_again_at=now + pause)


def codes_of(error: Exception) -> list[int]:
    """The SMTP codes that a mail server gave."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def describe(error: Exception) -> str:
    """The error's class and codes: the server's own words may hold the address."""
    return " ".join([type(error).__name__, *map(str, codes_of(error))])[:100]


def is_permanent(error: Exception) -> bool:
    """Is it this letter that cannot be delivered (5xx on its reader or content), not the mail server?"""
    if isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)):
        return all(code >= 500 for code in codes_of(error))
    return isinstance(error, (ValueError, smtplib.SMTPNotSupportedError))
