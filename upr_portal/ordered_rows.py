"""Rows of a numbered list on one page of the desk: two of them may change places in one go."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class InOrderForm(forms.ModelForm):
    """A row of an ordered list. Its place is checked with all the others'."""

    order_field = "position"

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {self.order_field}


class InOrderFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        field = self.form.order_field
        kept = [form for form in self.forms if form not in self.deleted_forms]
        places = [form.cleaned_data[field] for form in kept if form.cleaned_data.get(field) is not None]
        if len(places) != len(set(places)):
            raise ValidationError(_("Two rows have the same number. Give each its own."))
