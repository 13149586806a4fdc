"""Forms of one row: its texts in the languages of the consultation side by side, then the rest."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import fields_for_model
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from surveys.outline import fingerprint, tidy
from upr_portal.languages import OWN_NAMES, direction

# As browsers write what was chosen on a calendar or a clock.
WIDGETS = {
    models.DateField: forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    models.TimeField: forms.TimeInput({"type": "time"}, format="%H:%M"),
    models.DateTimeField: forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    models.TextField: forms.Textarea({"rows": 3}),
}


def field_of(model_field: models.Field, **options) -> forms.Field:
    """The form's field of a model's, with the model's validators, which only forms that save would run."""
    # A moment is a date as well, so the class itself is asked for.
    if widget := WIDGETS.get(type(model_field)):
        options["widget"] = widget
    if isinstance(model_field, models.URLField):
        options["assume_scheme"] = "https"
    field = model_field.formfield(**options)
    field.validators += [one for one in model_field.validators if one not in field.validators]
    return field


class NeededText(forms.CharField):
    """A text that is needed in one language at least, so none of its fields is called optional."""

    def validate(self, value: str) -> None:
        """The form knows of the other languages (`RowForm.need_text`)."""


class RowForm(forms.Form):
    """`texts` are written in each language, one of them at least; `facts` once. What `stays` is not asked.

    `seen` says what stood there when the page was made: whoever saves over somebody else's change is told.
    """

    model: type[models.Model]
    texts: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data=None,
        *,
        languages: list[str],
        row: models.Model | None = None,
        stays: Iterable[str] = (),
    ):
        super().__init__(data)
        self.row, self.languages, self.stays = row, languages, set(stays)
        asked = {name: self.fields.pop(name) for name in list(self.fields) if name != "seen"}
        for text in self.texts:
            self.fields |= self.fields_of_text(text)
        facts = [name for name in self.facts if name not in self.stays]
        self.fields |= fields_for_model(self.model, facts, formfield_callback=field_of) | asked
        if row:
            self.initial = {name: getattr(row, name) for name in self.columns if hasattr(row, name)}
            self.initial["seen"] = self.print

    def fields_of_text(self, text: str) -> dict[str, forms.Field]:
        """{"title_en": …, "title_fr": …}, each said to be of its language."""
        model_field = self.model._meta.get_field(text)
        fields = {}
        for language in self.languages:
            field = field_of(model_field, **({} if model_field.blank else {"form_class": NeededText}))
            field.widget.is_required = False
            field.widget.attrs |= {"lang": language, "dir": direction(language)}
            if len(self.languages) > 1:
                field.label = format_html(
                    '{} – <span lang="{}">{}</span>', field.label, language, OWN_NAMES[language]
                )
            fields[build_localized_fieldname(text, language)] = field
        return fields

    @property
    def columns(self) -> list[str]:
        return [name for name in self.fields if name != "seen"]

    @cached_property
    def print(self) -> str:
        """The fingerprint of what stands in the row."""
        return fingerprint("|".join(str(self.initial.get(name, "")) for name in self.columns))

    def clean(self) -> dict:
        self.refuse_what_was_overtaken()
        for text in self.texts:
            self.need_text(text)
        return self.cleaned_data

    def refuse_what_was_overtaken(self) -> None:
        if self.row and self.cleaned_data.get("seen") != self.print:
            self.data = self.data.copy()
            self.data["seen"] = self.print
            raise ValidationError(
                _("Somebody else changed this meanwhile. What you typed stands below. Save again to keep it.")
            )

    def need_text(self, text: str) -> None:
        """Texts that must be there are needed in one language now, and in all before publishing."""
        columns = [build_localized_fieldname(text, language) for language in self.languages]
        for column in columns:
            if column in self.cleaned_data:
                self.cleaned_data[column] = tidy(self.cleaned_data[column])
        is_needed = not self.model._meta.get_field(text).blank
        if is_needed and not any(
            self.cleaned_data.get(column) or column in self.errors for column in columns
        ):
            self.add_error(columns[0], _("Write it in one language at least."))

    def values(self) -> dict[str, Any]:
        """The fields of the row as they are to be written."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def text_groups(self) -> Iterator[list[forms.BoundField]]:
        for text in self.texts:
            yield [self[build_localized_fieldname(text, language)] for language in self.languages]

    def other_fields(self) -> list[forms.BoundField]:
        texts = {field.name for group in self.text_groups() for field in group}
        return [self[name] for name in self.columns if name not in texts]
