"""Locks: of drafts (the cookie holds the key), of envelopes and slips (the server does), of letters about
reprisals (the safeguarding officers do, and nobody here).

Everything is filled up to a fixed size before it is locked, so that its length tells nothing.
"""

import base64
import hashlib
import json
import secrets
import uuid

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox
from nacl.secret import SecretBox

DRAFT_BLOCK = 4096
FILE_BLOCK = 65536
CONTACT_SIZE = 4096
LETTER_BLOCK = 12288
SLIP_SIZE = 64


class CannotBeOpened(Exception):
    """The key does not fit: it was changed, or the contents were."""


def filled(contents: dict, block: int) -> bytes:
    """The contents as JSON, with blanks up to a whole number of blocks."""
    text = json.dumps(contents, ensure_ascii=False).encode()
    return text + b" " * (-len(text) % block)


def derived(secret: str, purpose: bytes, size: int = 32) -> bytes:
    """Bytes for one purpose, from which neither the secret nor those of another purpose can be found."""
    return hashlib.blake2b(
        hashlib.sha512(secret.encode()).digest(), digest_size=size, person=purpose
    ).digest()


def secrets_of_the_server() -> list[str]:
    """The present key and former ones, the present one first."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def opened(box: SecretBox, locked: bytes) -> bytes:
    try:
        return box.decrypt(bytes(locked))
    except CryptoError as error:
        raise CannotBeOpened from error


# Drafts -----------------------------------------------------------------------------------------


def new_token() -> str:
    return secrets.token_urlsafe(32)


def draft_id(token: str) -> uuid.UUID:
    return uuid.UUID(bytes=derived(token, b"draft id", 16))


def response_id(token: str) -> uuid.UUID:
    """Of what is sent from a draft: one draft makes one response, and who has no token finds none."""
    return uuid.UUID(bytes=derived(token, b"response id", 16))


def reference(token: str) -> str:
    """A receipt such as "7KQ2-M4XD": made from the token, kept nowhere."""
    letters = base64.b32encode(derived(token, b"reference", 5)).decode()
    return f"{letters[:4]}-{letters[4:]}"


def lock_draft(token: str, contents: dict) -> bytes:
    return SecretBox(derived(token, b"draft key")).encrypt(filled(contents, DRAFT_BLOCK))


def open_draft(token: str, locked: bytes) -> dict:
    return json.loads(opened(SecretBox(derived(token, b"draft key")), locked))


def lock_file(contents: bytes) -> tuple[str, bytes]:
    """A new key, as text, and the contents locked with it."""
    key = secrets.token_bytes(SecretBox.KEY_SIZE)
    filled_up = contents + bytes(-len(contents) % FILE_BLOCK)
    return base64.b64encode(key).decode(), SecretBox(key).encrypt(filled_up)


def open_file(key: str, locked: bytes, size: int) -> bytes:
    """The contents, of `size` bytes. Raises CannotBeOpened."""
    return opened(SecretBox(base64.b64decode(key)), locked)[:size]


# Envelopes --------------------------------------------------------------------------------------


def close_envelope(contact: dict | None, letter: bytes) -> bytes:
    """Contact details (or none) and a sealed letter (or none) of one sheet."""
    box = SecretBox(derived(settings.SECRET_KEY, b"envelope key"))
    return box.encrypt(filled({"contact": contact}, CONTACT_SIZE) + letter)


def open_envelope(locked: bytes) -> tuple[dict | None, bytes]:
    """Contact details and letter; raises CannotBeOpened where SECRET_KEY was changed without a fallback."""
    for secret in secrets_of_the_server():
        try:
            contents = opened(SecretBox(derived(secret, b"envelope key")), locked)
        except CannotBeOpened:
            continue
        return json.loads(contents[:CONTACT_SIZE])["contact"], contents[CONTACT_SIZE:]
    raise CannotBeOpened


# Slips ------------------------------------------------------------------------------------------


def slip_ids(invitation: int) -> list[uuid.UUID]:
    """Where the slip of an invitation lies: under the present key, or under a former one."""
    return [
        uuid.UUID(bytes=derived(f"{secret}:{invitation}", b"slip id", 16))
        for secret in secrets_of_the_server()
    ]


def close_slip(invitation: int | None) -> bytes:
    box = SecretBox(derived(settings.SECRET_KEY, b"slip key"))
    return box.encrypt(filled({"invitation": invitation}, SLIP_SIZE))


def open_slip(locked: bytes) -> int | None:
    """The invitation, None for a sheet that had none; CannotBeOpened without the key of its time."""
    for secret in secrets_of_the_server():
        try:
            contents = opened(SecretBox(derived(secret, b"slip key")), locked)
        except CannotBeOpened:
            continue
        return json.loads(contents)["invitation"]
    raise CannotBeOpened


def opt_out_hashes(address: str) -> list[str]:
    """Of an address that is not to be written to, under the present key and under former ones."""
    return [derived(f"{secret}:{address.lower()}", b"opt-out").hex() for secret in secrets_of_the_server()]


# Letters to the safeguarding officers -----------------------------------------------------------


def seal_letter(answers: dict, public_keys: dict[str, str]) -> bytes:
    """`answers` sealed so that each holder of a private key can read them, and the server cannot.

    `public_keys` is {fingerprint: base64}. A fresh key locks the answers; it is sealed to each officer
    and then forgotten.
    """
    key = secrets.token_bytes(SecretBox.KEY_SIZE)
    letter = {
        "keys": {
            fingerprint: base64.b64encode(
                SealedBox(PublicKey(base64.b64decode(public))).encrypt(key)
            ).decode()
            for fingerprint, public in public_keys.items()
        },
        "box": base64.b64encode(SecretBox(key).encrypt(filled(answers, LETTER_BLOCK))).decode(),
    }
    return json.dumps(letter).encode()
