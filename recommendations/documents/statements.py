"""What one paragraph of a State's reply says of which numbers, sentence by sentence.

"Freedonia accepts 140.1-5 and notes 140.6": a position belongs to the list it governs. "140.7 and 140.8 are
noted": it may follow its list, too, but then only as its predicate or where it speaks of recommendations –
"140.55: Freedonia supports the work of the Court" takes no position. Of two ways to read it none is taken.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from recommendations.documents.lead_ins import folded
from recommendations.documents.lists import Lists
from recommendations.documents.number_lists import FoundList, find_number_lists, tokens
from recommendations.documents.positions_said import (
    LINKING,
    PLACEHOLDER,
    Said,
    Stance,
    positions_said,
    stance,
)

MASK = "\ue000"  # as many as the list has signs, so that places in the text stay the same
SENTENCE = re.compile(rf"(?<=[.;!?])[\"”’»)]*\s+(?=[\"“«(¿]*[A-ZÀ-ÞА-Я{MASK}])")
RECOMMENDATION = re.compile(r"\brecomm?[ae]nd")
LISTED = re.compile(r"\bfollowing\b|\bbelow\b|\bsuivantes\b|\bci apres\b|\bsiguientes\b|\bcontinuacion\b")
PARTICIPLE = re.compile(r"(?:ed|ees?|das?)$")
UNIT = re.compile(r"\s*(?:%|per ?cent|million|billion|pour cent|por ciento|millones)", re.IGNORECASE)
PREDICATES = ("enjoy", "recueil", "cuent", "contaron", "goza", "have", "not")
EXCEPTED = re.compile(
    r"\bexcept|\bexcluding\b|\bother than\b|\bapart from\b|\bsauf\b|\bhormis\b|\bsalvo\b|\bexcepto\b"
)
# The States that made a recommendation, behind its number: "140.5 (Chile) (Viet Nam) is accepted".
STATES = re.compile(r"\A(?:\s*\((?=[A-ZÀ-Þ])[^()]*(?:\([^()]*\)[^()]*)*\))+")
FEW, MANY = 3, 25


@dataclass
class Sentence:
    """A sentence with its lists of numbers, and what it says of each (an empty Stance: nothing)."""

    text: str
    lists: list[FoundList] = field(default_factory=list)
    stances: list[Stance] = field(default_factory=list)
    speaks_of_recommendations: bool = False
    said: list[Said] = field(default_factory=list)
    ends_with_semicolon: bool = False

    @property
    def begins_with_a_list(self) -> bool:
        """Whether nothing but signs and words such as "Recommendations Nos." stand before the first list."""
        if not self.lists:
            return False
        before = folded(self.text[: self.lists[0].start]).split()
        return all(RECOMMENDATION.match(word) or len(word) <= FEW for word in before)

    @property
    def after_the_list(self) -> str:
        after = STATES.sub("", self.text[self.lists[0].end :], count=1) if self.lists else self.text
        return after.lstrip(" .,:;)–—-\u00a0")

    @property
    def without_numbers(self) -> str:
        """The State's words, with "…" for each list."""
        text = self.text
        for found in reversed(self.lists):
            text = f"{text[: found.start]}…{text[found.end :]}"
        return text


def sentences_of(
    text: str, lists: Lists, language: str, paragraphs: set[str], *, bare_paragraph: str | None = None
) -> Iterator[Sentence]:
    """The sentences of a paragraph. `paragraphs` are those whose numbers count, see `find_number_lists`."""
    found = find_number_lists(text, paragraphs, bare_paragraph=bare_paragraph)
    masked = text
    for each in found:
        masked = masked[: each.start] + MASK * (each.end - each.start) + masked[each.end :]
    start = 0
    for end in [*(match.end() for match in SENTENCE.finditer(masked)), len(text)]:
        inside = [
            FoundList(each.numbers, each.doubts, each.start - start, each.end - start)
            for each in found
            if start <= each.start < end
        ]
        sentence = Sentence(text[start:end].strip(), inside)
        shift = len(text[start:end]) - len(text[start:end].lstrip())
        for each in inside:
            each.start, each.end = each.start - shift, each.end - shift
        sentence.ends_with_semicolon = sentence.text.endswith(";")
        Binding(sentence, lists, language).bind()
        start = end
        if sentence.text:
            yield sentence


