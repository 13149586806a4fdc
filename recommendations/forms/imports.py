"""Files to import, and what people decide on them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from upr_portal.languages import language_choices

# What is read while somebody waits; the command takes larger files.
LARGEST_UPLOAD = 8 * 1024 * 1024


class ImportForm(forms.Form):
    """A file to try; it is kept only until the confirmation."""

    file = forms.FileField(
        label=_("Export of UPR Info's database"),
        help_text=_("A csv or Excel file, as UPR Info's database gives it."),
        allow_empty_file=True,
    )
    language = forms.ChoiceField(label=_("Language of the texts"), choices=language_choices, initial="en")
    skip_bad_rows = forms.BooleanField(
        label=_("Leave out rows with errors and import the rest"), required=False
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Split it, or have it imported on the server."),
                params={"limit": LARGEST_UPLOAD // 1024 // 1024},
            )
        return file
