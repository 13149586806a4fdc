"""Questionnaires that ship with the portal: readable files that become surveys, and surveys written back."""

import json
from pathlib import Path

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname

from surveys.models import Choice, Question, Section, Survey

FOLDER = Path(__file__).parent
FLAGS = [
    "required",
    "sensitivity",
    "offers_other",
    "offers_decline",
    "invites_comment",
    "shown_if",
    "words_hinted",
    "least",
    "most",
]


def questionnaires() -> list[str]:
    """The names that `read_questionnaire` knows."""
    return sorted(file.stem for file in FOLDER.glob("*.json"))


def read_questionnaire(name: str) -> dict:
    """The file as it is: title, introduction, languages, minutes, sections → questions → choices."""
    if name not in questionnaires():
        raise ValueError(f"there is no questionnaire {name}; there are {', '.join(questionnaires())}")
    return json.loads((FOLDER / f"{name}.json").read_text())


def written(data: dict, *names: str) -> dict[str, str]:
    """{"title_en": …, "title_fr": …}: texts of a file as fields of a row."""
    return {
        build_localized_fieldname(name, language): text
        for name in names
        for language, text in data.get(name, {}).items()
    }


def make_sections(survey: Survey, sections: list[dict]) -> None:
    """The rows of a questionnaire's sections, questions and choices."""
    for number, data in enumerate(sections, 1):
        section = Section.objects.create(
            survey=survey, position=number, **written(data, "title", "introduction")
        )
        for place, asked in enumerate(data["questions"], 1):
            question = Question.objects.create(
                section=section,
                position=place,
                code=asked["code"],
                kind=asked["kind"],
                **written(asked, "text", "help"),
                **{flag: asked[flag] for flag in FLAGS if flag in asked},
            )
            Choice.objects.bulk_create(
                Choice(question=question, position=rank, code=choice["code"], **written(choice, "label"))
                for rank, choice in enumerate(asked.get("choices", []), 1)
            )


def texts(row, *names: str) -> dict:
    """The other way round: {"title": {"en": …}}, without languages and texts that are empty."""
    found = {
        name: {
            language: text
            for language, _name in settings.LANGUAGES
            if (text := getattr(row, build_localized_fieldname(name, language)))
        }
        for name in names
    }
    return {name: by_language for name, by_language in found.items() if by_language}


def questionnaire_of(survey: Survey) -> dict:
    """The survey's questions as the data of a file, from which the same survey can be made again."""
    sections = survey.sections.prefetch_related("questions__choices")
    return {
        **texts(survey, "title", "introduction"),
        "languages": survey.languages,
        "minutes": survey.minutes,
        "sections": [
            texts(section, "title", "introduction")
            | {"questions": [question_data(question) for question in section.questions.all()]}
            for section in sections
        ],
    }


def question_data(question: Question) -> dict:
    flags = {flag: getattr(question, flag) for flag in FLAGS}
    usual = {flag: Question._meta.get_field(flag).get_default() for flag in FLAGS}
    choices = [{"code": choice.code, **texts(choice, "label")} for choice in question.choices.all()]
    return (
        {"code": question.code, "kind": question.kind}
        | texts(question, "text", "help")
        | {flag: value for flag, value in flags.items() if value != usual[flag]}
        | ({"choices": choices} if choices else {})
    )