def paragraphs_of_recommendations(texts: list[str]) -> set[str]:
    """The paragraphs to which the numbers of recommendations belong: "140" where "140.1" … are spoken of.

    What counts is a number that begins a paragraph, stands beside another or follows the word; decimal
    fractions and numbers of sections are few beside those.
    """
    seen: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    named: set[str] = set()
    for text in texts:
        found = tokens(text)
        for place, token in enumerate(found):
            if token.kind != "number" or UNIT.match(text, token.end):
                continue
            paragraph = str(int(token.text.partition(".")[0]))
            beside = [each.kind for each in found[max(0, place - 2) : place + 3] if each is not token]
            after_the_word = any(
                each.kind == "label" and RECOMMENDATION.match(each.text.casefold())
                for each in found[max(0, place - 3) : place]
            )
            anywhere[paragraph] += 1
            seen[paragraph] += place == 0 or "number" in beside or after_the_word
            if after_the_word:
                named.add(paragraph)
    often = max(seen.values(), default=0)
    if often < 2:
        return {paragraph for paragraph, _times in anywhere.most_common(1)}
    return named | {paragraph for paragraph, times in seen.items() if times >= max(2, often / 20)}


class Binding:
    """Finds for each list of a sentence the position that governs it."""

    def __init__(self, sentence: Sentence, lists: Lists, language: str):
        self.sentence = sentence
        text = sentence.text
        for found in reversed(sentence.lists):
            after = STATES.sub("", text[found.end :], count=1)
            text = f"{text[: found.start]} {PLACEHOLDER} {after}"
        self.plain = folded(text)
        self.said = positions_said(self.plain, lists, language)
        self.places = [match.span() for match in re.finditer(PLACEHOLDER, self.plain)]
        marks = [(said.start, said.end, said) for said in self.said]
        marks += [(start, end, None) for start, end in self.places]
        self.marks = sorted(marks, key=lambda mark: mark[0])

    def bind(self) -> None:
        sentence = self.sentence
        sentence.said = self.said
        sentence.speaks_of_recommendations = bool(RECOMMENDATION.search(self.plain))
        sentence.stances = [self.of_list(place) for place in self.places]
        self.inherit()

    def of_list(self, place: tuple[int, int]) -> Stance:
        where = self.marks.index((*place, None))
        before = self.marks[where - 1][2] if where else None
        after = self.marks[where + 1][2] if where + 1 < len(self.marks) else None
        governs = before if before and self.leads_to(before, place) else None
        follows = after if after and self.is_said_of(after, place) else None
        if governs and follows and governs.position != follows.position:
            if self.marks[0][2] is None:
                governs = None
            elif self.marks[-1][2] is not None:
                return Stance("unclear", "", self.sentence.text)
        chosen = governs or follows
        return stance(chosen.position, self.words_around(chosen, place)) if chosen else Stance()

    def leads_to(self, said: Said, place: tuple[int, int]) -> bool:
        """ "accepts the following recommendations: 140.1"; not "accepts all recommendations except 140.1"."""
        between = self.plain[said.end : place[0]]
        if EXCEPTED.search(between):
            return False
        near = len(between.split()) <= FEW
        of_lists = bool(RECOMMENDATION.search(self.plain) or LISTED.search(between))
        return near or (of_lists and len(between.split()) <= MANY)

    def is_said_of(self, said: Said, place: tuple[int, int]) -> bool:
        """ "140.1 is accepted", "140.1: Accepted", "140.1: Freedonia supports this recommendation"."""
        between = self.plain[place[1] : said.start].split()
        rest = self.plain[said.end :].split()
        if RECOMMENDATION.search(" ".join([*between, *rest[:4]])):
            return len(between) <= MANY
        words = self.plain[said.start : said.end]
        is_predicate = bool(PARTICIPLE.search(words)) or words.startswith(PREDICATES)
        named = RECOMMENDATION.search(" ".join(self.plain[: place[0]].split()[-FEW:]))
        if is_predicate and named and len(between) <= MANY:
            return True
        linked = all(word in LINKING or word.isdigit() for word in between)
        return linked and (bool(between) or is_predicate or len(rest) <= 2 * FEW)

    def words_around(self, said: Said, place: tuple[int, int]) -> str:
        """The words in which "in part" or "already implemented" would belong to this position."""
        where = next(index for index, mark in enumerate(self.marks) if mark[2] is said)
        start = self.marks[where - 1][1] if where else 0
        end = self.marks[where + 1][0] if where + 1 < len(self.marks) else len(self.plain)
        words = self.plain[start:end]
        last = self.marks[-1]
        if last[:2] == place and said.start < place[0]:
            words += " " + " ".join(self.plain[place[1] :].split()[:8])
        return words

    def inherit(self) -> None:
        """ "accepts 140.1 on children and 140.2 on women": the second list has the position of the first."""
        stances = self.sentence.stances
        for place in range(1, len(stances)):
            if not stances[place] and stances[place - 1]:
                stances[place] = stances[place - 1]
        for place in reversed(range(len(stances) - 1)):
            if not stances[place] and stances[place + 1]:
                stances[place] = stances[place + 1]
