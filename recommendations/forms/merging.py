"""Verdicts on pairs that may be the same recommendation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.doubles import Double


class DoublesForm(forms.Form):
    """One question for each pair that was shown."""

    ANSWERS = [
        ("", _("Decide later")),
        ("same", _("The same: merge them")),
        ("different", _("Not the same")),
    ]

    def __init__(self, data, *, doubles: list[Double]):
        super().__init__(data)
        self.doubles = doubles
        for double in doubles:
            self.fields[f"pair-{double.key}"] = forms.ChoiceField(
                label=_("Are these two the same recommendation?"),
                choices=self.ANSWERS,
                initial="same" if double.is_plain else "",
                required=False,
            )

    @property
    def questions(self):
        """Each pair with its field."""
        return [(double, self[f"pair-{double.key}"]) for double in self.doubles]

    @property
    def verdicts(self) -> list[tuple[Double, str]]:
        """Of those that were decided."""
        given = ((double, self.cleaned_data[f"pair-{double.key}"]) for double in self.doubles)
        return [(double, verdict) for double, verdict in given if verdict]
