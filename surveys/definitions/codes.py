"""Names of other programs as codes of the portal: letters, digits, - and _."""

import re
import unicodedata

UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
NOT_FIRST = re.compile(r"^[^A-Za-z0-9]+")
LONGEST_QUESTION, LONGEST_CHOICE = 20, 40


def fitting(name: str, longest: int, taken: set[str]) -> str:
    """A code for the name that is not among those taken; the name itself where it fits."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    cleaned = UNFIT.sub("-", ascii_only)
    # A dash at the end is the name's own, unless it stands for something that does not fit.
    cleaned = cleaned if cleaned == ascii_only else cleaned.rstrip("-")
    code = NOT_FIRST.sub("", cleaned)[:longest] or "x"
    candidate, number = code, 2
    while candidate in taken:
        ending = f"-{number}"
        candidate, number = code[: longest - len(ending)] + ending, number + 1
    return candidate
