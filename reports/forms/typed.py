"""What was sent, to be sent once more."""

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from modeltranslation.utils import build_localized_fieldname

from upr_portal.languages import OWN_NAMES, direction

SHORT = 100  # characters


class TypedForm(forms.Form):
    """Texts stand in fields whose names begin as `written` says, {beginning: what it is called}; the rest is
    carried along unseen (`carried`).

    It knows of no row: what it shows is what was sent.
    """

    def __init__(self, sent: QueryDict, written: dict[str, str | Promise]):
        super().__init__()
        self.fields = {
            name: text_field(name, label, sent[name])
            for beginning, label in written.items()
            for name in sent
            if name.startswith(beginning)
        }
        others = [name for name in sent if name not in self.fields and name != "csrfmiddlewaretoken"]
        self.carried = [(name, value) for name in others for value in sent.getlist(name)]


def text_field(name: str, label: str | Promise, text: str) -> forms.CharField:
    """As large as what was typed, and of the language that its name says; never called optional here."""
    language = next((code for code in OWN_NAMES if name.endswith(build_localized_fieldname("", code))), None)
    marks = {"lang": language, "dir": direction(language)} if language else {"dir": "auto"}
    if language:
        label = format_html('{} – <span lang="{}">{}</span>', label, language, OWN_NAMES[language])
    rows = 2 if len(text) < SHORT and "\n" not in text else 10
    widget = forms.Textarea(attrs={"rows": rows, **marks})
    field = forms.CharField(label=label, initial=text, required=False, widget=widget)
    field.is_sometimes_needed = True
    return field
