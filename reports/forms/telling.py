"""To whom the letter about a report goes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TellForm(forms.Form):
    """Whether to write to who left an address in a survey: only if they were told of such letters."""

    with_survey = forms.BooleanField(
        label=_("Write also to those who left their address in the survey."),
        required=False,
        help_text=_("Only if the question told them that they would hear of the results or the report."),
    )
