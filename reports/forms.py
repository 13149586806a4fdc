"""What comes in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.formats import format_choices
from upr_portal.languages import OWN_NAMES


class CompileForm(forms.Form):
    """In which languages and formats files are wanted; the languages of the report are ticked, and PDF."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=lambda: list(OWN_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    formats = forms.MultipleChoiceField(
        label=_("Formats"),
        choices=format_choices,
        widget=forms.CheckboxSelectMultiple,
        initial=["pdf"],
        help_text=_("All formats of a language say the same: they are made from the same facts."),
        error_messages={"required": _("Choose at least one format.")},
    )

    def __init__(self, *args, report, **options):
        super().__init__(*args, initial={"languages": report.languages}, **options)
