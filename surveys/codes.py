"""Codes of 16 digits to come back to answers with; why so: docs/decisions/0015-the-return-code.md.

The code is made from the token of a draft, and the draft's next token from the code: neither is kept.
"""

import base64
import threading
import unicodedata
from collections.abc import Iterator

from django.conf import settings
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from surveys.sealing import CannotBeOpened, derived, opened

DIGITS = 16
# Each takes 64 MB and a tenth of a second or more: so many at once in one process, the others wait.
AT_ONCE = 1
LONGEST_WAIT = 10  # seconds
stretching = threading.BoundedSemaphore(AT_ONCE)


class TooBusy(Exception):
    """So many codes are being looked at that this one would wait too long; nothing was changed."""


def code_of(token: str) -> str:
    """The code for a draft of this token: always the same, so that who asks twice is given one code."""
    return f"{int.from_bytes(derived(token, b'code', 32)) % 10**DIGITS:0{DIGITS}d}"


def tokens_of(code: str, survey_id: int) -> Iterator[str]:
    """The tokens that a code may stand for: by SECRET_KEY, then by former ones. Each is made when asked for.

    Slow on purpose (Argon2id, libsodium's figures for people who wait). TooBusy if too many ask at once.
    """
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        salt = derived(f"{secret}:{survey_id}", b"code salt", argon2id.SALTBYTES)
        yield stretched(code, salt)


def token_of(code: str, survey_id: int) -> str:
    return next(tokens_of(code, survey_id))


def stretched(code: str, salt: bytes) -> str:
    if not stretching.acquire(timeout=LONGEST_WAIT):
        raise TooBusy
    try:
        key = argon2id.kdf(
            32,
            code.encode(),
            salt,
            opslimit=argon2id.OPSLIMIT_INTERACTIVE,
            memlimit=argon2id.MEMLIMIT_INTERACTIVE,
        )
    finally:
        stretching.release()
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()


# As people read and write it ----------------------------------------------------------------------


def grouped(code: str) -> str:
    """ "1234 5678 9012 3456"."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def plain(typed: str) -> str | None:
    """The digits of what was typed, with blanks and dashes of any kind, in the digits of any script.

    None if there is anything else, such as a letter.
    """
    kept = [sign for sign in typed if unicodedata.category(sign)[0] not in "PZC" and sign != "\N{MINUS SIGN}"]
    digits = [unicodedata.decimal(sign, None) for sign in kept]
    return None if None in digits else "".join(map(str, digits))


# For the cookie that shows it again when its page is read anew ------------------------------------


def lock_code(code: str) -> str:
    box = SecretBox(derived(settings.SECRET_KEY, b"code cookie"))
    return base64.urlsafe_b64encode(box.encrypt(code.encode())).decode()


def open_code(locked: str) -> str | None:
    """The code in a cookie; None if it is none of ours."""
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        try:
            box = SecretBox(derived(secret, b"code cookie"))
            return opened(box, base64.urlsafe_b64decode(locked)).decode()
        except (CannotBeOpened, ValueError):
            continue
    return None
