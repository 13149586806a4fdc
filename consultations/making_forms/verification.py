"""A code for a focal point; and what a moderator read when they verified somebody."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from consultations.forms import PlainNameField, nothing_chosen
from consultations.models import Event
from consultations.models.registrations import TO_BE_VERIFIED


class MakeCodeForm(forms.Form):
    """For which organisation, for how many people, until when."""

    organisation_name = PlainNameField(
        label=gettext_lazy("Organisation"),
        max_length=200,
        error_messages={"required": gettext_lazy("Name the organisation for which the code is.")},
        help_text=gettext_lazy("Who uses the code is registered as of this organisation."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=lambda: nothing_chosen((one.value, one.label) for one in TO_BE_VERIFIED),
        error_messages={"required": gettext_lazy("Choose the kind of organisation.")},
    )
    uses_allowed = forms.IntegerField(
        label=gettext_lazy("How many people may use it"), min_value=1, max_value=500, initial=1
    )
    expires_at = forms.DateTimeField(
        label=gettext_lazy("Good until"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("In the event’s time zone."),
    )

    def __init__(self, data=None, *, event: Event):
        super().__init__(data, initial={"expires_at": event.registration_closes})

    def clean_expires_at(self) -> datetime:
        expires_at = self.cleaned_data["expires_at"]
        if expires_at <= timezone.now():
            raise forms.ValidationError(_("Choose a time to come."))
        return expires_at


class VerifyForm(forms.Form):
    """One button, with what stood beside it."""

    is_true = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    kind = forms.ChoiceField(choices=Organisation.Kind.choices, required=False)
    organisation_name = forms.CharField(required=False, strip=False)
