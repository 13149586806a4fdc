"""What a reader of a foreign questionnaire gives, before it is arranged into the portal's own form.

Texts are {language as the file names it: text}; "" is a language without a name. Conditions are trees of
`surveys.conditions` that use the file's own names of questions and choices.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Texts = dict[str, str]
NAMED = 6  # questions that a note names before it counts the others


@dataclass
class Asked:
    """A question as the file has it; `flags` are those of the portal (`offers_other`, `least`, …)."""

    where: str
    name: str
    kind: str
    text: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    choices: list[tuple[str, Texts]] = field(default_factory=list)
    shown_if: dict | None = None
    flags: dict = field(default_factory=dict)


@dataclass
class Group:
    """Questions that belong together; without a title they may be cut into sections as need be."""

    title: Texts = field(default_factory=dict)
    introduction: Texts = field(default_factory=dict)
    questions: list[Asked] = field(default_factory=list)


class Notes:
    """What was not understood, or was changed. What many questions share is told once for all of them."""

    def __init__(self):
        self.said: list[dict[str, str]] = []
        self.gathered: dict[tuple[str, str], list[str]] = {}

    def add(self, where: str, what: str, says: str) -> None:
        self.said.append({"where": where, "what": what, "says": says})

    def gather(self, where: str, what: str, says: str) -> None:
        """One more place of which the same is to be said."""
        places = self.gathered.setdefault((what, says), [])
        if where not in places:
            places.append(where)

    def all(self) -> list[dict[str, str]]:
        together = [
            {"where": named(places), "what": what, "says": says}
            for (what, says), places in self.gathered.items()
        ]
        return self.said + together


def named(places: list[str]) -> str:
    """ "a, b, c and 4 more"."""
    shown = ", ".join(places[:NAMED])
    more = len(places) - NAMED
    if more <= 0:
        return shown
    return ngettext("%(shown)s and %(more)d more", "%(shown)s and %(more)d more", more) % {
        "shown": shown,
        "more": more,
    }


@dataclass
class Reading:
    """A whole questionnaire. `is_ours`: the portal wrote it, so its sections and texts stay as they are.

    `main` is the language that the file names as its own; `flags` are those of the survey.
    """

    family: str
    title: Texts = field(default_factory=dict)
    introduction: Texts = field(default_factory=dict)
    main: str = ""
    groups: list[Group] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    is_ours: bool = False
    flags: dict = field(default_factory=dict)

    @property
    def questions(self) -> list[Asked]:
        return [asked for group in self.groups for asked in group.questions]

    def group(self, title: Texts | None = None) -> Group:
        """Begin a group."""
        self.groups.append(Group(title=dict(title or {})))
        return self.groups[-1]


def row(number: int, name: str = "") -> str:
    """Where something stands in a table."""
    place = _("row %(number)d") % {"number": number}
    return f"{place}, {name}" if name else place


def both(one: dict | None, other: dict | None) -> dict | None:
    """The condition under which both hold; None holds always."""
    parts: list[dict] = []
    for tree in filter(None, (one, other)):
        inner = tree["all"] if set(tree) == {"all"} else [tree]
        parts += [part for part in inner if part not in parts]
    if len(parts) < 2:
        return parts[0] if parts else None
    return {"all": parts}


def joined(*texts: Texts, by: str = "\n\n") -> Texts:
    """Texts one after the other, language by language."""
    languages = dict.fromkeys(language for text in texts for language in text)
    return {
        language: by.join(text[language] for text in texts if text.get(language)) for language in languages
    }
