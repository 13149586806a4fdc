"""Where a proposal leads and what became of it, as moderators fill it in."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recommendations.models import Recommendation
from reference.models import State, Target
from reports.chain import Links
from reports.models import Addressee, FollowUp
from upr_portal.languages import language_choices

MOST_EVIDENCE = 20


class LinksForm(forms.Form):
    """All links of a proposal on one page. `seen` holds those that stood there when the page was made: only
    what was changed on it is changed."""

    recommendations = forms.ModelMultipleChoiceField(
        Recommendation.objects.all(),
        required=False,
        error_messages={"invalid_choice": _("A recommendation that you ticked is gone. Search again.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("To whom it is addressed"),
        choices=Addressee.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    states = forms.CharField(
        label=_("States by name"),
        help_text=_("One State a line, in any language of the United Nations."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        required=False,
    )
    targets = forms.CharField(
        label=_("SDG targets"),
        help_text=_("Codes with spaces between them, such as 16.3 16.7 17.18."),
        widget=forms.TextInput({"dir": "ltr"}),
        required=False,
    )
    seen = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, links: Links):
        names = State.objects.filter(iso3__in=links.states).in_order()
        first = {
            "kinds": sorted(links.kinds),
            "states": "\n".join(state.name for state in names),
            "targets": " ".join(Target.objects.filter(code__in=links.targets).values_list("code", flat=True)),
            "seen": {name: sorted(keys) for name, keys in links._asdict().items()},
        }
        super().__init__(data, initial=first)

    def clean_states(self) -> frozenset[str]:
        """The codes of the States; each line that names none is an error of its own."""
        lines = [line.strip() for line in self.cleaned_data["states"].splitlines() if line.strip()]
        known = State.objects.recorded().by_spelling() if lines else {}
        unknown = [line for line in lines if known.get(line) is None]
        if unknown:
            said = _("No State is known as “%(name)s”. Look how it is spelled, or leave it out.")
            raise ValidationError([ValidationError(said, params={"name": line}) for line in unknown])
        return frozenset(known.get(line).iso3 for line in lines)

    def clean_targets(self) -> frozenset[str]:
        codes = set(self.cleaned_data["targets"].replace(",", " ").lower().split())
        unknown = codes - set(Target.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown:
            said = _("There is no target “%(code)s”. Targets are written like 16.3 or 5.a.")
            raise ValidationError([ValidationError(said, params={"code": code}) for code in sorted(unknown)])
        return frozenset(codes)

    def clean_seen(self) -> Links:
        try:
            return Links(**{name: frozenset(self.cleaned_data["seen"][name]) for name in Links._fields})
        except (TypeError, KeyError):
            raise ValidationError(_("This page is damaged. Open it again.")) from None

    @property
    def wanted(self) -> Links:
        given = self.cleaned_data
        ticked = frozenset(one.pk for one in given["recommendations"])
        return Links(ticked, frozenset(given["kinds"]), given["states"], given["targets"])

    @property
    def ticked(self) -> list[int]:
        """The recommendations that are ticked on the page, as far as they are numbers."""
        if not self.is_bound:
            return self.initial["seen"]["recommendations"]
        given = self.data.getlist("recommendations")
        return [int(key) for key in given if key.isdecimal() and len(key) < 19]


class FollowUpForm(forms.Form):
    """One dated entry of what became of a proposal; `corrects` is the one in whose place it comes."""

    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=FollowUp.Outcome.choices, widget=forms.RadioSelect
    )
    happened_on = forms.DateField(
        label=_("Since which day this is so"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    narrative = forms.CharField(
        label=_("What happened"),
        help_text=_("For everybody to read. Name no person who may be in danger."),
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=language_choices)
    evidence = forms.CharField(
        label=_("Where this can be seen"),
        help_text=_("One address a line, beginning with https://."),
        widget=forms.Textarea({"rows": 3, "dir": "ltr"}),
        required=False,
    )

    def __init__(self, data=None, *, corrects: FollowUp | None = None):
        first = {"language": get_language(), "happened_on": timezone.localdate()}
        if corrects:
            names = ("outcome", "happened_on", "narrative", "language")
            first = {name: getattr(corrects, name) for name in names}
            first["evidence"] = "\n".join(one.address for one in corrects.evidence.all())
        super().__init__(data, initial=first)

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day

    def clean_narrative(self) -> str:
        return self.cleaned_data["narrative"].replace("\r\n", "\n").strip()

    def clean_evidence(self) -> list[str]:
        """The addresses, each once."""
        lines = self.cleaned_data["evidence"].split()
        check = URLValidator(schemes=["https"])
        faults = []
        for line in lines:
            try:
                check(line)
            except ValidationError:
                said = _("“%(line)s” is not an address that begins with https://.")
                faults.append(ValidationError(said, params={"line": line[:100]}))
        if len(lines) > MOST_EVIDENCE:
            faults.append(ValidationError(_("Name 20 addresses at most.")))
        if faults:
            raise ValidationError(faults)
        return list(dict.fromkeys(lines))

    def clean(self):
        said = super().clean()
        is_early = said.get("outcome") == FollowUp.Outcome.TOO_EARLY
        if "outcome" in said and not is_early and not said.get("narrative"):
            self.add_error("narrative", _("Say in a few words what happened."))
        return said
