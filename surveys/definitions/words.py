"""A questionnaire as a person reads it before it becomes a survey."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.question_types import QUESTION_TYPES
from upr_portal.languages import OWN_NAMES


@dataclass(frozen=True)
class Spoken:
    """A text with its language."""

    text: str
    language: str


def spoken(texts: dict[str, str]) -> Spoken:
    """In the reader's language where there is one, else in the first there is."""
    languages = [get_language(), *(code for code, _name in settings.LANGUAGES)]
    language = next((code for code in languages if texts.get(code)), "")
    return Spoken(texts.get(language, ""), language or settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class QuestionShown:
    code: str
    kind: str
    text: Spoken
    is_required: bool
    languages: str
    condition: str
    choices: list[Spoken]


@dataclass(frozen=True)
class SectionShown:
    title: Spoken
    introduction: Spoken
    questions: list[QuestionShown]


def sections_shown(reading: dict) -> list[SectionShown]:
    """The sections and questions of a reading."""
    return [
        SectionShown(
            spoken(section["title"]),
            spoken(section.get("introduction", {})),
            [question_shown(question) for question in section["questions"]],
        )
        for section in reading["sections"]
    ]


def question_shown(question: dict) -> QuestionShown:
    kind = QUESTION_TYPES.get(question["kind"])
    return QuestionShown(
        code=question["code"],
        kind=str(kind.label) if kind else question["kind"],
        text=spoken(question["text"]),
        is_required=question.get("required", False),
        languages=own_names(list(question["text"])),
        condition=in_words(question.get("shown_if")),
        choices=[spoken(choice["label"]) for choice in question.get("choices", [])],
    )


def own_names(languages: list[str]) -> str:
    return " · ".join(OWN_NAMES[language] for language in languages)


def in_words(condition: dict | None) -> str:
    """A condition as a phrase: “Q1 is “yes” and Q2 is answered”."""
    if not condition:
        return ""
    if "not" in condition:
        return _("not (%(condition)s)") % {"condition": in_words(condition["not"])}
    for joint, word in (("all", _("and")), ("any", _("or"))):
        if joint in condition:
            return f" {word} ".join(bracketed(part) for part in condition[joint])
    question = condition["question"]
    if "answered" in condition:
        said = _("%(question)s is answered") if condition["answered"] else _("%(question)s is not answered")
        return said % {"question": question}
    if "equals" in condition:
        return _("%(question)s is “%(choice)s”") % {"question": question, "choice": condition["equals"]}
    return _("“%(choice)s” is among the answers to %(question)s") % {
        "question": question,
        "choice": condition["includes"],
    }


def bracketed(condition: dict) -> str:
    words = in_words(condition)
    return f"({words})" if {"all", "any"} & condition.keys() else words
