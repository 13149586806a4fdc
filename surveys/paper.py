"""The questionnaire on paper: boxes to tick and lines to write on, made from the fields of each kind."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.condition_words import ConditionWords
from surveys.copies import RIGHT_TO_LEFT_MARK, plain
from surveys.models import Question, Section, Survey
from upr_portal.languages import direction
from upr_portal.templatetags.portal import translated

MOST_BOXES = 30  # more choices than that are written, not ticked
LINES_FOR_TEXT = 5


@dataclass(frozen=True)
class Part:
    """What is filled in: boxes or lines, with words before them where a question has several parts."""

    label: str
    boxes: list[str]
    lines: int = 0
    how: str = ""

    @property
    def rows(self) -> range:
        return range(self.lines)


@dataclass(frozen=True)
class Asked:
    """A question with its parts; none where it must not be answered on paper (`is_sealed`)."""

    question: Question
    parts: list[Part]
    condition: str = ""

    @property
    def is_sealed(self) -> bool:
        return self.question.is_sealed


@dataclass(frozen=True)
class PaperSection:
    section: Section
    asked: list[Asked] = field(default_factory=list)
    # Contact details go on a sheet of their own, so that they can be sent apart.
    is_apart: bool = False

    @property
    def introduction(self) -> str:
        """Not where it speaks of sealing, which paper cannot do."""
        return "" if all(one.is_sealed for one in self.asked) else self.section.introduction


def paper_of(survey: Survey) -> list[PaperSection]:
    """The whole questionnaire in the reader's language; what is kept apart comes last, on its own sheet."""
    sections = list(survey.sections.prefetch_related("questions__choices"))
    words = ConditionWords((q for section in sections for q in section.questions.all()), get_language())
    found, apart = [], []
    for section in sections:
        asked = [
            Asked(
                question, parts_of(question), words.sentence(question.shown_if) if question.shown_if else ""
            )
            for question in section.questions.all()
        ]
        together = [one for one in asked if not one.question.is_detached]
        if together:
            found.append(PaperSection(section, together))
        if len(together) < len(asked):
            rest = [one for one in asked if one.question.is_detached]
            apart.append(PaperSection(section, rest, is_apart=True))
    return found + apart


def parts_of(question: Question) -> list[Part]:
    if question.is_sealed:
        return []
    parts = []
    for name, asked in question.type.fields(question).items():
        if not isinstance(asked, forms.FileField):
            parts.append(part_of(question, asked, str(asked.label) if name else ""))
    return parts


def part_of(question: Question, asked: forms.Field, label: str) -> Part:
    choices = [pair for pair in getattr(asked, "choices", []) if pair[0] != ""]
    grouped = any(isinstance(labels, (list, tuple)) for _code, labels in choices)
    if not choices or grouped or len(choices) > MOST_BOXES:
        long = LINES_FOR_TEXT if isinstance(asked.widget, forms.Textarea) else 1
        return Part(label, [], 2 if grouped else long)
    several = isinstance(asked, forms.MultipleChoiceField) and len(choices) > 1
    how = "" if len(choices) == 1 else _("Tick all that apply.") if several else _("Tick one box.")
    return Part(label, [name for _code, name in choices], how=how)


# As a text file -----------------------------------------------------------------------------------


def as_text(survey: Survey, sections: list[PaperSection], heading: list[str]) -> bytes:
    """The same as lines of text, for who fills it in on a device or reads it aloud."""
    mark = RIGHT_TO_LEFT_MARK if direction(get_language()) == "rtl" else ""
    lines = [survey.title, "", *heading]
    for one in sections:
        lines += ["", "", plain(translated(one.section, "title")), "=" * 40]
        lines += one.introduction.splitlines()
        for asked in one.asked:
            lines += question_lines(asked)
    return "\n".join([*(mark + line if line else "" for line in lines), ""]).encode("utf-8-sig")


def question_lines(asked: Asked) -> list[str]:
    question = asked.question
    lines = ["", f"{question.code}. {question.text}"]
    lines += [question.help] if question.help else []
    if asked.condition:
        lines += [asked.condition]
    if asked.is_sealed:
        return [*lines, not_on_paper()]
    for part in asked.parts:
        lines += [word for word in (part.label, part.how) if word]
        lines += [f"[ ] {plain(box)}" for box in part.boxes] + ["_" * 60] * part.lines
    return lines


def not_on_paper() -> str:
    return _("Do not answer this on paper: paper cannot be sealed. You can answer it on the site only.")
