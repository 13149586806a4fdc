"""Which States a recommendation names, and how many recommendations stand under one number.

"Ratify X (Chile) (Peru);" is one text of two States; "Ratify X (Chile); adopt Y (Peru);" is two texts. Where
States stand between the words of one text, all of them are its States, with a doubt.
"""

import csv
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.utils.translation import gettext as _

from recommendations.documents.lists import UNNAMED, Lists
from recommendations.documents.state_brackets import PLAIN_SIGNS, Bracket, runs_of_states, state_at

AFTER_BRACKETS = re.compile(r"\s*[;.:,\s]*")
MADE_BY_IN_WORDS = re.compile(
    r"\b(?:(?:recommended|made|proposed|suggested|formulated)\s+by|recommendations?\s+(?:of|by|from)"
    r"|recommand\w+\s+(?:faite?s?\s+)?(?:par|d[eu]s?)|recomendaci\w+\s+(?:de|formulad\w+\s+por)"
    r"|recomendad\w+\s+por)\s+",
    re.I,
)
CONJUNCTION = re.compile(r"^(?:and|as well as|et|ainsi que|y|e|así como)\s+", re.I)
BULLET = re.compile(r"^[\s;,]*(?:[-–—•·*▪]\s+|\([a-z]{1,3}\)\s+)")
VERBS = Path(__file__).parent.parent / "data" / "action_verbs.csv"
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
GOES_ON = re.compile(
    r"\s*,\s*(?:(?:and|or|et|ou|y|e|o|as well as)\s+)?|\s+(?:and|et|y|e|as well as)\s+", re.I
)
FILLERS = frozenset(
    {"to", "also", "further", "then", "thus", "that", "be", "à", "de", "aussi", "también", "a"}
)
OPEN_WORDS = frozenset(
    {
        "of",
        "to",
        "in",
        "for",
        "with",
        "on",
        "and",
        "or",
        "the",
        "a",
        "by",
        "de",
        "du",
        "des",
        "à",
        "la",
        "le",
        "del",
        "al",
    }
)
FEWEST_WORDS = 4  # "Sign (Chile) and ratify (Peru) the Treaty" is one text


@dataclass
class NamedText:
    """One text and its States: `states` are ISO codes or None, `spellings` the same as printed."""

    text: str
    states: list[str | None] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    raw: str = ""


def named_texts(text: str, lists: Lists) -> list[NamedText]:
    """The texts that stand under one number, each with its States in the document's order. Never raises."""
    plain = text.translate(PLAIN_SIGNS)
    runs = list(runs_of_states(plain, lists))
    if not runs:
        return [unbracketed(text, lists)]
    parts: list[NamedText] = []
    start, inner, goes_on = 0, [], False
    for run, following in pairwise([*runs, None]):
        end = run[-1].end
        mark = AFTER_BRACKETS.match(plain, end)
        after = mark.end() if mark else end
        closes = ends_a_text(plain, end, after, is_last=following is None)
        begins = not closes and begins_a_text(
            plain[max(start, run[0].start - 200) : run[0].start], plain[end : end + 100]
        )
        if not closes and not begins:
            inner.append(run)
            continue
        parts.append(one_text(text[start:after], inner, run, start))
        if goes_on or (start and not begins_with_an_act(parts[-1].text)):
            parts[-1].doubts.append(_("Its words go on from those of the part before. Read them together."))
        start, inner, goes_on = after, [], begins
    return with_the_rest(parts, text, start, inner)


def ends_a_text(plain: str, end: int, after: int, is_last: bool) -> bool:
    """Whether the States before `end` close a text: by a stop, at the end, or because a sentence begins."""
    rest = plain[after:]
    if not any(sign.isalpha() for sign in rest):
        return True
    if re.search(r"[;.:]", plain[end:after]):
        return True
    return bool(re.match(r"[^\W\d_]*[A-ZÀ-Þ][a-zß-ÿ]", rest)) and not is_last


