"""What a State answered, as a person enters it."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recommendations.actions import Part
from recommendations.models import Position, PositionValue
from upr_portal.languages import language_choices

MOST_PARTS = 4
ANSWERS = [(value, label) for value, label in PositionValue.choices if value != PositionValue.PENDING]


class SourceForm(forms.Form):
    """Where an answer stands, and in which words."""

    date = forms.DateField(
        label=_("Date of the answer"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    symbol = forms.CharField(
        label=_("Document symbol"),
        help_text=_("For example A/HRC/59/15/Add.1."),
        max_length=60,
        required=False,
    )
    paragraph = forms.CharField(label=_("Paragraph"), max_length=30, required=False)
    own_words = forms.CharField(
        label=_("The State's own words"), widget=forms.Textarea(attrs={"dir": "auto"}), required=False
    )
    language = forms.ChoiceField(label=_("Language of these words"), choices=language_choices)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("language", get_language())

    def clean(self):
        said = super().clean()
        if not self.errors and not (said.get("symbol") or said.get("own_words")):
            raise forms.ValidationError(
                _("Say where the answer stands: write the document symbol or the State's own words.")
            )
        return said

    @property
    def source(self) -> dict:
        names = ("date", "symbol", "paragraph", "own_words", "language")
        return {name: self.cleaned_data[name] for name in names}


class PositionForm(SourceForm):
    """One answer to a whole recommendation."""

    value = forms.ChoiceField(label=_("Position"), choices=ANSWERS, widget=forms.RadioSelect)
    qualifier = forms.ChoiceField(
        label=_("As the State put it"),
        help_text=_("In part, in principle or without an answer counts as noted, by UPR Info's rule."),
        choices=[("", _("Just so")), *Position.Qualifier.choices],
        required=False,
    )
    field_order = ("value", "qualifier", "date", "symbol", "paragraph", "own_words", "language")

    def clean(self):
        said = super().clean()
        only_noted = {"in-part", "in-principle", "no-answer"}
        if said.get("qualifier") in only_noted and said.get("value") == PositionValue.SUPPORTED:
            self.add_error("value", _("With these words it counts as noted. Choose “Noted”, or split it."))
        return said

    @property
    def answer(self) -> dict:
        """What `actions.record_position` takes."""
        return self.source | {name: self.cleaned_data[name] for name in ("value", "qualifier")}


class SplitForm(SourceForm):
    """The parts that a State told apart, each with its answer."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for place in range(1, MOST_PARTS + 1):
            is_needed = place < 3
            self.fields[f"text_{place}"] = forms.CharField(
                label=_("Text of part %(number)s") % {"number": place},
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
                required=is_needed,
            )
            self.fields[f"value_{place}"] = forms.ChoiceField(
                label=_("Position on part %(number)s") % {"number": place},
                choices=[("", _("Choose")), *ANSWERS],
                required=is_needed,
            )
        parts = [f"{name}_{place}" for place in range(1, MOST_PARTS + 1) for name in ("text", "value")]
        self.order_fields(parts)

    def clean(self):
        said = super().clean()
        for place in range(3, MOST_PARTS + 1):
            if said.get(f"text_{place}") and not said.get(f"value_{place}"):
                self.add_error(f"value_{place}", _("Choose the position on this part."))
        return said

    @property
    def parts(self) -> list[Part]:
        said = self.cleaned_data
        places = range(1, MOST_PARTS + 1)
        return [Part(said[f"text_{n}"], said[f"value_{n}"]) for n in places if said[f"text_{n}"]]


class CloseForm(forms.Form):
    """The adoption of the outcome, at which silence becomes "noted"."""

    date = forms.DateField(
        label=_("Day of the adoption by the Human Rights Council"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    symbol = forms.CharField(
        label=_("Symbol of the decision or report"),
        help_text=_("For example A/HRC/DEC/59/112."),
        max_length=60,
    )
