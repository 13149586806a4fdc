"""The demo's sign-ins: who they are, their passwords, and the code of this half minute."""

import base64
import hashlib
import hmac
import json
import struct
import time

from deploy.launcher.holding import Holder, read_holder
from deploy.launcher.places import Places
from deploy.launcher.trouble import Trouble, say

PERIOD = 30  # seconds that a code is good for (RFC 6238)
DIGITS = 6
TOO_SHORT = 8  # seconds in which hardly anybody types a code


def one_time_code(secret: str, at: float) -> str:
    """The code of the base32 `secret` at the time `at` (RFC 6238 with SHA-1, as authenticator apps do)."""
    padded = secret.upper() + "=" * (-len(secret) % 8)
    counter = struct.pack(">Q", int(at) // PERIOD)
    digest = hmac.new(base64.b32decode(padded), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def read_signins(places: Places) -> list[dict]:
    try:
        return json.loads((places.data / "demo-signins.json").read_text())
    except FileNotFoundError:
        return []


def show_signins(places: Places) -> None:
    """Print the sign-ins, if the demo is loaded."""
    found = read_signins(places)
    if not found:
        return
    width = max(len(signin["email"]) for signin in found)
    say("Sign-ins of the demo, made for this installation:")
    for signin in found:
        say(f"  {signin['email']:<{width}}  password {signin['password']}  {signin['role']}")
        if signin.get("totp_secret"):
            said = second_factor(signin["totp_secret"], time.time())
            say(f"  {'':<{width}}  second factor {said}; a fresh one: ./portal codes")


def second_factor(secret: str, at: float) -> str:
    """The code and how long it is good for; where that is hardly enough to type it, the next one, too."""
    left = PERIOD - int(at) % PERIOD
    said = f"{one_time_code(secret, at)} ({left} s left)"
    return said if left >= TOO_SHORT else f"{said}, then {one_time_code(secret, at + PERIOD)}"


def why_there_is_none(holder: Holder | None) -> str:
    """What to do where the demo has no sign-ins: wait for a portal that is loading it, or load it."""
    if holder and holder.with_demo and not holder.ready and not holder.stopping:
        return (
            f"The demo is being loaded (process {holder.pid}). "
            "Type ./portal codes again once ./portal up says that the portal is ready."
        )
    return "No demo is loaded here. Type ./portal up --demo to load it."


def codes(places: Places) -> None:
    """`./portal codes`."""
    if not read_signins(places):
        raise Trouble(why_there_is_none(read_holder(places)))
    show_signins(places)
