"""How names from documents are compared: exactly, but for what people write now so, now otherwise."""

import re
import unicodedata
from functools import lru_cache

KASHIDA = "\u0640"  # stretches an Arabic word and means nothing


@lru_cache(maxsize=10_000)  # a file names the same States and themes again and again
def normalise(spelling: str) -> str:
    """One form for spellings that differ only in case, accents, apostrophes, dashes, spaces or "the".

    `"(the) Côte d’Ivoire"` and `"COTE D'IVOIRE"` give the same. Names of two States never do: the loader
    refuses such data.
    """
    plain = without_accents(re.sub(r"['’‘ʼ`´]", "", spelling)).replace(KASHIDA, "")
    return " ".join(word for word in re.findall(r"\w+", plain) if word != "the")


def without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Spellings(dict):
    """Rows by spelling, each asked for as a document writes it: `states.get("Viet Nam")`."""

    def __getitem__(self, spelling: str):
        return super().__getitem__(normalise(spelling))

    def __contains__(self, spelling: object) -> bool:
        return isinstance(spelling, str) and super().__contains__(normalise(spelling))

    def get(self, spelling: str, default=None):
        return super().get(normalise(spelling), default)