def begins_a_text(before: str, after: str) -> bool:
    """Whether a text of its own goes on in the sentence: "Sign the Treaty (Chile) and adopt a law (Peru)".

    Only where words of more than a verb stand before the States, and a verb that asks for an act follows.
    """
    found = GOES_ON.match(after)
    words = WORD.findall(before)
    if not found or len(words) < FEWEST_WORDS or words[-1].casefold() in OPEN_WORDS:
        return False
    following = [word for word in WORD.findall(after[found.end() :][:60].casefold()) if word not in FILLERS]
    return bool(following) and following[0] in verbs()


def begins_with_an_act(text: str) -> bool:
    """Whether one of the first words is a verb of our list, which knows English, French and Spanish."""
    words = [word for word in WORD.findall(text[:80].casefold()) if word not in FILLERS]
    is_known_script = bool(words) and words[0][0] < "\u0250"
    return not is_known_script or any(word in verbs() for word in words[:3])


@cache
def verbs() -> frozenset[str]:
    """The first words of the acts that recommendations ask for, from data/action_verbs.csv."""
    with VERBS.open(encoding="utf-8", newline="") as file:
        return frozenset(row["phrase"].split()[0].casefold() for row in csv.DictReader(file))


def one_text(words: str, inner: list[list[Bracket]], last: list[Bracket] | None, offset: int) -> NamedText:
    """The text of `words`, of which `last` closes it and `inner` stand among its words."""
    until = last[0].start - offset if last else len(words)
    found = NamedText(text=tidy(words[:until], follows=offset > 0), raw=words.strip())
    for bracket in [bracket for run in [*inner, last or []] for bracket in run]:
        add_names(found, bracket)
    if inner:
        found.doubts.append(_("States stand inside the text. Check which of them asked for what."))
    if not found.text:
        found.doubts.append(_("No words stand before the State's name."))
    return found


def add_names(found: NamedText, bracket: Bracket) -> None:
    for name, iso3 in bracket.names:
        known = found.states if iso3 else found.spellings
        if (iso3 or name) in known:
            continue
        found.states.append(iso3)
        found.spellings.append(name)
        if iso3 is None:
            found.doubts.append(
                _("“%(name)s” is in no list of States. Correct it or add the spelling.") % {"name": name}
            )
    found.doubts += [doubt for doubt in bracket.doubts if doubt not in found.doubts]


def with_the_rest(
    parts: list[NamedText], text: str, start: int, inner: list[list[Bracket]]
) -> list[NamedText]:
    """The parts with what stands behind the last of them: a text that names States inside, or mere words."""
    rest = text[start:].strip()
    if inner:
        parts.append(one_text(text[start:], inner, None, start))
    elif parts and any(sign.isalpha() for sign in rest):
        last = parts[-1]
        last.raw = f"{last.raw} {rest}"
        last.doubts.append(
            _("Words follow the State's name: “%(words)s”. Check what they are.") % {"words": rest}
        )
    return parts


def unbracketed(text: str, lists: Lists) -> NamedText:
    """A text without States in brackets; it may name them in words: "the recommendation of Chile"."""
    found = NamedText(text=tidy(text), raw=text.strip())
    for mention in MADE_BY_IN_WORDS.finditer(text):
        name = state_at(text[mention.end() :], lists)
        if name:
            found.states.append(lists.iso3(name))
            found.spellings.append(name)
            found.doubts.append(
                _("The State “%(name)s” is named in words, not in brackets.") % {"name": name}
            )
            return found
    found.states.append(None)
    found.spellings.append(UNNAMED)
    found.doubts.append(_("The document names no recommending State here."))
    return found


def tidy(words: str, *, follows: bool = False) -> str:
    """Words without the signs that separate entries, and without the "and" that joins two of them."""
    plain = BULLET.sub("", " ".join(words.split())).strip(" ;,:/").removesuffix(".").rstrip(" ;,:")
    return CONJUNCTION.sub("", plain) if follows else plain
