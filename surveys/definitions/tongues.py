"""Languages and texts as other programs write them."""

import re
from html.parser import HTMLParser

from django.conf import settings

NAMES = {
    "english": "en",
    "anglais": "en",
    "french": "fr",
    "français": "fr",
    "francais": "fr",
    "spanish": "es",
    "español": "es",
    "espanol": "es",
    "arabic": "ar",
    "العربية": "ar",
    "russian": "ru",
    "русский": "ru",
    "chinese": "zh-hans",
    "中文": "zh-hans",
    "zh": "zh-hans",
    "zh-s": "zh-hans",
    "zh-cn": "zh-hans",
    "es-es": "es",
    "es-eu": "es",
    "en-us": "en",
    "en-gb": "en",
}
IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")
MARKUP = re.compile(r"<[A-Za-z/!][^>]*>|&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);")
BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"}
UNSEEN = {"script", "style"}


def our_language(name: str) -> str | None:
    """The portal's code of a language ("French (fr)", "fr-FR", "Français"), or None."""
    words = name.strip().lower()
    bracket = IN_BRACKETS.search(words)
    candidates = [bracket[1].strip(), words[: bracket.start()].strip()] if bracket else [words]
    ours = dict(settings.LANGUAGES)
    for candidate in candidates:
        code = candidate.replace("_", "-")
        code = NAMES.get(code, code)
        if code in ours:
            return code
        base = code.partition("-")[0]
        if base in ours:
            return base
    return None


class Words(HTMLParser):
    """Collects what a reader sees of a piece of HTML."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag, attributes):
        self.unseen += tag in UNSEEN
        if tag == "br":
            self.pieces.append("\n")
        elif tag in BREAKS:
            self.pieces.append("\n\n" if tag == "p" else "\n")

    def handle_endtag(self, tag):
        self.unseen -= tag in UNSEEN and self.unseen > 0
        if tag in BREAKS and tag != "br":
            self.pieces.append("\n")

    def handle_data(self, text):
        if not self.unseen:
            self.pieces.append(text)


def plain(text: str) -> str:
    """The words of a text that may hold HTML, in clean lines."""
    if MARKUP.search(text):
        words = Words()
        words.feed(text)
        words.close()
        text = "".join(words.pieces)
    lines = [re.sub(r"[ \t\r\xa0]+", " ", line).strip() for line in text.replace("\0", "").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
