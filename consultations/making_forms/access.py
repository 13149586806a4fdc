"""An answer to what somebody needs to take part."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Registration
from surveys.outline import fingerprint
from upr_portal.languages import language_choices


class AccessAnswerForm(forms.Form):
    """`seen` says which needs were read: who has written something else meanwhile is answered anew."""

    seen = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what you can do for this person.")},
        help_text=gettext_lazy("It goes to the person by letter, and stands on their own page."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of your answer"), choices=language_choices)

    def __init__(self, data=None, *, registration: Registration):
        self.print = fingerprint(registration.access_needs)
        super().__init__(data, initial={"language": registration.language, "seen": self.print})

    def clean_seen(self) -> str:
        if self.cleaned_data["seen"] != self.print:
            self.data = self.data.copy()
            self.data["seen"] = self.print
            raise ValidationError(_("The person has changed what they need. Read it again, then answer."))
        return self.cleaned_data["seen"]
