"""Texts of key issues and proposals in their languages side by side, and what is done to their order."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.utils import build_localized_fieldname

from consultations.making_forms.rows import NeededText, field_of
from consultations.models import Consultation
from reports.differences import Conflict
from reports.forms.meeting import take_theirs
from reports.material import Material
from reports.mistakes import refuse_misspelt
from reports.models import Excerpt, KeyIssue, Proposal
from surveys.outline import tidy
from upr_portal.languages import OWN_NAMES, direction
from upr_portal.templatetags.portal import first_words

TEXTS = {KeyIssue: ("title", "narrative"), Proposal: ("text",)}
Row = KeyIssue | Proposal


def languages_of(consultation: Consultation, row: Row | None) -> list[str]:
    """Those of the consultation, and others in which something of the row is written."""
    there = [
        language
        for language in OWN_NAMES
        if row and any(getattr(row, build_localized_fieldname(text, language)) for text in TEXTS[type(row)])
    ]
    return list(dict.fromkeys([*consultation.languages, *there]))


class TextsForm(forms.Form):
    """`version` is the one that was being written on, 0 for a new row."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data=None,
        *,
        model: type[Row],
        languages: list[str],
        material: Material,
        row: Row | None = None,
    ):
        super().__init__(data)
        self.model, self.languages, self.material = model, languages, material
        fields = {
            column: self.text_field(text, language)
            for text in TEXTS[model]
            for column, language in self.columns(text)
        }
        self.text_columns = list(fields)
        self.fields |= fields
        self.initial = {column: getattr(row, column) for column in fields if row}
        self.initial["version"] = row.version if row else 0
        if data is not None:
            self.data = take_theirs(data, self.initial, self.text_columns)

    def columns(self, text: str) -> list[tuple[str, str]]:
        return [(build_localized_fieldname(text, language), language) for language in self.languages]

    def text_field(self, text: str, language: str) -> forms.Field:
        model_field = self.model._meta.get_field(text)
        field = field_of(model_field, **({} if model_field.blank else {"form_class": NeededText}))
        field.widget.is_required = False
        field.widget.attrs |= {"lang": language, "dir": direction(language)}
        if text == "narrative":
            field.widget.attrs["rows"] = 10
        name = OWN_NAMES[language]
        field.label = format_html('{} – <span lang="{}">{}</span>', field.label, language, name)
        return field

    def clean(self) -> dict:
        for column in [column for column in self.text_columns if column in self.cleaned_data]:
            self.cleaned_data[column] = tidy(self.cleaned_data[column])
            try:
                refuse_misspelt(self.cleaned_data[column], self.material)
            except ValidationError as error:
                self.add_error(column, error)
        needed = [column for column, _language in self.columns(TEXTS[self.model][0])]
        if not any(self.cleaned_data.get(column) or column in self.errors for column in needed):
            self.add_error(needed[0], _("Write it in one language at least."))
        return self.cleaned_data

    def texts(self) -> dict[str, str]:
        return {column: self.cleaned_data[column] for column in self.text_columns}

    def groups(self) -> Iterator[list[forms.BoundField]]:
        """The fields of each text, one a language."""
        for text in TEXTS[self.model]:
            yield [self[column] for column, _language in self.columns(text)]

    def conflicts(self, theirs: Row) -> list[Conflict]:
        """What somebody else wrote otherwise."""
        return [
            Conflict.of(self[column], language, self.cleaned_data[column], tidy(getattr(theirs, column)))
            for text in TEXTS[self.model]
            for column, language in self.columns(text)
            if tidy(getattr(theirs, column)) != self.cleaned_data[column]
        ]


class MoveForm(forms.Form):
    """A button: `up` or `down` with the name of a row; and the order that was `seen`."""

    seen = forms.CharField()
    up = forms.RegexField(r"^(issue|proposal)-\d{1,18}$", required=False)
    down = forms.RegexField(r"^(issue|proposal)-\d{1,18}$", required=False)

    def clean(self) -> dict:
        given = super().clean()
        if bool(given.get("up")) == bool(given.get("down")):
            raise ValidationError(_("Load the page again."))
        return given

    @property
    def name(self) -> str:
        return self.cleaned_data["up"] or self.cleaned_data["down"]

    @property
    def step(self) -> int:
        return -1 if self.cleaned_data["up"] else 1


class BehindForm(forms.Form):
    """Which of the excerpts on the page stand behind a row; `shown` names those that could be ticked."""

    shown = forms.ModelMultipleChoiceField(queryset=None, required=False)
    behind = forms.ModelMultipleChoiceField(queryset=None, required=False)

    def __init__(self, data, *, consultation: Consultation):
        super().__init__(data)
        for name in self.fields:
            self.fields[name].queryset = Excerpt.objects.filter(consultation=consultation)

    def changes(self) -> dict[str, list[Excerpt]]:
        """As `put_behind` takes them; what was not on the page stays as it is."""
        ticked = set(self.cleaned_data["behind"])
        return {"add": list(ticked), "remove": list(set(self.cleaned_data["shown"]) - ticked)}


class MergeForm(forms.Form):
    """Which other row becomes part of this one; each choice names the version that was seen."""

    other = forms.ChoiceField(
        label=gettext_lazy("Merge with"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("It was changed meanwhile. Look at it again, then choose."),
        },
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data=None, *, row: Row):
        super().__init__(data, initial={"version": row.version})
        self.rows = {f"{other.pk}-{other.version}": other for other in others_like(row)}
        self.fields["other"].choices = [(key, name_of(other)) for key, other in self.rows.items()]

    def clean_other(self) -> Row:
        return self.rows[self.cleaned_data["other"]]


def others_like(row: Row):
    """The other key issues, or the other proposals of all of them."""
    if isinstance(row, KeyIssue):
        rows = KeyIssue.objects.filter(consultation=row.consultation_id).order_by("position")
    else:
        rows = Proposal.objects.filter(key_issue__consultation=row.key_issue.consultation_id)
        rows = rows.select_related("key_issue").order_by("key_issue__position", "number")
    return rows.exclude(pk=row.pk)


def name_of(row: Row) -> str:
    return str(row) if isinstance(row, KeyIssue) else f"{row}. {first_words(row.text, 25)}"


class PartsField(forms.ModelMultipleChoiceField):
    """Rows that go along, each in its own words and language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Excerpt | Proposal) -> str:
        if isinstance(row, Proposal):
            return name_of(row)
        words = (row.language, direction(row.language), first_words(row.text, 25))
        return format_html('<span lang="{}" dir="{}">{}</span>', *words)


class SplitForm(TextsForm):
    """The texts of the new row, and what goes there."""

    def __init__(self, data=None, *, row: Row, languages: list[str], material: Material):
        super().__init__(data, model=type(row), languages=languages, material=material)
        self.initial["version"] = row.version
        if isinstance(row, KeyIssue):
            self.fields["proposals"] = PartsField(
                row.proposals.select_related("key_issue"), label=_("Proposals that go there"), required=False
            )
        self.fields["excerpts"] = PartsField(
            row.excerpts.all(), label=_("Excerpts that go there"), required=False
        )

    def parts(self) -> dict[str, list]:
        return {
            name: list(self.cleaned_data[name]) for name in ("proposals", "excerpts") if name in self.fields
        }

    def part_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("proposals", "excerpts") if name in self.fields]
