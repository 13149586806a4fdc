"""Numbers as people type them in prose, in any digits, and the numbers that the data of a report holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.material import Material
from reports.publication.links import ADDRESS

TOKEN_OR_NEARLY = re.compile(r"\[\[.*?\]\]")
# A number by itself: not a part of a symbol (A/HRC/48/2), a code (Q16), a date or another number (3.1).
NUMBER = re.compile(r"(?<![\w/.,:\-–])(\d{1,6})(?:[\s\u00a0\u202f]?([%٪]))?(?![\w/]|[.,:\-–]\d)")
SENTENCE_ENDS = re.compile(r"(?<=[.!?؟。])\s+|\n+")
LONG = 4  # letters of a word that tells something
YEARS = range(1900, 2100)

# What is said of the data: so many per cent; so many answers, recommendations, organisations, participants.
# In the order en, fr, es, ar, ru, zh; Arabic and Russian in the forms that follow a number.
PER_CENT = r"(?:[%٪]|per ?cent\b|pour ?cent\b|por ciento\b|في المئة|في المائة|بالمئة|بالمائة|процент\w*)"
COUNTED = (
    r"(?:(?:answers?|responses?|respondents?|recommendations?|organi[sz]ations?|participants?)\b"
    r"|(?:réponses?|répondant(?:e|s|es)?|recommandations?|participantes?)\b"
    r"|(?:respuestas?|recomendaci(?:ón|ones)|organizaci(?:ón|ones))\b"
    r"|(?:إجابة|إجابات|جواباً|ردود|رداً|توصية|توصيات|منظمة|منظمات|مشارك|مشاركاً|مشاركة|مشاركين|مشاركون)\b"
    r"|(?:ответ|ответа|ответов|рекомендаци[яийю]|организаци[яийю]|участник(?:а|ов)?)\b"
    r"|[个份条项名位家]?(?:答复|回答|答卷|建议|组织|参与者|参加者|与会者))"
)
# Arabic and Chinese join words to the number that follows.
ALONE = r"(?<![A-Za-z_/.,:\-–٫٬])(?<!\d)"
AMOUNT = r"(\d{1,3}(?:[.,٬ \u00a0\u202f]\d{3})+|\d{1,6})"
SHARE_SAID = re.compile(rf"{ALONE}(\d{{1,3}}(?:[.,٫]\d+)?)[\s\u00a0\u202f]?{PER_CENT}", re.IGNORECASE)
COUNT_SAID = re.compile(rf"{ALONE}{AMOUNT}[\s\u00a0\u202f]*{COUNTED}", re.IGNORECASE)
# Who rounds means no figure of the data.
ROUNDED = re.compile(
    r"(?:\b(?:more than|fewer than|less than|over|about|around|nearly|almost|some|at least|up to|roughly)"
    r"|\b(?:plus de|moins de|environ|près de|presque|quelque|au moins|jusqu’à)"
    r"|\b(?:más de|menos de|alrededor de|cerca de|casi|unos|unas|al menos|hasta)"
    r"|(?:أكثر من|أقل من|نحو|حوالي|قرابة|زهاء|ما يقرب من|ما يزيد على|ما لا يقل عن)"
    r"|\b(?:более|менее|свыше|около|почти|примерно|до)|(?:超过|大约|约|将近|近|至少|不到|多达))\W*$",
    re.IGNORECASE,
)
BEFORE = 30  # characters in which one rounds


@dataclass(frozen=True)
class Typed:
    """A number in prose, and the words of its sentence."""

    number: int
    is_share: bool
    words: frozenset[str]


@dataclass(frozen=True)
class Said:
    """A number that is said of the data, as it was typed; a share may have decimals."""

    written: str
    number: float
    is_share: bool


def words_in(text: str) -> set[str]:
    """The words that tell something, without regard to capitals: short ones stand everywhere."""
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= LONG}


def prose_of(text: str) -> str:
    """The text without its live figures and addresses."""
    return ADDRESS.sub(" ", TOKEN_OR_NEARLY.sub(" ", text))


def typed_in(text: str) -> Iterator[Typed]:
    """All numbers in prose, each with its sentence."""
    for sentence in SENTENCE_ENDS.split(prose_of(text)):
        words = frozenset(words_in(sentence))
        for digits, percent in NUMBER.findall(sentence):
            yield Typed(int(digits), bool(percent), words)


def said_in(text: str) -> Iterator[Said]:
    """Shares, and counts of what reports count; neither rounded ones nor years."""
    prose = prose_of(text)
    for pattern, is_share in ((SHARE_SAID, True), (COUNT_SAID, False)):
        for found in pattern.finditer(prose):
            written = found[1]
            number = decimal(written) if is_share else float(re.sub(r"\D", "", written))
            is_year = not is_share and written.isdecimal() and number in YEARS
            if not is_year and not ROUNDED.search(prose[max(0, found.start() - BEFORE) : found.start()]):
                yield Said(written, number, is_share)


def decimal(written: str) -> float:
    return float(re.sub(r"[,٫]", ".", written))


class Data:
    """The numbers that a report's facts hold, and those that its survey gives."""

    def __init__(self, facts: dict, material: Material):
        self.shares: set[int] = set()
        self.counts: set[int] = set()
        self.take(facts)
        if material.survey is not None and not material.results["is_silent"]:
            self.take(material.results)
            self.counts.add(material.results["responses"])

    def take(self, facts) -> None:
        """What is counted and what it makes in per cent, at any depth, and how long each list is."""
        if isinstance(facts, dict):
            self.shares.update(number for number in [facts.get("percent")] if number is not None)
            self.counts.update(number for key in ("count", "base") if (number := facts.get(key)) is not None)
            self.counts.update(figure["number"] for figure in facts.get("figures", ()))
            self.counts.update(self.all_proposals(facts))
            for value in facts.values():
                self.take(value)
        elif isinstance(facts, list):
            self.counts.add(len(facts))
            for value in facts:
                self.take(value)

    @staticmethod
    def all_proposals(facts: dict) -> Iterator[int]:
        if "key_issues" in facts:
            yield sum(len(issue["proposals"]) for issue in facts["key_issues"])

    def has(self, said: Said) -> bool:
        """Does it equal a number of the data? A share with decimals may be the same before it was rounded."""
        if said.is_share:
            return any(abs(said.number - share) < 1 for share in self.shares)
        return said.number in self.counts
