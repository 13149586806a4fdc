"""What comes in while a report is put together."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.making_forms.rows import NeededText
from reports.actions.composing import print_of_head, print_of_section
from reports.forms import in_their_order
from reports.forms.meeting import TextsInLanguages, fields_of_text, languages_of
from reports.material import Material
from reports.mistakes import refuse_mistakes
from reports.models import Report, ReportSection, SectionText
from reports.sections import SECTIONS
from reports.texts import Condition, needs_text, states_of_texts
from surveys.outline import tidy
from surveys.results.kinds import TALLIES
from upr_portal.languages import OWN_NAMES


class SectionForm(TextsInLanguages):
    """The text of a section in all languages of the report, and which questions are shown as charts."""

    def __init__(self, data=None, *, section: ReportSection, material: Material):
        super().__init__(data)
        self.section, self.material = section, material
        fields = fields_of_text(
            ReportSection._meta.get_field("text"), languages_of(section.report, section, "text")
        )
        for field in fields.values():
            field.widget.attrs["rows"] = 10
            self.say_whether_needed(field)
        self.fields |= fields
        self.take_texts(fields, section)
        self.initial["seen"] = print_of_section(section)
        if stale := self.stale():
            self.fields["still_fit"] = stale
        if charts := self.charts():
            self.fields["questions"] = charts
            self.initial["questions"] = section.questions

    def say_whether_needed(self, field: forms.Field) -> None:
        """What must be there before the report is approved is not called optional."""
        is_asked = field.widget.attrs["lang"] in self.section.report.languages
        field.is_sometimes_needed = is_asked and needs_text(self.section)
        if not is_asked:
            field.help_text = _("This is not a language of the report: the text is not shown.")
        elif field.is_sometimes_needed:
            field.help_text = _("Needed before the report can be approved.")
        elif self.section.switched_on:
            field.help_text = _("May stay empty in all languages. Written in one, it is needed in each.")
        else:
            field.help_text = _("Not needed as long as the section is switched off.")

    def stale(self) -> forms.Field | None:
        """Ticks for texts that are older than the source, and may say the same all the same."""
        texts = states_of_texts(self.section.report, [self.section])[self.section.kind]
        choices = [(text.language, text.language_name) for text in texts if text.condition == Condition.STALE]
        return choices and forms.MultipleChoiceField(
            label=_("Older than the source, but they still fit"),
            help_text=_("Tick the languages whose text you have compared with the source."),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def charts(self) -> forms.Field | None:
        """Ticks for what the survey can count, and for what the section names already."""
        if not SECTIONS[self.section.kind].has_charts:
            return None
        choices = charted_questions(self.material)
        known = {code for code, _label in choices}
        choices += [
            (code, _("%(code)s – not in the survey") % {"code": code})
            for code in self.section.questions
            if code not in known
        ]
        return choices and forms.MultipleChoiceField(
            label=_("Questions shown as charts"),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict:
        for column in [column for column in self.text_columns if column in self.cleaned_data]:
            self.cleaned_data[column] = tidy(self.cleaned_data[column])
            try:
                refuse_mistakes(self.cleaned_data[column], self.material)
            except ValidationError as error:
                self.add_error(column, error)
        return self.cleaned_data

    def changes(self) -> dict:
        """As `write_section` takes them; charts stay in their order, new ones follow."""
        changes = {**self.texts(), "still_fit": self.cleaned_data.get("still_fit", [])}
        if "questions" in self.fields:
            changes["questions"] = in_their_order(self.cleaned_data["questions"], self.section.questions)
        return changes


class TakeUpForm(forms.Form):
    """Which `earlier` text of a section, in a language, is written anew; `seen` as in TextsInLanguages."""

    earlier = forms.ModelChoiceField(None)
    seen = forms.CharField()

    def __init__(self, data, *, section: ReportSection, language: str):
        super().__init__(data)
        of_section = {"report": section.report, "kind": section.kind, "language": language}
        self.fields["earlier"].queryset = SectionText.objects.filter(**of_section)


def charted_questions(material: Material) -> list[tuple[str, str]]:
    """(code, label) of the survey's questions whose answers are counted."""
    if material.survey is None:
        return []
    questions = material.survey.questions.order_by("section__position", "position")
    return [
        (question.code, f"{question.code}. {question.text}")
        for question in questions
        if TALLIES[question.kind].result not in ("texts", "files")
        and not (question.is_sealed or question.is_detached)
    ]


class HeadForm(TextsInLanguages):
    """Languages, in which of them texts are written first, and the titles in those that are chosen.

    A title in another language stays; it is asked for again once its language is chosen.
    """

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=lambda: list(OWN_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Texts are written first in"),
        choices=lambda: list(OWN_NAMES.items()),
        help_text=gettext_lazy("When a text changes in this language, those in the others are marked."),
    )

    def __init__(self, data=None, *, report: Report):
        super().__init__(data)
        self.has_other_titles = set(languages_of(report, report, "title")) > set(report.languages)
        fields = fields_of_text(Report._meta.get_field("title"), report.languages, form_class=NeededText)
        for field in fields.values():
            field.help_text = _("Needed before the report can be approved.")
        self.fields = {"seen": self.fields["seen"], **fields, **self.fields}
        self.take_texts(fields, report)
        self.initial |= {
            "seen": print_of_head(report),
            "languages": report.languages,
            "source": report.languages[0],
        }

    def clean(self) -> dict:
        given = self.cleaned_data
        for column in [column for column in self.text_columns if column in given]:
            given[column] = tidy(given[column])
        has_title = any(given.get(column) or column in self.errors for column in self.text_columns)
        if not has_title and not self.has_other_titles:
            self.add_error(self.text_columns[0], _("Write it in one language at least."))
        if "languages" in given and given.get("source") and given["source"] not in given["languages"]:
            self.add_error("source", _("Choose one of the languages that are ticked."))
        return given

    def languages_in_order(self) -> list[str]:
        return in_their_order(self.cleaned_data["languages"], [self.cleaned_data["source"]])


def kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(choices=lambda: [(kind, kind) for kind in SECTIONS], required=False)


class ArrangeForm(forms.Form):
    """A button: one of `up`, `down`, `on`, `off`, `add` with the kind of a section; and the order `seen`."""

    DEEDS = ("up", "down", "on", "off", "add")

    seen = forms.CharField()
    up, down, on, off, add = kind_field(), kind_field(), kind_field(), kind_field(), kind_field()

    def clean(self) -> dict:
        if sum(bool(self.cleaned_data.get(deed)) for deed in self.DEEDS) != 1:
            raise ValidationError(_("Load the page again."))
        return self.cleaned_data

    def deed(self) -> tuple[str, str]:
        """(what to do, with which kind of section)."""
        return next((deed, self.cleaned_data[deed]) for deed in self.DEEDS if self.cleaned_data[deed])
