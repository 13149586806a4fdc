"""What comes in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from upr_portal.languages import OWN_NAMES


class CompileForm(forms.Form):
    """In which languages files are wanted; those of the report are ticked."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=lambda: list(OWN_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )

    def __init__(self, *args, report, **options):
        super().__init__(*args, initial={"languages": report.languages}, **options)
