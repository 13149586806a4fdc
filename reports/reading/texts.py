"""One text to read, what is looked for, and what was taken from it."""

import re
from dataclasses import dataclass, field

from django.db.models import Q

from consultations.models import Consultation, SubTopic
from reports.models import Excerpt
from reports.stakeholders import names_of_kinds, names_of_regions
from surveys.models import Question

ANSWERS, STATEMENTS, NOTES = "answer", "statement", "note"


@dataclass
class Text:
    """One text to read. `token` names it in addresses and tells nothing else."""

    source: tuple[str, object, str]
    token: str
    text: str
    language: str
    kind: str = ""
    region: str = ""
    question: Question | None = None
    sub_topic: SubTopic | None = None
    is_read: bool = False
    labels: list[str] = field(default_factory=list)  # kind and region in words, as far as they are told
    excerpts: list[Excerpt] = field(default_factory=list)

    @property
    def columns(self) -> dict:
        """What a row about it (`FromSource`) has in its columns."""
        name, key, part = self.source
        return {f"{name}_id": key, "part": part}

    @property
    def is_taken_whole(self) -> bool:
        return any(excerpt.text == self.text.strip() for excerpt in self.excerpts)

    def passage(self, typed: str) -> str:
        """The words of the text that were typed, as they stand in it; "" where they do not. Line breaks and
        blanks may differ: browsers change them."""
        words = [re.escape(word) for word in typed.split()]
        found = re.search(r"\s+".join(words), self.text) if words else None
        return found.group() if found else ""


@dataclass
class Wanted:
    """What is looked for. Empty values narrow nothing."""

    source: str = ANSWERS
    question: Question | None = None
    sub_topic: SubTopic | None = None
    language: str = ""
    kind: str = ""
    region: str = ""
    code: object = None
    is_left: bool = False


def with_excerpts(consultation: Consultation, texts: list[Text]) -> list[Text]:
    """The same texts, each with what was taken from it, and in words who wrote it."""
    kinds, regions = names_of_kinds(), names_of_regions()
    for text in texts:
        text.labels = [name for name in (kinds.get(text.kind), regions.get(text.region)) if name]
    by_source = {text.source: text for text in texts}
    keys: dict[str, list] = {ANSWERS: [], STATEMENTS: [], NOTES: []}
    for name, key, _part in by_source:
        keys[name].append(key)
    of_texts = Q(answer__in=keys[ANSWERS]) | Q(statement__in=keys[STATEMENTS]) | Q(note__in=keys[NOTES])
    found = consultation.excerpts.filter(of_texts).with_translations().order_by("pk")
    for excerpt in found:
        if text := by_source.get(excerpt.source):
            text.excerpts.append(excerpt)
    return texts
