"""What moderators say about invitations: addresses, who may answer, what came back, targets."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from recommendations.documents.tables import Line, read_table
from recommendations.documents.unreadable import Unreadable
from surveys.address_lists import read_addresses
from surveys.models import Choice, Question, Survey
from upr_portal.languages import language_choices

MOST_ROWS = 5000
LARGEST_LIST = 900 * 1024  # bytes: it travels once more with the confirmation
TALL = {"rows": 10, "autocomplete": "off", "dir": "auto"}


class AddressesForm(forms.Form):
    """A file or pasted lines; `cleaned_data["found"]` is what was read of them."""

    file = forms.FileField(
        label=_("File"), help_text=_("csv or Excel, with headings or without."), required=False
    )
    pasted = forms.CharField(
        label=_("Or paste the lines"),
        help_text=_("One a line: organisation; kind; address; language. Bare addresses will do."),
        widget=forms.Textarea(TALL),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of letters where a row names none"), choices=language_choices
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_LIST:
            raise ValidationError(_("The file is too large for a list of addresses. Split it."))
        return file

    def clean(self) -> dict:
        if self.errors:
            return self.cleaned_data
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "")
        content = file.read() if file else pasted.encode()
        if not content.strip():
            raise ValidationError(_("Choose a file, or paste the lines."))
        try:
            lines = read_table(content)
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        self.cleaned_data["rows"] = json.dumps(
            [(line.number, line.cells) for line in lines], ensure_ascii=False
        )
        if len(lines) > MOST_ROWS or len(self.cleaned_data["rows"].encode()) > LARGEST_LIST:
            raise ValidationError(_("This is too large for a list of addresses. Split it."))
        self.cleaned_data["found"] = read_addresses(lines, language=self.cleaned_data["language"])
        return self.cleaned_data


class ConfirmedAddressesForm(forms.Form):
    """The rows that a trial run showed, sent once more: read and judged again like the first time."""

    rows = forms.CharField(widget=forms.HiddenInput, strip=False)
    language = forms.ChoiceField(choices=language_choices, widget=forms.HiddenInput)
    leaves_out_bad_rows = forms.BooleanField(
        label=_("Leave out the rows with errors, and enter the others"), required=False
    )

    def clean_rows(self) -> list[Line]:
        try:
            lines = [
                Line(int(number), [str(cell) for cell in cells])
                for number, cells in json.loads(self.cleaned_data["rows"])
            ]
        except (ValueError, TypeError) as error:
            raise ValidationError(_("The list is damaged. Enter it once more.")) from error
        if not lines:
            raise ValidationError(_("The list is damaged. Enter it once more."))
        return lines

    def clean(self) -> dict:
        if self.errors:
            return self.cleaned_data
        found = read_addresses(self.cleaned_data["rows"], language=self.cleaned_data["language"])
        self.cleaned_data["found"] = found
        if found.bad and not self.cleaned_data["leaves_out_bad_rows"]:
            self.add_error(
                "leaves_out_bad_rows", _("Some rows have errors. Correct them, or leave them out.")
            )
        return self.cleaned_data


class CountForm(forms.Form):
    """The number of letters that stood on the button."""

    count = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReturnedForm(forms.Form):
    """Addresses that came back, among whatever words a mail program puts round them."""

    pasted = forms.CharField(
        label=_("Addresses that came back"),
        help_text=_("One a line, or the list as it is. Only addresses that were invited are marked."),
        widget=forms.Textarea(TALL),
    )


class AccessForm(forms.ModelForm):
    class Meta:
        model = Survey
        fields = ["access", "most_an_hour", "remind_days_before"]
        widgets = {"access": forms.RadioSelect}

    most_an_hour = forms.IntegerField(
        label=capfirst(_("answers an hour")),
        help_text=Survey._meta.get_field("most_an_hour").help_text,
        min_value=1,
        max_value=100_000,
    )
    remind_days_before = forms.IntegerField(
        label=capfirst(_("remind so many days before the end")),
        help_text=Survey._meta.get_field("remind_days_before").help_text,
        min_value=1,
        max_value=60,
        required=False,
    )


class TargetForm(forms.Form):
    """A choice of the survey, and how many answers of it are hoped for (empty: no target)."""

    choice = forms.ModelChoiceField(label=_("Answer"), queryset=Choice.objects.none())
    wanted = forms.IntegerField(
        label=capfirst(_("answers wanted")),
        help_text=_("Empty: no target for this answer any more."),
        min_value=1,
        max_value=30_000,
        required=False,
    )

    def __init__(self, *args, questions: list[Question], **options):
        super().__init__(*args, **options)
        self.fields["choice"].queryset = Choice.objects.filter(question__in=questions)
        self.fields["choice"].choices = [
            ("", _("Choose an answer")),
            *((f"{one.code}. {one.text}"[:120], choices_of(one)) for one in questions),
        ]


def choices_of(question: Question) -> list[tuple[int, str]]:
    return [(choice.pk, choice.label) for choice in question.choices.all()]
