"""A foreign questionnaire arranged into the portal's own form: languages, codes, conditions, sections."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from recommendations.documents.unreadable import Unreadable
from surveys.conditions import leaves
from surveys.definitions.choices import settle_choices
from surveys.definitions.codes import LONGEST_QUESTION, fitting
from surveys.definitions.conditions_kept import keep_conditions
from surveys.definitions.readings import Asked, Group, Reading, Texts, joined
from surveys.definitions.tongues import our_language

MOST_QUESTIONS = 500
A_PAGE = 5  # questions of a section that the file itself does not divide
LONGEST = {"title": 200, "label": 300}
SHORTENED = "…"
USUAL_MINUTES = 20


def arranged(reading: Reading, language: str) -> dict:
    """The questionnaire's data, as `questionnaires` has it, with `family` and `not_understood`.

    `language` is that of texts that have none. Raises Unreadable where nothing is asked.
    """
    count = len(reading.questions)
    if not count:
        raise Unreadable(nothing_asked(reading))
    if count > MOST_QUESTIONS:
        raise Unreadable(
            _("The file asks %(count)d questions; %(limit)d is the most. Split it.")
            % {"count": count, "limit": MOST_QUESTIONS}
        )
    choices = settle_choices(reading)
    codes = settle_codes(reading)
    keep_conditions(reading, codes, choices)
    languages = Languages(reading, language)
    parts = [part for group in reading.groups for part in divided(group, reading)]
    sections = [languages.section(part, number) for number, part in enumerate(parts, 1)]
    return {
        "family": reading.family,
        "title": languages.title(),
        "introduction": languages.fit(reading.introduction),
        "languages": reading.flags.get("languages") or languages.offered,
        "minutes": reading.flags.get("minutes", USUAL_MINUTES),
        "sections": sections,
        "not_understood": reading.notes.all(),
    }


def nothing_asked(reading: Reading) -> str:
    found = ", ".join(dict.fromkeys(note["what"] for note in reading.notes.all()))
    if not found:
        return _("The file asks nothing: there is no question in it.")
    return _("The file asks nothing that the portal can ask. It holds only: %(found)s.") % {"found": found}


def settle_codes(reading: Reading) -> dict[str, str]:
    """Give all questions codes that fit; returns {name in the file: code}."""
    codes, taken = {}, set()
    for asked in reading.questions:
        code = fitting(asked.name, LONGEST_QUESTION, taken)
        taken.add(code)
        codes.setdefault(asked.name, code)
        if code != asked.name:
            reading.notes.add(
                asked.where,
                f"{asked.name} → {code}",
                _("The code was changed: letters, digits, - and _, at most 20, each used once."),
            )
        asked.name = code
    return codes


def divided(group: Group, reading: Reading) -> list[Group]:
    """The group in parts, each of which depends only on parts before it."""
    parts: list[Group] = []
    for asked in group.questions:
        here = {other.name for other in parts[-1].questions} if parts else set()
        depends = any(leaf["question"] in here for leaf in leaves(asked.shown_if))
        is_full = not group.title and len(here) >= A_PAGE
        if not parts or (not reading.is_ours and (depends or is_full)):
            parts.append(Group(title=numbered(group.title, len(parts) + 1)))
        parts[-1].questions.append(asked)
    if parts:
        parts[0].introduction = group.introduction
    elif group.introduction:
        for text in group.introduction.values():
            reading.notes.add(
                next(iter(group.title.values()), "–"),
                "note",
                _("No question follows this text, so it is left out: %(text)s") % {"text": text},
            )
    return parts


def numbered(title: Texts, number: int) -> Texts:
    return title if number == 1 else {language: f"{text} ({number})" for language, text in title.items()}


class Languages:
    """Which of the file's languages are ours, and texts in them."""

    def __init__(self, reading: Reading, language: str):
        self.reading, self.notes = reading, reading.notes
        self.names = dict.fromkeys(
            name for asked in reading.questions for name in [*asked.text, *first_labels(asked)]
        )
        known = {name: code for name in self.names if name and (code := our_language(name))}
        self.main = self.main_language(list(known.values()), language)
        self.codes = known | {"": self.main}
        if reading.main and not known and not our_language(reading.main):
            self.codes[reading.main] = self.main
        unknown = [name for name in self.names if name not in self.codes]
        # Where none of the languages is ours, the texts of the first are better than none.
        if unknown and not known and "" not in self.names:
            self.foreign(unknown[0], is_only=True)
            self.codes[unknown.pop(0)] = self.main
        for name in unknown:
            self.foreign(name, is_only=False)
        self.offered = self.languages_offered()

    def main_language(self, known: list[str], language: str) -> str:
        """The file's own language if it is one of ours; else the one that was asked for."""
        own = our_language(self.reading.main) if self.reading.main else None
        if self.reading.main and own is None and not known:
            self.foreign(self.reading.main, is_only=True, main=language)
        if own:
            return own
        return language if language in known or not known else known[0]

    def foreign(self, name: str, *, is_only: bool, main: str = "") -> None:
        if is_only:
            says = _("The portal does not speak this language. The texts are taken for %(language)s.")
            says = says % {"language": dict(settings.LANGUAGES)[main or self.main]}
        else:
            says = _("The portal does not speak this language. Its texts are left out.")
        self.notes.gather(_("languages"), name, says)

    def code(self, name: str) -> str | None:
        if name not in self.codes:
            found = our_language(name)
            if found is None:
                self.foreign(name, is_only=False)
                return None
            self.codes[name] = found
        return self.codes[name]

    def fit(self, texts: Texts, part: str = "") -> dict[str, str]:
        """{our code: text}; too long titles and labels are shortened, and that is told."""
        found: dict[str, str] = {}
        for name, text in texts.items():
            code = self.code(name)
            if text and code and code not in found:
                found[code] = self.shortened(text, LONGEST.get(part))
        return found

    def shortened(self, text: str, longest: int | None) -> str:
        if not longest or len(text) <= longest:
            return text
        self.notes.add(
            text[: longest - 1] + SHORTENED, "…", _("Shortened. In full: %(text)s") % {"text": text}
        )
        return text[: longest - 1] + SHORTENED

    def wanted(self, texts: Texts, part: str, name: str, where: str) -> dict[str, str]:
        """As `fit`; what has no text in our languages gets the one it has, or its name."""
        found = self.fit(texts, part)
        if found:
            return found
        own = next((text for text in texts.values() if text), "")
        self.notes.gather(
            where, name, _("No text in the languages of the portal; another one or the code stands for it.")
        )
        return {self.main: self.shortened(own or name, LONGEST.get(part))}

    def title(self) -> dict[str, str]:
        """Of the whole; what is in a language that is not ours is better than none."""
        if found := self.fit(self.reading.title, "title"):
            return found
        if own := next(filter(None, self.reading.title.values()), ""):
            return {self.main: self.shortened(own, LONGEST["title"])}
        with translation.override(self.main):
            return {self.main: _("Questionnaire without a title")}

    def section(self, group: Group, number: int) -> dict:
        title = self.fit(group.title, "title") or self.part(number)
        introduction = self.fit(group.introduction)
        questions = [self.question(asked) for asked in group.questions]
        said = {"title": title} | ({"introduction": introduction} if introduction else {})
        return said | {"questions": questions}

    def part(self, number: int) -> dict[str, str]:
        """A title for what has none."""
        titles = {}
        for code in self.offered:
            with translation.override(code):
                titles[code] = _("Part %(number)d") % {"number": number}
        return titles

    def question(self, asked: Asked) -> dict:
        # What the file says in one text is one text here: nothing of it is repeated as help.
        data = {
            "code": asked.name,
            "kind": asked.kind,
            "text": self.wanted(asked.text, "", asked.name, asked.where),
        }
        if help := self.fit(asked.help):
            data["help"] = help
        data |= {flag: value for flag, value in asked.flags.items() if flag != "kind"}
        if asked.shown_if:
            data["shown_if"] = asked.shown_if
        if asked.choices:
            data["choices"] = [
                {"code": code, "label": self.wanted(label, "label", code, asked.where)}
                for code, label in asked.choices
            ]
        return data

    def languages_offered(self) -> list[str]:
        """The languages of at least half of the questions, the main one first; others are told of."""
        counts: dict[str, int] = {self.main: 0}
        for asked in self.reading.questions:
            for code in {
                code for name, text in asked.text.items() if text and (code := self.codes.get(name))
            }:
                counts[code] = counts.get(code, 0) + 1
        half = len(self.reading.questions) / 2
        for code, count in counts.items():
            if 0 < count < half and not self.reading.is_ours:
                says = _("Fewer than half of the questions are in this language: it is not offered.")
                self.notes.add(_("languages"), code, says)
        return [code for code, count in counts.items() if count >= half] or [
            max(counts, key=counts.__getitem__)
        ]


def first_labels(asked: Asked) -> Texts:
    return joined(*(label for _name, label in asked.choices[:1]))
