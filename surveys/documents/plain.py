"""Plain text, written anew as UTF-8."""

import codecs
import re

from surveys.documents.kinds import CannotBeCleaned, Refusal

MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Marked-up text can hold an author, too, and asks for another program than a reader of text.
MARKED_UP = re.compile(r"\s*(\{\\rtf|<\?xml|<!doctype|<html|<svg|%!PS)", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def clean_plain(content: bytes) -> bytes:
    """The text in UTF-8, lines as Unix ends them. Raises CannotBeCleaned for what is no text."""
    encoding = "utf-16" if content.startswith(MARKS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        looks_binary = any(byte < 9 for byte in content[:4096])
        raise CannotBeCleaned(Refusal.OTHER_KIND if looks_binary else Refusal.ENCODING) from error
    if CONTROLS.search(text) or MARKED_UP.match(text):
        raise CannotBeCleaned(Refusal.OTHER_KIND)
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()
