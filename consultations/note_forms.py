"""What rapporteurs write."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.models import Note
from upr_portal.languages import language_choices


class NoteForm(forms.Form):
    """`note` is the one that is gone on with; `version` the one that stands on the page, 0 for none."""

    language = forms.ChoiceField(label=_("Language of the note"), choices=language_choices)
    text = forms.CharField(
        label=_("Your note"),
        strip=False,
        error_messages={"required": _("Write something before you keep the note.")},
        widget=forms.Textarea({"rows": 16, "dir": "auto"}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, note: Note | None = None):
        first = {"language": get_language(), "version": 0}
        if note:
            first = {"language": note.language, "text": note.text, "version": note.version}
        super().__init__(data, initial=first)
        if not self.is_bound and note:
            self.fields["text"].widget.attrs["lang"] = note.language

    def clean_text(self) -> str:
        # Browsers send lines as mail does; they are kept as everybody else writes them.
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text
