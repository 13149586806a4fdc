"""What some say besides: who accompanies a child, and a code that verifies for whom one speaks."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from consultations.actions.verification import DIGITS
from consultations.forms import DetailsForm, PlainNameField
from surveys.codes import plain


def is_telephone(words: str) -> bool:
    """Digits of any script with the usual signs between them; ITU-T E.164 has 15 digits at most."""
    digits = sum(sign.isdecimal() for sign in words)
    return 6 <= digits <= 15 and all(sign.isdecimal() or sign in " +-()./" for sign in words)


def is_address(words: str) -> bool:
    try:
        validate_email(words)
    except ValidationError:
        return False
    return True


class ContactField(forms.CharField):
    """How somebody is reached, kept as typed: without invisible signs, which pasted numbers bring along."""

    def clean(self, value: str | None) -> str:
        signs = [sign for sign in value or "" if unicodedata.category(sign) != "Cf"]
        contact = super().clean(" ".join("".join(signs).split()))
        if contact and not (is_telephone(contact) or is_address(contact)):
            raise ValidationError(
                _(
                    "Give a telephone number like +41 22 555 01 25, or an e-mail address like"
                    " name@example.org."
                )
            )
        return contact


class AdultForm(forms.Form):
    """The adult with whom somebody under 18 takes part."""

    accompanying_adult = PlainNameField(
        label=_("Name of the adult who accompanies you"),
        max_length=200,
        error_messages={"required": _("Give the name of the adult who accompanies you.")},
        widget=forms.TextInput({"dir": "auto"}),
    )
    adult_contact = ContactField(
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
