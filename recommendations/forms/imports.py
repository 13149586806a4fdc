"""Files to import, and what people decide on what was read from them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.documents.decided import UNCLEAR, UNNAMED, Decided
from recommendations.documents.number_lists import expand_numbers
from recommendations.documents.tables import LARGEST_FILE
from recommendations.models import Document, Position, PositionValue
from reference.models import State, UprSession
from upr_portal.languages import language_choices

PASTED = "text.txt"
FAMILIES = [(value, label) for value, label in Document.Family.choices if value != Document.Family.GENERATED]
POSITIONS = [*PositionValue.choices, (UNCLEAR, _("Unclear: stays pending"))]


class ImportForm(forms.Form):
    """A file to try, or text from one; it is kept only until the confirmation, for a day at most."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Word, PDF, text, csv, Excel or JSON."),
        allow_empty_file=True,
        required=False,
    )
    pasted = forms.CharField(
        label=_("Or paste the text"),
        help_text=_("For example the chapter of recommendations from a report."),
        widget=forms.Textarea,
        required=False,
    )
    family = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("Find out by itself")), *FAMILIES], required=False
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=lambda: [("", _("Find out by itself")), *language_choices()],
        required=False,
    )
    skip_bad_rows = forms.BooleanField(
        label=_("Of UPR Info's export: leave out rows with errors and import the rest"), required=False
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Split it, or have it imported on the server."),
                params={"limit": LARGEST_FILE // 1024 // 1024},
            )
        if file and not file.size:
            raise forms.ValidationError(_("The file is empty. Choose another one."))
        return file

    def clean(self):
        if not self.errors and not self.cleaned_data.get("file") and not self.cleaned_data.get("pasted"):
            raise forms.ValidationError(_("Choose a file, or paste the text."))
        return self.cleaned_data

    @property
    def upload(self) -> dict:
        """What `actions.keep_upload` takes."""
        said = {name: self.cleaned_data[name] for name in ("family", "language", "skip_bad_rows")}
        file = self.cleaned_data["file"]
        if file:
            return said | {"file_name": file.name[-200:], "content": file.read()}
        return said | {"file_name": PASTED, "content": self.cleaned_data["pasted"].encode()}


class ReadAgainForm(forms.Form):
    """What a file is to be taken for."""

    family = ImportForm.base_fields["family"]
    language = ImportForm.base_fields["language"]


class DecisionsForm(forms.Form):
    """What a person decides on a document as a whole: its review and edition, positions of groups, and which
    rows are here already. `undecided`: the plan's targets that wait for a choice."""

    state = forms.ChoiceField(label=_("State under review"), required=False)
    session = forms.TypedChoiceField(label=_("Session"), coerce=int, empty_value=None, required=False)
    stage = forms.ChoiceField(
        label=_("Edition"), choices=[("", _("Not known")), *Document.Stage.choices], required=False
    )
    symbol = forms.CharField(label=_("Document symbol"), max_length=60, required=False)

    def __init__(self, data, *, decided: Decided, undecided=()):
        super().__init__(data)
        self.decided = decided
        if is_about_many_reviews(decided):
            del self.fields["state"], self.fields["session"]
        else:
            states = [(state.iso3, state.name) for state in State.objects.recorded().in_order()]
            sessions = [(one.number, str(one)) for one in UprSession.objects.order_by("-number")]
            self.fields["state"].choices = [("", _("Not known")), *states]
            self.fields["session"].choices = [("", _("Not known")), *sessions]
        if decided.reading.family != Document.Family.REPORT:
            del self.fields["stage"]
        for name in self.fields:
            self.initial[name] = getattr(decided, name)
        # An addendum's answers are decided one by one, on pages of their own.
        self.groups = [] if decided.reading.family == Document.Family.ADDENDUM else decided.groups
        self.group_names = [self.add_group(group) for group in self.groups]
        self.match_names = [self.add_match(target) for target in undecided]

    def add_group(self, group) -> str:
        name = f"group-{group.key}"
        self.fields[name] = forms.ChoiceField(label=_("Position"), choices=POSITIONS, initial=group.position)
        return name

    def add_match(self, target) -> str:
        name = f"match-{target.row.key}"
        offered = [
            (
                str(known.pk),
                _("The same as %(number)s: %(text)s") % {"number": known.paragraph, "text": known.text},
            )
            for known in (known for known, _how in target.offered or [(target.known, None)])
        ]
        new = [("new", _("A new recommendation"))] if target.how != "taken" else []
        self.fields[name] = forms.ChoiceField(
            label=f"{target.row.paragraph} {target.text}",
            choices=[*offered, *new],
            widget=forms.RadioSelect,
            required=False,
        )
        return name

    @property
    def of_document(self):
        return [self[name] for name in ("state", "session", "stage", "symbol") if name in self.fields]

    @property
    def of_groups(self):
        """(group, its field)."""
        return zip(self.groups, [self[name] for name in self.group_names], strict=True)

    @property
    def of_matches(self):
        return [self[name] for name in self.match_names]

    @property
    def decisions(self) -> dict:
        """What `actions.decide` takes."""
        said = self.cleaned_data
        chosen = {name: said[name] for name in ("state", "session", "stage", "symbol") if name in said}
        return {
            **chosen,
            "groups": {name.removeprefix("group-"): said[name] for name in self.group_names},
            "matches": {name.removeprefix("match-"): said[name] for name in self.match_names if said[name]},
        }


def is_about_many_reviews(decided: Decided) -> bool:
    return any(row.review_state and row.session for row in decided.reading.rows)


class RowForm(forms.Form):
    """One row as it shall be saved."""

    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"dir": "auto"}))
    states = forms.CharField(
        label=_("Recommending States"),
        help_text=_("One a line, in the order of the document; none where it names none."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        required=False,
    )
    position = forms.ChoiceField(label=_("Position"), choices=POSITIONS)
    leave_out = forms.BooleanField(label=_("Leave this row out"), required=False)

    def __init__(self, data, *, states, **options):
        super().__init__(data, **options)
        self.known_states = states

    def clean_states(self) -> list[str]:
        named = [line.strip() for line in self.cleaned_data["states"].splitlines() if line.strip()]
        unknown = [name for name in named if name not in self.known_states and name.casefold() not in UNNAMED]
        if unknown:
            raise forms.ValidationError(
                _("“%(name)s” is in no list of ours. Write the State as the United Nations name it."),
                params={"name": unknown[0]},
            )
        return named


class AnswerForm(forms.Form):
    """One answer of an addendum as it shall be saved."""

    numbers = forms.CharField(
        label=_("Numbers of the recommendations"),
        help_text=_("For example 140.11-14, 140.20."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    position = forms.ChoiceField(
        label=_("Position"),
        choices=[
            (PositionValue.SUPPORTED, PositionValue.SUPPORTED.label),
            (PositionValue.NOTED, PositionValue.NOTED.label),
            (UNCLEAR, _("Unclear: stays pending")),
        ],
    )
    qualifier = forms.ChoiceField(
        label=_("As the State put it"), choices=[("", "–"), *Position.Qualifier.choices], required=False
    )
    leave_out = forms.BooleanField(label=_("Leave this answer out"), required=False)

    def clean_numbers(self) -> list[str]:
        found = expand_numbers(self.cleaned_data["numbers"])
        if not found.numbers:
            raise forms.ValidationError(_("There is no number. Write numbers such as 140.11-14."))
        return list(found.numbers)

    def clean(self):
        said = self.cleaned_data
        if (
            said.get("qualifier")
            and said["qualifier"] != "implemented"
            and said.get("position") == "supported"
        ):
            self.add_error(
                "position",
                _("Supported in part or in principle counts as noted, by UPR Info's rule. Choose “Noted”."),
            )
        return said
