"""The questions of one page as a form: how they are asked, what was typed, and what is right of it."""

from collections.abc import Callable, Iterable
from functools import cached_property

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe

from surveys.fields import WordsField
from surveys.models import Question
from surveys.question_types import DECLINED
from surveys.question_types.files import FilesField


def holds_several(field: forms.Field) -> bool:
    """What is sent for this field is a list."""
    return getattr(field, "holds_several", isinstance(field, forms.MultipleChoiceField))


def name_of(question: Question, part: str) -> str:
    return f"{question.code}.{part}" if part else question.code


class Asked:
    """A question in one language: its fields, named by code ("Q5") and part ("Q5.other").

    It may serve many forms at the same time, so nothing here is of anybody's answers, and nobody changes it.
    """

    def __init__(self, question: Question):
        parts = question.type.fields(question)
        self.question = question
        self.names = {part: name_of(question, part) for part in parts}
        self.fields = {self.names[part]: field for part, field in parts.items()}

    @cached_property
    def labels(self) -> dict[str, str]:
        """{code: label} of all that can be chosen."""
        return dict(self.question.type.options(self.question))

    @cached_property
    def blank(self) -> dict[str, SafeString]:
        """How each field looks where nothing was typed into it."""
        form = SectionForm([self.question], {}, asked=lambda question: self)
        return {name: form[name].as_field_group() for name in self.fields}


def typed_into(asked: Iterable[Asked], data: MultiValueDict) -> dict[str, list[str]]:
    """What was typed, right or wrong, as it is kept in the draft. Files are kept in another way."""
    return {
        name: data.getlist(name)
        for one in asked
        for name, field in one.fields.items()
        if any(data.getlist(name)) and not isinstance(field, FilesField)
    }


class SectionForm(forms.Form):
    """The questions of one page, or some of them."""

    def __init__(
        self,
        questions: list[Question],
        typed: dict[str, list],
        data: MultiValueDict | None = None,
        *,
        refused: dict[str, list[str]] | None = None,
        asked: Callable[[Question], Asked] = Asked,
    ):
        """`typed` is what was kept of this page; `data` what has just been sent, to be checked.

        `refused` says which files that were sent are not taken, and why: {field: [sentence]}.
        `asked` gives the fields of a question, where they are made already.
        """
        super().__init__(data)
        self.questions = questions
        self.refused = refused or {}
        self.asked = [asked(question) for question in questions]
        for one in self.asked:
            self.fields.update(one.fields)
        for name in self.fields.keys() & typed.keys():
            if kept := typed[name]:
                self.initial[name] = kept if holds_several(self.fields[name]) else kept[-1]

    def given(self, one: Asked) -> dict:
        """The cleaned parts of one question; those with errors are left out."""
        return {
            part: self.cleaned_data[name] for part, name in one.names.items() if name in self.cleaned_data
        }

    def clean(self) -> None:
        for name, sentences in self.refused.items():
            self.add_error(name, sentences)
        for one in self.asked:
            question, given = one.question, self.given(one)
            if given.get(DECLINED) and self.has_error(question.code, "required"):
                del self.errors[question.code]
            for part, error in question.type.check(question, given).items():
                if one.names[part] not in self.errors:
                    self.add_error(one.names[part], error)

    def values(self) -> dict[str, dict]:
        """{code: value} of what is right so far."""
        self.is_valid()
        values = {
            one.question.code: one.question.type.value(one.question, self.given(one)) for one in self.asked
        }
        return {code: value for code, value in values.items() if value}

    def render(self, *args, **options) -> SafeString:
        """All fields; those that nobody has touched come as they are kept. No error belongs to no field."""
        drawn = (self.drawn(name, blank) for one in self.asked for name, blank in one.blank.items())
        return mark_safe("".join(drawn))  # noqa: S308 - each is drawn by a template

    __str__ = __html__ = render

    def drawn(self, name: str, blank: SafeString) -> SafeString:
        if name not in (self.data if self.is_bound else self.initial) and name not in self.errors:
            return blank
        bound = self[name]
        if isinstance(bound.field, WordsField):
            bound.help_text = bound.field.help_for(bound.value())
        return bound.as_field_group()
