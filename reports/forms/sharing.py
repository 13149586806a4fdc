"""For whom a report is shared and how long, and until when it is under embargo."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from reports.actions.sharing import GOOD_FOR
from reports.models.sharing import LONGEST


class Moment(forms.DateTimeField):
    """A day with its hour, by the clocks of Geneva."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value) -> datetime | None:
        moment = super().clean(value)
        if moment and moment <= timezone.now():
            raise forms.ValidationError(now("Choose a time to come."))
        return moment


class ShareForm(forms.Form):
    for_whom = forms.CharField(
        label=_("For whom"),
        max_length=200,
        help_text=_("In your words, such as “facilitators of the second day”. Only moderators see it."),
        error_messages={"required": _("Say for whom the link is, so that others know whether to revoke it.")},
    )
    expires_at = Moment(
        label=_("Good until"),
        help_text=_("Geneva time; in 90 days at the latest."),
        error_messages={"required": _("Say until when the link is good.")},
    )

    def __init__(self, data=None):
        super().__init__(data, initial={"expires_at": timezone.now() + GOOD_FOR})

    def clean_expires_at(self) -> datetime:
        expires_at = self.cleaned_data["expires_at"]
        # The link is made a moment later.
        if expires_at > timezone.now() + LONGEST - timedelta(minutes=1):
            raise forms.ValidationError(now("A link is good for 90 days at most. Choose an earlier time."))
        return expires_at


class EmbargoForm(forms.Form):
    embargo_until = Moment(
        label=_("Under embargo until"),
        required=False,
        help_text=_("Geneva time. Empty: no embargo. Before that time the report cannot be published."),
    )
