"""How long a statement takes to say, in each language: an estimate to plan by, never a limit.

Who speaks from a prepared text and is interpreted says 130 to 150 English words a minute (two minutes are
260 to 300 words); 140 are taken here. For the other languages that pace is scaled by how fast native speakers
read the same texts aloud, in words a minute, for Chinese in characters a minute: Trauzettel-Klosinski and
Dietz, "Standardized Assessment of Reading Performance: The New International Reading Speed Texts IReST",
Investigative Ophthalmology & Visual Science 53 (2012), 5452–5461.
"""

import re

from django.utils.translation import gettext as _

ENGLISH_WORDS_A_MINUTE = 140
READ_ALOUD = {"en": 228, "fr": 195, "es": 218, "ar": 138, "ru": 184, "zh-hans": 255}
COUNTED_BY_CHARACTERS = {"zh-hans"}
MINUTE = 60
STEP = 10  # seconds: the estimate is no more exact than that

# Vowel signs and accents that are written as characters of their own belong to the word.
LETTER = r"[\w\u0300-\u036f\u064b-\u065f\u0670]"
WORD = re.compile(rf"{LETTER}+(?:[’'ʼ-]{LETTER}+)*")
CHINESE_CHARACTER_OR_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W\u3400-\u9fff\uf900-\ufaff]+")


def count(text: str, language: str) -> int:
    """Words; in Chinese characters, where a foreign word or a number counts as one."""
    unit = CHINESE_CHARACTER_OR_WORD if language in COUNTED_BY_CHARACTERS else WORD
    return sum(1 for _match in unit.finditer(text))


def a_minute(language: str) -> float:
    """How many words (in Chinese: characters) are said in a minute."""
    return ENGLISH_WORDS_A_MINUTE * READ_ALOUD[language] / READ_ALOUD["en"]


def seconds(text: str, language: str) -> int:
    """About how long it takes to say, in steps of ten seconds; ten at least, unless there is no word."""
    counted = count(text, language)
    exact = counted / a_minute(language) * MINUTE
    return max(round(exact / STEP) * STEP, STEP) if counted else 0


def in_words(seconds: int) -> str:
    """ "about 1 min 50 s", "about 50 s"."""
    if seconds < MINUTE:
        return _("about %(seconds)s s") % {"seconds": seconds}
    return _("about %(minutes)s min %(seconds)s s") % {
        "minutes": seconds // MINUTE,
        "seconds": seconds % MINUTE,
    }
