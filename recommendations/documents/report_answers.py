"""Paragraphs by which a State answers recommendations by their numbers, without listing them again.

"The recommendations in paragraphs 26 (e) and 29 did not enjoy the support of X" points into the account of
the dialogue; "recommendations Nos. 1 and 2 in paragraph 98 are already implemented" into the lists.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recommendations.documents.lead_ins import Matched, match_lead_in, qualifier_in
from recommendations.documents.lists import Lists
from recommendations.documents.number_lists import expand_numbers, find_number_lists
from recommendations.documents.report_blocks import Block
from recommendations.documents.report_sections import Group
from recommendations.documents.state_brackets import state_at
from recommendations.documents.states_named import tidy

PARAGRAPH = r"(?:paragraphs?|paras?\.?|paragraphes?|párrafos?|пункт\w*|الفقرات|الفقرة|第)(?:\s+numbers?)?"
ONE = r"\d{1,3}(?![\d.]*\.\d)(?:\s*\(\s*[a-z]{1,3}\s*\))*"
AND = r"(?:\s*(?:,|;|–|-|，|、|،)\s*|\s+)(?:(?:and|et|y|e|и|و|和)\s*)?(?:last sentence,?\s*(?:and\s*)?)?"
NUMBERS = rf"{ONE}(?:{AND}(?:{ONE}|\(\s*[a-z]{{1,3}}\s*\)))*"
POINTS_AT = re.compile(rf"{PARAGRAPH}\s*(?P<numbers>{NUMBERS})", re.I)
OWN_NUMBERS = re.compile(
    rf"(?:recommendations?|recommandations?|recomendaci\w+|рекомендаци\w+|建议|التوصيات)\s*"
    rf"(?:n[oº°]s?\.?|nos\.?|numbers?|números?|numéros?|№)?\s*(?P<numbers>\d{{1,3}}(?:{AND}\d{{1,3}})*)\b"
    rf"(?P<between>[^.;]{{0,60}}?){PARAGRAPH}\s*(?P<paragraph>\d{{1,3}})\b",
    re.I,
)
STATE_BRACKET = re.compile(r"\((?!\s*[a-z]{1,3}\s*\))[^()]*\)")
SENTENCE = re.compile(r"(?<=[.;])\s+(?=[^\W\d_]*[A-ZÀ-ÞА-Я])")
RECOMMENDS = re.compile(
    r"recommend|recommand|recomend|encourag|urged|called (?:up)?on|рекоменд|أوصت|أوصى|建议", re.I
)
BEGINS = re.compile(r"^")
BEGINS_A_CLAUSE = re.compile(r",\s+(?=[^\W\d_a-zà-ÿ]|the\s)")
ANY_NAME = re.compile(r"(?<!\w)(?=[^\W\d_a-zà-ÿ])")
SPEAKER_WITHIN = 400  # letters
SUBTEXT = (
    r"\(\s*{letter}\s*\)\s*(?P<text>.*?)"
    r"(?=[;,.]?\s*(?:and\s+|et\s+|y\s+)?(?:\(\s*|(?<=[\s;]))[a-z]{{1,2}}\s*\)|$)"
)


@dataclass
class Reply:
    """What one sentence says of recommendations by number: "98.1", "26 (e)"."""

    numbers: list[str]
    sentence: str
    matched: Matched
    qualifier: str
    paragraph: str
    doubts: list[str] = field(default_factory=list)


@dataclass
class Spoken:
    """A recommendation as the account of the dialogue has it."""

    number: str
    text: str
    raw: str
    spelling: str
    line: int
    page: int | None
    is_whole: bool = False  # the paragraph has no such part: all that it recommends


def replies_in(group: Group, lists: Lists, language: str, listed: set[str]) -> list[Reply]:
    """What the paragraph says of recommendations by their numbers; `listed` are numbers of the lists."""
    replies = []
    sentences = SENTENCE.split(group.lead_in)
    for sentence in sentences:
        numbers, doubts = numbers_in(sentence, listed)
        if not numbers:
            continue
        matched = match_lead_in(sentence, lists, language)
        if not matched.meaning and len(sentences) == 1:
            matched = match_lead_in(group.lead_in, lists, language)
        replies.append(Reply(numbers, sentence, matched, qualifier_in(sentence), group.number, doubts))
    return replies


def numbers_in(sentence: str, listed: set[str]) -> tuple[list[str], list[str]]:
    """The numbers that a sentence names, in its order, each once."""
    numbers: dict[str, None] = {}
    doubts: list[str] = []
    plain = STATE_BRACKET.sub("", sentence)
    for found in OWN_NUMBERS.finditer(plain):
        expanded = expand_numbers(found["numbers"], paragraph=found["paragraph"])
        numbers |= dict.fromkeys(expanded.numbers)
        doubts += expanded.doubts
    if numbers:
        return list(numbers), doubts
    for dotted in find_number_lists(plain, {number.split(".")[0] for number in listed if "." in number}):
        numbers |= dict.fromkeys(dotted.numbers)
        doubts += dotted.doubts
    for found in POINTS_AT.finditer(plain):
        words = re.sub(r"last sentence,?", "", found["numbers"], flags=re.I)
        expanded = expand_numbers(words)
        numbers |= dict.fromkeys(expanded.numbers)
        doubts += [doubt for doubt in expanded.doubts if doubt not in doubts]
    return list(numbers), doubts


def spoken(number: str, dialogue: list[Block], lists: Lists, reviewed: str | None) -> Spoken | None:
    """The recommendation at "26 (e)" of the account of the dialogue, or None where it cannot be found."""
    paragraph, _space, part = number.partition(" ")
    blocks = paragraph_of(paragraph, dialogue)
    if not blocks:
        return None
    whole = " ".join(
        f"({block.number}) {block.text}" if block.is_lettered else block.text for block in blocks
    )
    found = subtext(whole, part.strip("()")) if part else ""
    return Spoken(
        number=number,
        text=(found or recommending(whole)).strip(" ;,.:"),
        raw=whole,
        spelling=speaker(whole, lists, reviewed),
        line=blocks[0].line,
        page=blocks[0].page,
        is_whole=bool(part and not found),
    )


def paragraph_of(number: str, dialogue: list[Block]) -> list[Block]:
    """The numbered paragraph with the lettered and unnumbered ones that belong to it."""
    starts = [
        place for place, block in enumerate(dialogue) if block.number == number and not block.is_heading
    ]
    if not starts:
        return []
    found = [dialogue[starts[-1]]]
    for block in dialogue[starts[-1] + 1 :]:
        if (block.number and not block.is_lettered) or block.is_heading:
            break
        found.append(block)
    return found


def subtext(whole: str, letter: str) -> str:
    """One part of the paragraph; the sentence that leads on to the next part is none of it."""
    found = re.search(SUBTEXT.format(letter=re.escape(letter)), whole, re.S)
    return tidy(SENTENCE.split(found["text"])[0], follows=True) if found else ""


def recommending(whole: str) -> str:
    """The sentences of a paragraph that recommend something, or all of it."""
    sentences = [sentence for sentence in SENTENCE.split(whole) if RECOMMENDS.search(sentence)]
    return " ".join(sentences) or whole


def speaker(whole: str, lists: Lists, reviewed: str | None) -> str:
    """The State that speaks in a paragraph of the dialogue, as printed, or "".

    The paragraph begins with its name, or with a clause – "Noting that trials were long, France asked" –;
    the State under review is spoken of and does not recommend.
    """
    for begins in (BEGINS, BEGINS_A_CLAUSE, ANY_NAME):
        for word in begins.finditer(whole[:SPEAKER_WITHIN]):
            name = state_at(whole[word.end() :], lists)
            if name and lists.iso3(name) != reviewed:
                return name
    return ""


def doubt_of(spoken_at: Spoken, paragraph: str) -> str:
    if spoken_at.is_whole:
        return _(
            "Paragraph %(paragraph)s points to %(number)s of the dialogue, where no such part is marked. "
            "Find the words that are meant."
        ) % {"number": spoken_at.number, "paragraph": paragraph}
    return _(
        "Read from paragraph %(number)s of the dialogue, to which paragraph %(paragraph)s points. "
        "Check its text and State."
    ) % {"number": spoken_at.number, "paragraph": paragraph}
