"""A statement as its writer types it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from upr_portal.languages import language_choices

CONSENTS = ("interpreters_may_read", "moderator_may_read", "may_be_published")


class StatementForm(forms.Form):
    """Text, language, and what may be done with it; to be handed in it needs one use at least."""

    text = forms.CharField(
        label=_("Your statement"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 14, "dir": "auto"}),
        error_messages={"required": _("Write or paste your statement.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the text"),
        choices=language_choices,
        error_messages={"required": _("Choose the language of the text.")},
    )
    interpreters_may_read = forms.BooleanField(label=_("Interpreters may read it"), required=False)
    moderator_may_read = forms.BooleanField(
        label=_("The moderator may read it out if I cannot speak"), required=False
    )
    may_be_published = forms.BooleanField(
        label=_("Publish it after the meeting if it was not delivered"),
        required=False,
        help_text=_("With your name as the public list of speakers shows it, or without a name."),
    )

    def __init__(self, *args, hand_in: bool, **options):
        self.hand_in = hand_in
        super().__init__(*args, **options)

    def clean(self):
        data = super().clean()
        if self.hand_in and not any(data.get(name) for name in CONSENTS):
            self.add_error(
                "interpreters_may_read",
                _("Nobody may read it yet. Choose at least one use, or save it as a draft."),
            )
        return data
