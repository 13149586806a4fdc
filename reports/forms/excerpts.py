"""A passage that is taken, what may be shown of it, its translation; and the codes of a consultation."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Consultation
from reports.models import Code, Excerpt, ExcerptTranslation
from reports.models.excerpts import levels_up_to
from reports.redaction import refuse_other_words
from surveys.outline import tidy
from upr_portal.languages import direction

MOST_CODES = 60


class PassageForm(forms.Form):
    passage = forms.CharField(
        label=gettext_lazy("Passage"),
        help_text=gettext_lazy("Copy it from the text, word for word."),
        error_messages={"required": gettext_lazy("Copy the passage that you want to take.")},
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )


class ExcerptForm(forms.Form):
    """How an excerpt is shown outside: only levels that its source allows can be chosen."""

    redacted = forms.CharField(
        label=gettext_lazy("As it is shown outside"),
        help_text=gettext_lazy(
            "Take out what gives the writer away, and write […] in its place. All else stays as it was "
            "written: explanations stand in square brackets, like [name of a village]. Empty: as it was "
            "written."
        ),
        required=False,
    )
    consent_level = forms.ChoiceField(label=gettext_lazy("How the writer is named"), widget=forms.RadioSelect)
    codes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Codes"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data=None, *, excerpt: Excerpt):
        first = {
            "redacted": excerpt.redacted,
            "consent_level": excerpt.shown_level,
            "codes": excerpt.codes.all(),
            "version": excerpt.version,
        }
        super().__init__(data, initial=first)
        self.original = excerpt.text
        attributes = {"rows": 5, "lang": excerpt.language, "dir": direction(excerpt.language)}
        self.fields["redacted"].widget = forms.Textarea(attributes)
        allowed = levels_up_to(excerpt.allowed_level)
        self.fields["consent_level"].choices = [(level.value, level.label) for level in allowed]
        self.fields["codes"].queryset = Code.objects.filter(consultation=excerpt.consultation_id)

    def clean_redacted(self) -> str:
        shown = tidy(self.cleaned_data["redacted"])
        if shown:
            refuse_other_words(self.original, shown)
        return shown


class ExcerptTranslationForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Translation"), error_messages={"required": gettext_lazy("Write something first.")}
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, language: str, standing: ExcerptTranslation | None):
        first = {"text": standing.text, "version": standing.version} if standing else {"version": 0}
        super().__init__(data, initial=first)
        self.fields["text"].widget = forms.Textarea({"rows": 6, "lang": language, "dir": direction(language)})

    def clean_text(self) -> str:
        return tidy(self.cleaned_data["text"])


class CodesForm(forms.Form):
    """All codes of a consultation by name: emptied ones go, and each line below them is a new one."""

    new = forms.CharField(
        label=gettext_lazy("New codes"),
        help_text=gettext_lazy("One on each line."),
        required=False,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )

    def __init__(self, data=None, *, consultation: Consultation):
        super().__init__(data)
        self.codes = list(consultation.codes.all())
        new = self.fields.pop("new")
        for number, code in enumerate(self.codes, start=1):
            self.fields[f"code-{code.pk}"] = forms.CharField(
                label=_("Code %(number)s") % {"number": number},
                initial=code.name,
                required=False,
                max_length=Code._meta.get_field("name").max_length,
                widget=forms.TextInput({"dir": "auto"}),
            )
        self.fields["new"] = new

    def clean_new(self) -> list[str]:
        names = [name for line in self.cleaned_data["new"].splitlines() if (name := line.strip())]
        longest = Code._meta.get_field("name").max_length
        if any(len(name) > longest for name in names):
            raise ValidationError(_("A code has %(most)d characters at most.") % {"most": longest})
        if len(names) + len(self.codes) > MOST_CODES:
            raise ValidationError(_("Keep to %(most)d codes at most.") % {"most": MOST_CODES})
        return names

    def values(self) -> dict:
        """As `keep_codes` takes them; a code whose field did not come stays as it is."""
        came = [code for code in self.codes if f"code-{code.pk}" in self.data]
        typed = {code.pk: self.cleaned_data[f"code-{code.pk}"].strip() for code in came}
        return {
            "names": {key: name for key, name in typed.items() if name},
            "dropped": [key for key, name in typed.items() if not name],
            "added": self.cleaned_data["new"],
        }
