"""A survey as a whole, loaded once: its sections with their questions, and each text in each language."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from surveys.models import Question, Section, Survey
from upr_portal.languages import OWN_NAMES


def fingerprint(text: str) -> str:
    """Two texts have the same one if they are the same; so one sees what changed meanwhile."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def tidy(text: str | None) -> str:
    """A text as forms hand it on: browsers write other line ends, and forms take blanks off both ends."""
    return (text or "").replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Wording:
    """One text of the survey, in all languages."""

    row: Model
    field: str

    @property
    def key(self) -> str:
        """Such as "question-12-help"."""
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.field}"

    def column(self, language: str) -> str:
        return build_localized_fieldname(self.field, language)

    def text(self, language: str) -> str:
        return tidy(getattr(self.row, self.column(language)))

    @property
    def is_needed(self) -> bool:
        """It must stand in each language, or somebody wrote it in one."""
        must = not self.row._meta.get_field(self.field).blank
        return must or any(self.text(language) for language, _name in settings.LANGUAGES)

    def is_missing(self, language: str) -> bool:
        return self.is_needed and not self.text(language)


def wordings_of(*rows: Model) -> Iterator[Wording]:
    for row in rows:
        translated = translator.get_options_for_model(type(row)).get_field_names()
        yield from (Wording(row, field.name) for field in row._meta.fields if field.name in translated)


def languages_missing(languages: Iterable[str], *rows: Model) -> list[tuple[str, str]]:
    """Of these languages those in which a text of the rows is missing: (code, own name)."""
    wordings = list(wordings_of(*rows))
    return [
        (language, OWN_NAMES[language])
        for language in languages
        if any(wording.is_missing(language) for wording in wordings)
    ]


class Outline:
    """Sections, questions and choices in their order."""

    def __init__(self, survey: Survey):
        self.survey = survey
        self.sections: list[Section] = list(
            survey.sections.prefetch_related("questions__choices").order_by("position", "pk")
        )
        self.questions: list[Question] = [
            question for section in self.sections for question in section.questions.all()
        ]
        for question in self.questions:
            question.survey = survey  # known already: not asked for once a question
        self.by_code = {question.code: question for question in self.questions}

    @property
    def order(self) -> str:
        """The fingerprint of the order, and of nothing else."""
        return fingerprint(
            "|".join(
                f"{section.pk}:{','.join(str(question.pk) for question in section.questions.all())}"
                for section in self.sections
            )
        )

    def earlier_questions(self, question: Question) -> list[Question]:
        """Those of earlier sections: only on their answers it may depend."""
        here = question.section.position
        return [other for other in self.questions if other.section.position < here]

    def dependants(self, *codes: str) -> list[Question]:
        """Questions whose condition names one of these."""
        return [question for question in self.questions if question.asks_about & set(codes)]

    def wordings(self) -> list[Wording]:
        rows: list[Model] = [self.survey]
        for section in self.sections:
            rows.append(section)
            for question in section.questions.all():
                rows += [question, *question.choices.all()]
        return list(wordings_of(*rows))

    def missing(self, language: str) -> list[Wording]:
        return [wording for wording in self.wordings() if wording.is_missing(language)]


def desk_page(row: Model) -> str:
    """Where a row is edited, with the way back to the page from which the survey is made."""
    return reverse(f"admin:surveys_{row._meta.model_name}_change", args=[row.pk]) + "?making=1"
