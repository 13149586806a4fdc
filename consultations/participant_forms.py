"""What some say besides: who accompanies a child, and a code that verifies for whom one speaks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.actions.verification import DIGITS
from consultations.forms import DetailsForm, PlainNameField
from surveys.codes import plain


class AdultForm(forms.Form):
    """The adult with whom somebody under 18 takes part."""

    accompanying_adult = PlainNameField(
        label=_("Name of the adult who accompanies you"),
        max_length=200,
        error_messages={"required": _("Give the name of the adult who accompanies you.")},
        widget=forms.TextInput({"dir": "auto"}),
    )
    adult_contact = PlainNameField(
        label=_("Telephone or e-mail of this adult"),
        max_length=254,
        error_messages={
            "required": _("Say how we reach this adult: a telephone number or an e-mail address.")
        },
        widget=forms.TextInput({"dir": "auto"}),  # a telephone number runs from left to right
        help_text=_("Only moderators and safeguarding officers see this."),
    )


class ChildDetailsForm(AdultForm, DetailsForm):
    """How somebody under 18 takes part, and with whom."""


class UseCodeForm(forms.Form):
    """The code of a focal point, however it is typed."""

    code = forms.CharField(
        label=_("Code"),
        max_length=100,
        error_messages={"required": _("Type the code.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
        help_text=_("20 digits. Spaces do not matter."),
    )

    def clean_code(self) -> str:
        digits = plain(self.cleaned_data["code"])
        if digits is None or len(digits) != DIGITS:
            raise forms.ValidationError(_("The code has 20 digits. Compare each with what you were given."))
        return digits
