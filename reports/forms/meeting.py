"""Texts in several languages that two people may write at once, and what becomes of both."""

from dataclasses import dataclass, field

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.html import format_html
from modeltranslation.utils import build_localized_fieldname

from consultations.making_forms.rows import field_of
from reports.actions.composing import in_one
from reports.differences import Conflict
from reports.models import Report
from surveys.outline import fingerprint, tidy
from upr_portal.languages import OWN_NAMES, direction


def languages_of(report: Report, row, field: str) -> list[str]:
    """Those of the report, and others in which something is written."""
    there = [language for language in OWN_NAMES if getattr(row, build_localized_fieldname(field, language))]
    return list(dict.fromkeys([*report.languages, *there]))


def fields_of_text(model_field, languages: list[str], **options) -> dict[str, forms.Field]:
    """{"text_en": …, "text_fr": …}, each said to be of its language."""
    fields = {}
    for language in languages:
        field = field_of(model_field, **options)
        field.widget.is_required = False
        field.widget.attrs |= {"lang": language, "dir": direction(language)}
        label, own_name = model_field.verbose_name, OWN_NAMES[language]
        field.label = format_html(
            '{} – <span lang="{}">{}</span>', label[0].upper() + label[1:], language, own_name
        )
        field.help_text = ""
        fields[build_localized_fieldname(model_field.name, language)] = field
    return fields


def take_theirs(data: QueryDict, standing: dict[str, str], columns: list[str]) -> QueryDict:
    """What was sent; of the texts that it names under `theirs`, what stands there now."""
    data = data.copy()
    for column in data.getlist("theirs"):
        if column in columns:
            data[column] = standing.get(column) or ""
    return data


@dataclass(frozen=True)
class Meeting:
    """What somebody else kept since a page was opened, and what that means for what was typed on it.

    `taken_over` names the languages of texts that only they changed: these stand in the fields now. `other`
    holds what is no text, under the name of its field.
    """

    conflicts: list[Conflict] = field(default_factory=list)
    taken_over: list[str] = field(default_factory=list)
    other: dict[str, list[str]] = field(default_factory=dict)


class TextsInLanguages(forms.Form):
    """One text in several languages. `seen` is the fingerprint of what stood there at first."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text_columns: list[str]

    def take_texts(self, fields: dict[str, forms.Field], row) -> None:
        """Ask for these texts of the row. What the page did not show yet, and so was not sent, stays."""
        self.text_columns = list(fields)
        self.initial |= {column: getattr(row, column) or "" for column in fields}
        if self.is_bound:
            self.data = take_theirs(self.data, self.initial, self.text_columns)
            for column in fields:
                self.data.setdefault(column, self.initial[column])

    def text_fields(self) -> list[forms.BoundField]:
        return [self[column] for column in self.text_columns]

    def texts(self) -> dict[str, str]:
        return {column: self.cleaned_data[column] for column in self.text_columns}

    def language_of(self, column: str) -> str:
        return self.fields[column].widget.attrs["lang"]

    def meet(self, theirs: Model, prints: dict[str, str], *other: str) -> Meeting:
        """What `theirs` holds now, of which these are the fingerprints; `other` fields hold no text.

        What only they changed comes into the form. Sent again, the form takes the place of what stands there.
        """
        opened = dict(zip(prints, self.cleaned_data["seen"].split("."), strict=False))
        meeting = Meeting()
        for column in self.text_columns:
            mine, standing = self.cleaned_data[column], tidy(getattr(theirs, column))
            if mine == standing or opened.get(column) == fingerprint(standing):
                continue
            if opened.get(column) == fingerprint(mine):
                self.data[column] = standing
                meeting.taken_over.append(OWN_NAMES[self.language_of(column)])
            else:
                language = self.language_of(column)
                meeting.conflicts.append(Conflict.of(self[column], language, mine, standing))
        for name in other:
            if opened.get(name) != prints[name]:
                meeting.other[name] = getattr(theirs, name)
        self.data["seen"] = in_one(prints)
        return meeting
