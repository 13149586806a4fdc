"""Letters as their readers get them."""

from accounts.models import Letter
from accounts.writing import write_out


def written(letter: Letter) -> Letter:
    """The letter, written now if that is left to whoever sends it."""
    if letter.facts is not None:
        write_out(letter)
    return letter
