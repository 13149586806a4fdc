"""Whether words for eyes outside are the writer's own: in their order, and gaps are marked by brackets."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

BRACKETS = re.compile(r"[\[［][^\[\]［］]*[\]］]")
# Chinese is written without blanks: each sign is a word. So is a per cent sign, since it says something.
WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[%‰٪]|[^\W\u3400-\u9fff\uf900-\ufaff]+")
NAMED = 5  # words in a message


def refuse_other_words(original: str, shown: str) -> None:
    """ValidationError where `shown` holds words of somebody else, or leaves words out without saying so.

    Brackets stand for any words of the original, or for none: “[…]”, “[name of a village]”. What a bracket
    explains is not looked at. Signs and capitals may differ.
    """
    pieces = [words_in(piece) for piece in BRACKETS.split(shown)]
    if not any(pieces):
        raise ValidationError(_("No word of the original is left. Keep some, or leave the field empty."))
    if others := foreign(original, pieces):
        raise ValidationError(
            _(
                "These words are not in the original: %(words)s. Leave them out, or put what you explain "
                "into square brackets, like [name of a village]."
            )
            % {"words": in_quotes(others)}
        )
    refuse_silent_gaps(words_in(original), pieces)


def words_in(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFC", text))


def foreign(original: str, pieces: list[list[str]]) -> list[str]:
    """The words of the pieces that stand nowhere in the original, each once."""
    own = {word.casefold() for word in words_in(original)}
    return list(dict.fromkeys(word for piece in pieces for word in piece if word.casefold() not in own))


def in_quotes(words: list[str]) -> str:
    named = [_("“%(word)s”") % {"word": f"\u2068{word}\u2069"} for word in words[:NAMED]]
    return pgettext("between names", ", ").join(named) + (" …" if len(words) > NAMED else "")


def refuse_silent_gaps(original: list[str], pieces: list[list[str]]) -> None:
    """ValidationError naming the first word before which, or the last after which, something is missing.

    Each piece is searched behind the one before it. The first begins the original, the last ends it.
    """
    rest = [word.casefold() for word in original]
    *before, last = pieces
    for number, piece in enumerate(before):
        begins, met = longest_start(rest, piece, is_first=number == 0)
        refuse_gap_before(piece[met:])
        rest = rest[begins + met :]
    refuse_wrong_end(rest, last, is_whole=not before)


def refuse_wrong_end(rest: list[str], last: list[str], *, is_whole: bool) -> None:
    """The last piece takes up all that is left where nothing was left out, else its end."""
    if not is_whole and rest[len(rest) - len(last) :] == [word.casefold() for word in last]:
        return
    begins, met = longest_start(rest, last, is_first=is_whole)
    refuse_gap_before(last[met:])
    if begins + met < len(rest):
        raise ValidationError(
            _("The original goes on after “%(word)s”: write […] there.") % {"word": f"\u2068{last[-1]}\u2069"}
        )


def longest_start(rest: list[str], piece: list[str], *, is_first: bool) -> tuple[int, int]:
    """(where, how many): the place from which most words of the piece stand in a row; the first that does."""
    sought = [word.casefold() for word in piece]
    places = [0] if is_first else range(len(rest) + 1)
    met = {place: in_a_row(rest, place, sought) for place in places}
    best = max(met, key=met.get)
    return best, met[best]


def in_a_row(words: list[str], place: int, sought: list[str]) -> int:
    """How many of the words sought stand one after the other from this place on."""
    for met, wanted in enumerate(sought):
        if place + met == len(words) or words[place + met] != wanted:
            return met
    return len(sought)


def refuse_gap_before(words: list[str]) -> None:
    """ValidationError where words of a piece remain that do not follow here in the original."""
    if words:
        raise ValidationError(
            _(
                "“%(word)s” does not follow here in the original. Mark what you leave out by […], "
                "and keep the order of the words."
            )
            % {"word": f"\u2068{words[0]}\u2069"}
        )
