"""What the columns of a table hold."""

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.documents.foreign_tables import ForeignTable
from recommendations.models import KnownColumn


class ColumnsForm(forms.Form):
    """One question a column; each meaning is given once, and the text must be there."""

    def __init__(self, data, *, table: ForeignTable, columns: dict[str, str]):
        super().__init__(data)
        self.table = table
        for place, heading in enumerate(table.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or _("Column %(number)s") % {"number": place + 1},
                choices=[("", _("Not needed")), *KnownColumn.Meaning.choices],
                initial=columns.get(str(place), ""),
                required=False,
            )

    def clean(self):
        given = list(self.columns.values())
        twice = next((meaning for meaning in given if given.count(meaning) > 1), None)
        if twice:
            label = KnownColumn.Meaning(twice).label
            raise forms.ValidationError(
                _("Two columns are called “%(meaning)s”. Choose one of them."), params={"meaning": label}
            )
        if KnownColumn.Meaning.TEXT not in given:
            raise forms.ValidationError(_("Choose the column that holds the text of the recommendation."))
        return self.cleaned_data

    @property
    def columns(self) -> dict[str, str]:
        """Place → meaning, of the columns that are needed."""
        return {
            name.removeprefix("column-"): meaning for name, meaning in self.cleaned_data.items() if meaning
        }

    @property
    def questions(self):
        """Each field with the first values of its column."""
        return [
            (self[f"column-{place}"], self.table.samples(place)) for place in range(len(self.table.headings))
        ]
