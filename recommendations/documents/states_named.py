"""Which States a recommendation names in brackets, and how many recommendations stand under one number.

"Ratify X (Chile) (Peru);" is one text of two States; "Ratify X (Chile); adopt Y (Peru);" is two texts. A
name counts only if it is in our lists. What looks like a name and is in no list is kept as None with a
doubt; "(OPCAT)", "(No. 189)" and "(a)" are words of the text.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.utils.translation import gettext as _

from recommendations.documents.lists import UNNAMED, Lists

# Signs of Chinese and Arabic stand for ours, one for one, so that places in the text stay the same.
PLAIN_SIGNS = str.maketrans("（）［］；，、。：؛،", "()[];,,.:;,")
BETWEEN_NAMES = re.compile(
    r"\s*[,;/]\s*(?:(?:and|et|y|e|и)\s+)?|\s+(?:and|et|y|e|и|&)\s+|\s*[和与及]\s*|\s+و(?=\w)"
)
BETWEEN_BRACKETS = re.compile(r"[\s;,.:/&]*(?:and|et|y|e|и|و|和)?[\s;,]*")
AFTER_BRACKETS = re.compile(r"\s*[;.:,\s]*")
ON_BEHALF = re.compile(
    r"[,\s]*\b(?:on behalf of|in the name of|au nom d|en nombre de|от имени)\b.*|[,\s]*(?:باسم|代表).*", re.I
)
MADE_BY = re.compile(
    r"^(?:as\s+)?(?:(?:recommended|made|proposed|suggested|formulated)\s+by"
    r"|recommendations?\s+(?:of|by|from|made by)|recommand\w+\s+par|recommandations?\s+d[eu]s?"
    r"|recomendad\w+\s+por|recomendaci\w+\s+de)\s+",
    re.I,
)
MADE_BY_IN_WORDS = re.compile(
    r"\b(?:(?:recommended|made|proposed|suggested|formulated)\s+by|recommendations?\s+(?:of|by|from)"
    r"|recommand\w+\s+(?:faite?s?\s+)?(?:par|d[eu]s?)|recomendaci\w+\s+(?:de|formulad\w+\s+por)"
    r"|recomendad\w+\s+por)\s+",
    re.I,
)
CONJUNCTION = re.compile(r"^(?:and|as well as|et|ainsi que|y|e|así como)\s+", re.I)
BULLET = re.compile(r"^[\s;,]*(?:[-–—•·*▪]\s+|\([a-z]{1,3}\)\s+)")
INSTRUMENT = re.compile(
    r"\b(?:guidelines?|standards?|convention|protocol|principles?|covenant|treaty|act|agreement|rules?|statute|charter|declaration|agenda"
    r"|programme|program|plan|law|code|committee|commission|council|articles?|para\w*|resolution|no|nos|goals?"
    r"|protocole|principes?|pacte|trait[eé]|accord|r[eè]gles|statut|charte|comit[eé]|loi|convenio|convenci[oó]n"
    r"|protocolo|principios?|pacto|tratado|acuerdo|reglas?|estatuto|carta|comisi[oó]n|ley|plan|objetivos?)\b",
    re.I,
)
ACRONYM = re.compile(r"^[^a-z]*[A-Z][^a-z]*[A-Z+][^a-z]*$")
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
LONGEST_NAME = 80
LONGEST_LIST = 3000  # letters; longer brackets are no list of States
MOST_PIECES = 6


@dataclass
class NamedText:
    """One text and its States: `states` are ISO codes or None, `spellings` the same as printed."""

    text: str
    states: list[str | None] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    raw: str = ""


@dataclass
class Bracket:
    """A bracket of the text: from the opening sign to behind the closing one, and the States it names."""

    start: int
    end: int
    content: str
    names: list[tuple[str, str | None]]
    doubts: list[str]


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
        begins = not closes and begins_a_text(plain[start : run[0].start], plain[end:])
        if not closes and not begins:
            inner.append(run)
            continue
        parts.append(one_text(text[start:after], inner, run, start))
        if goes_on or (start and not begins_with_an_act(parts[-1].text)):
            parts[-1].doubts.append(_("Its words go on from those of the part before. Read them together."))
        start, inner, goes_on = after, [], begins
    return with_the_rest(parts, text, start, inner)


def runs_of_states(plain: str, lists: Lists) -> Iterator[list[Bracket]]:
    """Brackets with States that stand beside each other: "(Chile); (Peru)" is one run."""
    run: list[Bracket] = []
    brackets = [bracket_at(plain, start, end, lists) for start, end in top_brackets(plain)]
    for bracket, following in pairwise([*brackets, None]):
        beside = bool(run) and bool(BETWEEN_BRACKETS.fullmatch(plain, run[-1].end, bracket.start))
        if run and not beside:
            yield run
            run = []
        if is_of_states(bracket, following, plain, beside):
            run.append(bracket)
        elif run:
            yield run
            run = []
    if run:
        yield run


def top_brackets(plain: str) -> Iterator[tuple[int, int]]:
    """Where the outermost brackets begin and end; one that is never closed ends before the next ";"."""
    depth, start = 0, 0
    for place, sign in enumerate(plain):
        if sign in "([":
            if not depth:
                start = place
            depth += 1
        elif sign in ")]" and depth:
            depth -= 1
            if not depth:
                yield start, place + 1
        elif depth and sign == ";" and unclosed(plain, place, depth):
            yield start, place
            depth = 0
    if depth:
        yield start, len(plain.rstrip(" ;.,"))


def unclosed(plain: str, place: int, depth: int) -> bool:
    """Whether the brackets open at `place` are never closed: "(Iran (Islamic Republic of); next text"."""
    for sign in plain[place : place + LONGEST_LIST]:
        depth += (sign in "([") - (sign in ")]")
        if not depth:
            return False
    return True


def bracket_at(plain: str, start: int, end: int, lists: Lists) -> Bracket:
    opened, closed = (sum(plain.count(sign, start, end) for sign in signs) for signs in ("([", ")]"))
    content = plain[start + 1 : end].strip()
    if opened <= closed:
        content = content[:-1].strip()
    elif opened - closed > 1:
        content += ")"
    doubts = []
    meant = MADE_BY.sub("", content)
    if ON_BEHALF.search(meant):
        meant = ON_BEHALF.sub("", meant)
        doubts.append(_("Words stand beside the State's name: “%(words)s”.") % {"words": content})
    names = names_in(meant, lists) if len(meant) <= LONGEST_LIST else []
    return Bracket(start, end, content, names, doubts)


def names_in(content: str, lists: Lists) -> list[tuple[str, str | None]]:
    """The names of a list with their ISO codes; of all ways to cut it, the one with most names known to us.

    "Bosnia and Herzegovina and Chile" holds two names, "Iran, Islamic Republic of" one.
    """
    cuts = [(0, 0), *(match for match in places(content)), (len(content), len(content))]
    best: list[tuple[int, int, list[tuple[str, str | None]]]] = [(0, 0, [])]
    for until in range(1, len(cuts)):
        ways = []
        for since in range(max(0, until - MOST_PIECES), until):
            name = content[cuts[since][1] : cuts[until][0]].strip()
            iso3 = lists.iso3(name) if 1 < len(name) <= LONGEST_NAME else None
            if iso3 is None and until - since > 1:
                continue
            unknown, number, names = best[since]
            named = [*names, (name, iso3)] if name else names
            ways.append((unknown + (iso3 is None and bool(name)), number + 1, named))
        best.append(min(ways, key=lambda way: way[:2]))
    return best[-1][2]


def places(content: str) -> Iterator[tuple[int, int]]:
    """Where a list of names may be cut: never inside a bracket."""
    depth, depths = 0, []
    for sign in content:
        depth += (sign in "([") - (sign in ")]")
        depths.append(depth)
    for match in BETWEEN_NAMES.finditer(content):
        if match.start() and match.end() < len(content) and not depths[match.start()]:
            yield match.span()


def is_of_states(bracket: Bracket, following: Bracket | None, plain: str, beside: bool) -> bool:
    """Whether the bracket names States: one of ours at least, or a name where States stand."""
    if any(iso3 for _name, iso3 in bracket.names):
        return True
    if not looks_like_names(bracket.content):
        return False
    after = plain[bracket.end :].lstrip()
    followed = following is not None and bool(BETWEEN_BRACKETS.fullmatch(plain, bracket.end, following.start))
    return (
        not after or after[0] in ";." or beside or (followed and any(iso3 for _name, iso3 in following.names))
    )


def looks_like_names(content: str) -> bool:
    """Whether words in brackets may be the name of a State that we do not know: "Freedonia", not "OPCAT"."""
    letter = next((sign for sign in content if sign.isalpha()), "")
    return bool(
        letter
        and letter == letter.upper()
        and letter != letter.lower()
        and len(content) <= LONGEST_NAME
        and len(content.split()) <= 8
        and not re.search(r"\d", content)
        and not any(ACRONYM.match(word) for word in content.split())
        and not INSTRUMENT.search(content)
    )


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


def state_at(words: str, lists: Lists, most: int = 9) -> str:
    """The longest name of a State with which `words` begin, or ""."""
    starts = [match.span() for match in re.finditer(r"[\w’'.\-]+(?:\s*\([^)]*\))?", words[:200])][:most]
    for _start, end in reversed(starts):
        name = words[starts[0][0] : end].rstrip(".-")
        if lists.iso3(name):
            return name
    return ""


def tidy(words: str, *, follows: bool = False) -> str:
    """Words without the signs that separate entries, and without the "and" that joins two of them."""
    plain = BULLET.sub("", " ".join(words.split())).strip(" ;,:/").removesuffix(".").rstrip(" ;,:")
    return CONJUNCTION.sub("", plain) if follows else plain
