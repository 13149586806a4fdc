"""Names that people give themselves, made harmless to those who read them in a list or a letter."""

import re
import unicodedata

ADDRESS = re.compile(r"\S*://\S*|\bwww\.\S+", re.IGNORECASE)
# "evil.com" alone becomes a link in most mail programs; "evil. com" does not, and "Dr. Smith" survives.
DOT_WITHIN_A_WORD = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2,})")
# Persian and Indian scripts need the joiners; all other invisible characters only deceive.
JOINERS = {"\u200c", "\u200d"}


def plain_name(text: str, longest: int = 200) -> str:
    """`text` on one line, without control or direction characters, and without anything to click on."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter
        for letter in text
        if letter in JOINERS or unicodedata.category(letter) not in {"Cf", "Cs", "Co"}
    )
    text = DOT_WITHIN_A_WORD.sub(". ", ADDRESS.sub(" ", text))
    return " ".join(text.split())[:longest].rstrip()
