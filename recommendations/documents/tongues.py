"""In which language a text is, told from its script and its most common words, or not told where unsure."""

import re
from collections import Counter

WORDS = {
    "en": "the of and to in for by on with that its as all from is are be at which an",
    "fr": "de la et les des le du en à pour que dans par sur une au aux est ce qui",
    "es": "de la y los las el en del que para por con una se al sobre su como es lo",
    "de": "der die und in den von zu des für mit auf das im dem eine nicht ist werden sich auch",
    "pt": "de e da do dos das os que em para a com uma por no na às ao não sobre",
    "it": "di e il la dei per in della che del le nel con una sono degli alla gli delle i",
    "nl": "de van het een en in te voor op met zijn dat door aan is niet bij om worden ook",
}
OWN = {language: frozenset(words.split()) for language, words in WORDS.items()}
SCRIPTS = {
    "ar": re.compile(r"[\u0620-\u064a]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh-hans": re.compile(r"[\u4e00-\u9fff]"),
}
# Japanese, Korean, the scripts of India and its neighbours, of Ethiopia, Hebrew
OTHER_SCRIPTS = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7af\u0900-\u0dff\u0e00-\u0eff\u1200-\u137f\u0590-\u05ff]"
)
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 60_000
FEWEST_WORDS = 60
SHARE, LEAD = 0.15, 1.25  # of common words among all; how far the first must be before the second


def language_of(text: str) -> str:
    """The code of the language ("fr", "de"), "other" for a script that we do not read, "" where unsure."""
    text = text[:SAMPLE]
    letters = len(LETTER.findall(text))
    for language, script in SCRIPTS.items():
        if len(script.findall(text)) > 0.5 * letters > 0:
            return language
    if len(OTHER_SCRIPTS.findall(text)) > 0.3 * letters > 0:
        return "other"
    words = Counter(WORD.findall(text.casefold()))
    total = words.total()
    if total < FEWEST_WORDS:
        return ""
    shares = sorted(
        ((sum(words[word] for word in own) / total, language) for language, own in OWN.items()), reverse=True
    )
    (first, language), (second, _other) = shares[:2]
    return language if first >= SHARE and first >= LEAD * second else ""
