"""A sheet of answers: one form a section, made of the questions that this person is asked."""

from dataclasses import dataclass

from django import forms
from django.utils.datastructures import MultiValueDict

from surveys.actions import FIXED, KEPT, LEFT_AT
from surveys.fields import WordsField
from surveys.models import Question, Section, Survey
from surveys.question_types import DECLINED
from surveys.question_types.files import FilesField


def holds_several(field: forms.Field) -> bool:
    """What is sent for this field is a list."""
    return getattr(field, "holds_several", isinstance(field, forms.MultipleChoiceField))


class SectionForm(forms.Form):
    """The questions of one page. Fields are named by code ("Q5") and part ("Q5.other")."""

    def __init__(
        self,
        questions: list[Question],
        typed: dict[str, list],
        data: MultiValueDict | None = None,
        *,
        refused: dict[str, list[str]] | None = None,
    ):
        """`typed` is what was kept of this page; `data` what has just been sent, to be checked.

        `refused` says which files that were sent are not taken, and why: {field: [sentence]}.
        """
        super().__init__(data)
        self.questions = questions
        self.refused = refused or {}
        for question in questions:
            for part, field in question.type.fields(question).items():
                name = self.name(question, part)
                self.fields[name] = field
                if kept := typed.get(name):
                    self.initial[name] = kept if holds_several(field) else kept[-1]
                if isinstance(field, WordsField):
                    field.tell(self.data.get(name) if self.is_bound else self.initial.get(name))

    @staticmethod
    def name(question: Question, part: str) -> str:
        return f"{question.code}.{part}" if part else question.code

    def given(self, question: Question) -> dict:
        """The cleaned parts of one question; those with errors are left out."""
        parts = [name.partition(".") for name in self.fields]
        names = {part: f"{code}{dot}{part}" for code, dot, part in parts if code == question.code}
        return {part: self.cleaned_data[name] for part, name in names.items() if name in self.cleaned_data}

    def clean(self) -> None:
        for name, sentences in self.refused.items():
            self.add_error(name, sentences)
        for question in self.questions:
            given = self.given(question)
            if given.get(DECLINED) and self.has_error(question.code, "required"):
                del self.errors[question.code]
            for part, error in question.type.check(question, given).items():
                name = self.name(question, part)
                if name not in self.errors:
                    self.add_error(name, error)

    def values(self) -> dict[str, dict]:
        """{code: value} of what is right so far."""
        self.is_valid()
        values = {
            question.code: question.type.value(question, self.given(question)) for question in self.questions
        }
        return {code: value for code, value in values.items() if value}

    def typed(self, data: MultiValueDict) -> dict[str, list[str]]:
        """What was typed, right or wrong, as it is kept in the draft. Files are kept in another way."""
        return {
            name: data.getlist(name)
            for name, field in self.fields.items()
            if any(data.getlist(name)) and not isinstance(field, FilesField)
        }


@dataclass
class Page:
    """A section that this person is asked, with its place among the others."""

    section: Section
    questions: list[Question]
    form: SectionForm
    number: int = 0
    previous: "Page | None" = None
    next: "Page | None" = None

    @property
    def position(self) -> int:
        return self.section.position

    @property
    def is_sensitive(self) -> bool:
        return any(question.is_sealed for question in self.questions)

    def anchor(self, question: Question) -> str:
        """Where the question stands on its page."""
        field = self.form[question.code]
        return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


def typed_on(position: int, typed: dict[str, dict]) -> dict[str, list]:
    """What a draft holds for a page: the texts typed there, and the files that were attached."""
    return typed.get(str(position), {}) | typed.get("files", {})


class Sheet:
    """All pages of a survey for somebody who typed so far `typed` ({position: {field: [text]}}), with the
    files in it under "files"."""

    def __init__(self, survey: Survey, typed: dict[str, dict], sections: list[Section] | None = None):
        """`sections` with their questions and choices, where they were fetched already."""
        self.is_change = FIXED in typed
        self.values: dict[str, dict] = dict(typed.get(FIXED, {}))
        self.pages: list[Page] = []
        self.sections = sections or list(survey.sections.prefetch_related("questions__choices"))
        for section in self.sections:
            shown = [question for question in section.questions.all() if self.is_asked(question)]
            if shown:
                self.add_page(section, shown, typed_on(section.position, typed))

    def is_asked(self, question: Question) -> bool:
        return question.is_shown(self.values) and (question.can_be_changed or not self.is_change)

    def add_page(self, section: Section, questions: list[Question], typed: dict[str, list[str]]) -> None:
        form = SectionForm(questions, typed, MultiValueDict(typed))
        before = self.pages[-1] if self.pages else None
        page = Page(section, questions, form, number=len(self.pages) + 1, previous=before)
        if before:
            before.next = page
        self.pages.append(page)
        self.values |= form.values()

    def page(self, position: int) -> Page | None:
        return next((page for page in self.pages if page.position == position), None)

    def first_unfinished(self, typed: dict) -> Page | None:
        """Where to go on: where somebody stopped, else the first page that was never kept, or is wrong."""
        left_at = self.page(typed.get(LEFT_AT, 0))
        unfinished = (
            page for page in self.pages if str(page.position) not in typed or not page.form.is_valid()
        )
        return left_at or next(unfinished, None)

    def newly_asked(self, before: "Sheet") -> Page | None:
        """The first page with a question that was not asked before something was changed."""
        known = {question.code for page in before.pages for question in page.questions}
        return next((page for page in self.pages if {q.code for q in page.questions} - known), None)

    def whole_page(self, position: int) -> Page | None:
        """A section with all its questions, also those that this person is not asked (any more): somebody
        may have typed them in another tab, or in a draft that is gone. It has the number 0."""
        for section in self.sections:
            if section.position == position:
                questions = list(section.questions.all())
                return Page(section, questions, SectionForm(questions, {}))
        return None

    @property
    def wrong_pages(self) -> list[Page]:
        return [page for page in self.pages if not page.form.is_valid()]

    def answers(self) -> list[tuple[Page, list[tuple[Question, str, list[str]]]]]:
        """What the page "Check your answers" shows: each question, where to change it, and its answer."""
        return [
            (page, [(question, page.anchor(question), self.words(question)) for question in page.questions])
            for page in self.pages
        ]

    def words(self, question: Question) -> list[str]:
        return list(question.type.words(question, self.values.get(question.code, {})))


def written(survey: Survey, typed: dict[str, dict]) -> list[tuple[Question, list[str]]]:
    """All that was typed in a survey, right or wrong, question by question, with choices in words."""
    found = []
    for section in survey.sections.prefetch_related("questions__choices"):
        kept = typed.get(str(section.position), {})
        for question in section.questions.all():
            labels = dict(question.type.options(question))
            names = [SectionForm.name(question, part) for part in question.type.fields(question)]
            words = [str(labels.get(text, text)) for name in names for text in kept.get(name, []) if text]
            if words:
                found.append((question, words))
    return found


def typed_anew(survey: Survey, values: dict[str, dict]) -> dict[str, dict]:
    """Sent answers as the contents of a draft in which they can be changed."""
    contents: dict[str, dict] = {KEPT: True, FIXED: {}}
    for section in survey.sections.prefetch_related("questions"):
        typed = contents[str(section.position)] = {}
        for question in section.questions.all():
            if (value := values.get(question.code)) is None:
                continue
            if not question.can_be_changed:
                contents[FIXED][question.code] = value
                continue
            parts = question.type.typed(value)
            typed |= {SectionForm.name(question, part): texts for part, texts in parts.items() if texts}
    return contents
