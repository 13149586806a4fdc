"""Lists of paragraph numbers as States write them – "140.11-14", "140.35. 140.36", "1–5, 14– 16" – expanded.

What can be read in two ways is not guessed: a range that runs backwards or over two paragraphs gives the ends
that are printed in full, and a doubt.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_IN_A_RANGE = 500  # no review has brought more recommendations than that
MOST_IN_A_LIST = 1000

DASHES = "-\u00ad‐‑‒–—―−"
TO = "to|through|thru|until|à|au|jusqu['’]à|a|al|hasta"
AND = "and|et|y|e|or|ou|o|as well as|ainsi que|así como|also"
LABELS = (
    r"recommendations?|recs?|recommandations?|recomendaci(?:ón|ones)|numbers?|nos?|n[°º]s?|num|núms?"
    r"|paragraphs?|paras?|par|paragraphes?|párrafos?|under|in|the|les|la|las|los|le|nr"
)
TOKEN = re.compile(
    rf"""(?P<space>\s+)
    | (?P<label>(?:(?:{LABELS})\b\.?|R(?=\d)|[§#:()\[\]]))
    | (?P<number>\d{{1,3}}\.\d{{1,3}}(?![\d%]))
    | (?P<bare>\d{{1,3}}(?![\d%]))
    | (?P<dash>[{DASHES}]|(?:{TO})\b)
    | (?P<and>[,;.&/،]|(?:{AND})\b)
    | (?P<other>\w+|.)""",
    re.VERBOSE | re.IGNORECASE,
)
PART = re.compile(r"\s*\(\s*([a-z]|[ivx]{2,4})\s*\)", re.IGNORECASE)
WORD_AFTER = re.compile(rf"[ \u00a0]?(?!(?:{AND})\b)([^\W\d_]\w*)", re.IGNORECASE)
ITEMS = ("number", "bare", "part")


@dataclass(frozen=True)
class Item:
    """One number of a list: its paragraph ("140", or "" where none is printed), its place and its part."""

    paragraph: str
    place: int
    part: str = ""
    is_full: bool = True

    def __str__(self) -> str:
        number = f"{self.paragraph}.{self.place}" if self.paragraph else str(self.place)
        return f"{number} ({self.part})" if self.part else number


@dataclass
class NumberList:
    """The numbers in the order of the list, each once, and what a person should look at."""

    numbers: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The text cut into numbers with their parts ("(e)"), dashes, separators, labels and everything else."""
    found: list[Token] = []
    place = 0
    while place < len(text):
        part = PART.match(text, place) if found and found[-1].kind in (*ITEMS, "dash", "and") else None
        if part:
            found.append(Token("part", part[1].lower(), part.start(), part.end()))
            place = part.end()
            continue
        token = TOKEN.match(text, place)
        if token.lastgroup != "space":
            found.append(Token(token.lastgroup, token.group(), token.start(), token.end()))
        place = token.end()
    return found


def expand_numbers(text: str, *, paragraph: str = "") -> NumberList:
    """The numbers of a text that is nothing but a list; any other word in it becomes a doubt.

    `paragraph` is the one that numbers without their own belong to ("98" for "recommendations 1, 2 and 5 of
    paragraph 98"); without it they stay bare.
    """
    return Expansion(paragraph).of(tokens(text))


class Expansion:
    """Goes through the tokens of one list and remembers the paragraph in force and an open range."""

    def __init__(self, paragraph: str = ""):
        self.paragraph = paragraph
        self.last: Item | None = None
        self.open_range = False
        self.ends_a_range = False
        self.found: dict[str, None] = {}
        self.doubts: list[str] = []
        self.strange: list[str] = []

    def of(self, list_tokens: list[Token]) -> NumberList:
        for token in list_tokens:
            if token.kind in ITEMS:
                self.take(self.item(token))
            elif token.kind == "dash":
                self.open(token)
            elif token.kind == "and":
                self.ends_a_range = False
            elif token.kind == "other":
                self.strange.append(token.text)
                self.last, self.open_range = None, False
        if self.open_range:
            self.doubt(_("A range has no end after %(number)s.") % {"number": self.last})
        if self.strange:
            words = " ".join(self.strange)[:80]
            self.doubt(_("In the list of numbers stands “%(words)s”, which is no number.") % {"words": words})
        return NumberList(list(self.found), self.doubts)

    def item(self, token: Token) -> Item:
        if token.kind == "part":
            last = self.last or Item(self.paragraph, 0)
            return Item(last.paragraph, last.place, token.text, is_full=False)
        if token.kind == "bare":
            return Item(self.paragraph, int(token.text), is_full=False)
        paragraph, _point, place = token.text.partition(".")
        self.paragraph = str(int(paragraph))
        return Item(self.paragraph, int(place))

    def take(self, item: Item) -> None:
        if item.place == 0:
            self.doubt(_("“%(number)s” is no number of a recommendation.") % {"number": item})
            return
        self.ends_a_range = self.open_range
        if self.open_range and self.last:
            self.close_range(self.last, item)
        else:
            if item.part and self.last and not self.last.part and str(self.last) in self.found:
                del self.found[str(self.last)]  # "26 (e)" is not 26 and its part e
            self.add(item)
        self.last, self.open_range = item, False

    def open(self, token: Token) -> None:
        if self.last is None:
            if token.text in DASHES:
                return  # a bullet
            self.strange.append(token.text)
        elif self.open_range or self.ends_a_range:
            self.doubt(_("After %(number)s stands one dash too many.") % {"number": self.last})
        else:
            self.open_range = True

    def close_range(self, first: Item, last: Item) -> None:
        if first.part or last.part:
            between = self.parts_between(first, last)
        else:
            between = self.places_between(first, last)
        if between is not None:
            for item in between:
                self.add(item)
            return
        if last.is_full:
            self.add(last)
        self.doubt(
            _("The range %(first)s – %(last)s cannot be counted through. Look at it in the document.")
            % {"first": first, "last": last}
        )

    def places_between(self, first: Item, last: Item) -> list[Item] | None:
        forwards = first.paragraph == last.paragraph and first.place < last.place
        if not forwards or last.place - first.place >= MOST_IN_A_RANGE:
            return None
        return [Item(first.paragraph, place) for place in range(first.place + 1, last.place + 1)]

    def parts_between(self, first: Item, last: Item) -> list[Item] | None:
        same = (first.paragraph, first.place) == (last.paragraph, last.place)
        if not (same and len(first.part) == len(last.part) == 1 and first.part < last.part):
            return None
        letters = range(ord(first.part) + 1, ord(last.part) + 1)
        return [Item(first.paragraph, first.place, chr(letter)) for letter in letters]

    def add(self, item: Item) -> None:
        number = str(item)
        if number in self.found:
            self.doubt(_("%(number)s is named twice in one list.") % {"number": number})
        elif len(self.found) >= MOST_IN_A_LIST:
            self.doubt(_("The list names more than %(count)s numbers.") % {"count": MOST_IN_A_LIST})
        else:
            self.found[number] = None

    def doubt(self, sentence: str) -> None:
        if sentence not in self.doubts:
            self.doubts.append(sentence)


@dataclass
class FoundList(NumberList):
    """A list that stands in a text, from character `start` to `end`."""

    start: int = 0
    end: int = 0


def find_number_lists(
    text: str, paragraphs: set[str], *, bare_paragraph: str | None = None
) -> list[FoundList]:
    """The lists of numbers within a text; only numbers of `paragraphs` ("140") can begin one.

    So "99.9" per cent and article "14.2" are left alone. With `bare_paragraph` – "" where it is not known –
    also numbers without a paragraph count, where the word "recommendation" stands before them.
    """
    found: list[FoundList] = []
    run: list[Token] = []
    labelled = False
    for token in [*tokens(text), Token("other", "", len(text), len(text))]:
        if belongs(token, run, paragraphs, labelled and bare_paragraph is not None):
            run.append(token)
        else:
            found.extend(finished(run, text, bare_paragraph or ""))
            run = []
        labelled = is_recommendation_label(token) or (labelled and token.kind == "label")
    return found


def is_recommendation_label(token: Token) -> bool:
    return token.kind == "label" and token.text.casefold().startswith("rec")


def belongs(token: Token, run: list[Token], paragraphs: set[str], may_be_bare: bool) -> bool:
    """Whether a token begins a list or carries on the one that has begun."""
    if token.kind == "number":
        return str(int(token.text.partition(".")[0])) in paragraphs
    if not run:
        return token.kind == "bare" and may_be_bare
    if token.kind == "dash":
        return run[-1].kind in ITEMS
    if token.kind == "label":
        return run[-1].kind not in ITEMS  # "140.5 and recommendation 140.7", but not "140.5 in"
    return token.kind in ("bare", "part", "and")


def finished(run: list[Token], text: str, paragraph: str) -> list[FoundList]:
    """The list that a run of tokens makes. A last bare number right before a word may belong to the word."""
    run = without_loose_end(run)
    doubt = ""
    is_loose = [token.kind for token in run[-2:]] == ["and", "bare"] and run[0].kind == "number"
    word = WORD_AFTER.match(text, run[-1].end) if is_loose else None
    if word:
        doubt = _("It is not clear whether “%(number)s” before “%(word)s” is a recommendation's number.") % {
            "number": run[-1].text,
            "word": word[1],
        }
        run = without_loose_end(run[:-1])
    if not run:
        return []
    expanded = Expansion(paragraph).of(run)
    doubts = [*expanded.doubts, doubt] if doubt else expanded.doubts
    return [FoundList(expanded.numbers, doubts, run[0].start, run[-1].end)]


def without_loose_end(run: list[Token]) -> list[Token]:
    """Without the commas, dashes and words after the last number."""
    while run and run[-1].kind not in ITEMS:
        run = run[:-1]
    return run
