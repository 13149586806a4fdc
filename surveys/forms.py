"""A sheet of answers: one form a section, made of the questions that this person is asked."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from surveys.actions import NOT_LATER
from surveys.models import Question, Section, Survey, SurveyExport


class SectionForm(forms.Form):
    """The questions of one page. Fields are named by code ("Q5") and part ("Q5.other")."""

    def __init__(
        self, questions: list[Question], typed: dict[str, list[str]], data: MultiValueDict | None = None
    ):
        """`typed` is what was kept of this page; `data` what has just been sent, to be checked."""
        super().__init__(data)
        self.questions = questions
        for question in questions:
            for part, field in question.type.fields(question).items():
                name = self.name(question, part)
                self.fields[name] = field
                if kept := typed.get(name):
                    several = isinstance(field, forms.MultipleChoiceField)
                    self.initial[name] = kept if several else kept[-1]

    def name(self, question: Question, part: str) -> str:
        return f"{question.code}.{part}" if part else question.code

    def given(self, question: Question) -> dict:
        """The cleaned parts of one question; those with errors are left out."""
        names = {part: self.name(question, part) for part in question.type.fields(question)}
        return {part: self.cleaned_data[name] for part, name in names.items() if name in self.cleaned_data}

    def clean(self) -> None:
        for question in self.questions:
            for part, error in question.type.check(self.given(question)).items():
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
        """What was typed, right or wrong, as it is kept in the draft."""
        return {name: data.getlist(name) for name in self.fields if any(data.getlist(name))}


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


class Sheet:
    """All pages of a survey for somebody who typed so far `typed` ({position: {field: [text]}})."""

    def __init__(self, survey: Survey, typed: dict[str, dict]):
        self.values: dict[str, dict] = {}
        self.pages: list[Page] = []
        for section in survey.sections.prefetch_related("questions__choices"):
            shown = [question for question in section.questions.all() if question.is_shown(self.values)]
            if shown:
                self.add_page(section, shown, typed.get(str(section.position), {}))

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


class ExportForm(forms.Form):
    """Which file of answers is wanted, and whether with what people wrote."""

    kind = forms.ChoiceField(
        label=_("File"),
        choices=SurveyExport.Kind.choices,
        initial=SurveyExport.Kind.XLSX,
        widget=forms.RadioSelect,
    )
    with_texts = forms.BooleanField(
        label=_("with free texts"),
        required=False,
        help_text=_(
            "Dangerous: a text can name its author. In one row with all other answers it gives away "
            "the whole sheet. Take texts out only if you must."
        ),
    )


class ProlongForm(forms.Form):
    """A later end of a survey, as a day and a time in Geneva; `cleaned_data["closes"]` is the moment."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=_("Time"), help_text=_("Geneva time."), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args, survey: Survey, **options):
        self.survey = survey
        end = timezone.localtime(survey.closes)
        super().__init__(*args, initial={"day": end.date(), "time": end.time()}, **options)

    def clean(self) -> dict:
        if {"day", "time"} <= self.cleaned_data.keys():
            moment = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
            closes = self.cleaned_data["closes"] = timezone.make_aware(moment)
            if closes <= max(self.survey.closes, timezone.now()):
                self.add_error("day", NOT_LATER)
        return self.cleaned_data
