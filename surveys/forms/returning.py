"""The code with which somebody comes back."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from surveys.codes import DIGITS, plain


class CodeForm(forms.Form):
    """A code as people type it; `cleaned_data["code"]` is its digits."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("16 digits. Blanks and dashes do not matter."),
        max_length=200,
        widget=forms.TextInput(
            {"autocomplete": "off", "inputmode": "numeric", "dir": "ltr", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code of 16 digits.")},
    )

    def clean_code(self) -> str:
        digits = plain(self.cleaned_data["code"])
        if digits is None:
            raise forms.ValidationError(_("A code has digits only. Read it once more and correct it."))
        if len(digits) != DIGITS:
            raise forms.ValidationError(
                ngettext(
                    "A code has 16 digits. You typed %(count)d digit.",
                    "A code has 16 digits. You typed %(count)d digits.",
                    len(digits),
                )
                % {"count": len(digits)}
            )
        return digits
