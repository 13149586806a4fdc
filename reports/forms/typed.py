"""What was sent, to be sent once more."""

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from upr_portal.languages import OWN_NAMES, direction


class TypedForm(forms.Form):
    """Texts stand in fields whose names begin with `written`; the rest is carried along unseen (`carried`).

    It knows of no row: what it shows is what was sent.
    """

    def __init__(self, sent: QueryDict, written: tuple[str, ...]):
        super().__init__()
        texts = [name for name in sent if name.startswith(written)]
        self.fields = {name: text_field(name, sent[name]) for name in texts}
        others = [name for name in sent if name not in self.fields and name != "csrfmiddlewaretoken"]
        self.carried = [(name, value) for name in others for value in sent.getlist(name)]


def text_field(name: str, text: str) -> forms.CharField:
    """As large as its form had it, and of the language that its name says."""
    language = next((code for code in OWN_NAMES if name.endswith(build_localized_fieldname("", code))), None)
    marks = {"lang": language, "dir": direction(language)} if language else {"dir": "auto"}
    label = _("Text")
    if language:
        label = format_html('{} – <span lang="{}">{}</span>', label, language, OWN_NAMES[language])
    return forms.CharField(
        label=label, initial=text, required=False, widget=forms.Textarea(attrs={"rows": 10, **marks})
    )
