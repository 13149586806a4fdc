"""Brackets that name States, and the names in them.

A name counts only if it is in our lists. What looks like a name and is in no list is kept with None;
"(OPCAT)", "(No. 189)" and "(a)" are words of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from recommendations.documents.lists import Lists

# Signs of Chinese and Arabic stand for ours, one for one, so that places in the text stay the same.
PLAIN_SIGNS = str.maketrans("（）［］；，、。：؛،", "()[];,,.:;,")
BETWEEN_NAMES = re.compile(
    r"\s*[,;/]\s*(?:(?:and|et|y|e|и)\s+)?|\s+(?:and|et|y|e|и|&)\s+|\s*[和与及]\s*|\s+و(?=\w)"
)
BETWEEN_BRACKETS = re.compile(r"[\s;,.:/&]*(?:and|et|y|e|и|و|和)?[\s;,]*")
ON_BEHALF = re.compile(
    r"[,\s]*\b(?:on behalf of|in the name of|au nom d|en nombre de|от имени)\b.*|[,\s]*(?:باسم|代表).*", re.I
)
MADE_BY = re.compile(
    r"^(?:as\s+)?(?:(?:recommended|made|proposed|suggested|formulated)\s+by"
    r"|recommendations?\s+(?:of|by|from|made by)|recommand\w+\s+par|recommandations?\s+d[eu]s?"
    r"|recomendad\w+\s+por|recomendaci\w+\s+de)\s+",
    re.I,
)
INSTRUMENT = re.compile(
    r"\b(?:guidelines?|standards?|convention|protocol|principles?|covenant|treaty|act|agreement|rules?|statute|charter|declaration|agenda"
    r"|programme|program|plan|law|code|committee|commission|council|articles?|para\w*|resolution|no|nos|goals?"
    r"|protocole|principes?|pacte|trait[eé]|accord|r[eè]gles|statut|charte|comit[eé]|loi|convenio|convenci[oó]n"
    r"|protocolo|principios?|pacto|tratado|acuerdo|reglas?|estatuto|carta|comisi[oó]n|ley|plan|objetivos?)\b",
    re.I,
)
ACRONYM = re.compile(r"^[^a-z]*[A-Z][^a-z]*[A-Z+][^a-z]*$")
LONGEST_NAME = 80
LONGEST_LIST = 3000  # letters; longer brackets are no list of States
MOST_PIECES = 6
MOST_BRACKETS = 2000  # a whole chapter in one paragraph has a third of them


@dataclass
class Bracket:
    """A bracket of the text: from the opening sign to behind the closing one, and the States it names."""

    start: int
    end: int
    content: str
    names: list[tuple[str, str | None]]
    doubts: list[str]


def runs_of_states(plain: str, lists: Lists) -> Iterator[list[Bracket]]:
    """Brackets with States that stand beside each other: "(Chile); (Peru)" is one run."""
    if plain.count("(") > MOST_BRACKETS:
        return
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


def state_at(words: str, lists: Lists, most: int = 9) -> str:
    """The longest name of a State with which `words` begin, or ""."""
    starts = [match.span() for match in re.finditer(r"[\w’'.\-]+(?:\s*\([^)]*\))?", words[:200])][:most]
    for _start, end in reversed(starts):
        name = words[starts[0][0] : end].rstrip(".-")
        if lists.iso3(name):
            return name
    return ""
