"""What moderators decide of those who asked: a form for each person, checked together.

What is typed is kept in a draft first (actions/choosing_drafts.py); forms are made from it.
"""

from collections.abc import Iterator

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.actions.choosing import Decision, Given, misfits
from consultations.actions.choosing_drafts import Typed, typed_in, version_of
from consultations.models import Criterion, SpeakingRequest, SubTopic


class ChoiceForm(forms.Form):
    """Seat, waiting place or neither for one request, and why."""

    given = forms.ChoiceField(
        label=_("Decision"),
        choices=lambda: [("", _("Choose")), *Given.choices],
        error_messages={"required": _("Decide what this person is given.")},
    )
    number = forms.IntegerField(
        label=_("Number of seat or place"),
        required=False,
        min_value=1,
        max_value=9999,
    )
    criteria = forms.MultipleChoiceField(
        label=_("Reasons"),
        required=False,
        choices=Criterion.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Reason in your own words"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )

    def __init__(
        self, request: SpeakingRequest, typed: Typed, *, is_bound: bool, theirs: Typed | None = None
    ):
        self.request, self.typed, self.theirs = request, typed, theirs
        values = typed._asdict() | {"criteria": list(typed.criteria)}
        prefix = prefix_of(request)
        data = MultiValueDict()
        for name, value in values.items():
            data.setlist(f"{prefix}-{name}", value if name == "criteria" else [value])
        super().__init__(data if is_bound else None, initial=values, prefix=prefix)

    @property
    def version(self) -> str:
        """Of what stands in the draft: saving takes the place of that, and of nothing newer."""
        return (self.typed if self.theirs is None else self.theirs).version

    @property
    def noted(self) -> str:
        """What is noted of this person, in words; "" while nothing is."""
        return noted(self.typed)

    @property
    def noted_by_another(self) -> str:
        """What another moderator noted meanwhile."""
        return noted(self.theirs) or _("nothing decided")

    @property
    def reasons_noted(self) -> int:
        return len(self.typed.criteria) + bool(self.typed.reason)

    def clean(self):
        data = super().clean()
        needs_number = data.get("given") in {Given.SEAT, Given.WAITING}
        if needs_number and data.get("number") is None and "number" not in self.errors:
            self.add_error("number", _("Give the number of the seat or of the waiting place."))
        if not data.get("criteria") and not data.get("reason") and "reason" not in self.errors:
            self.add_error("criteria", _("Give a reason: choose one, or write one."))
        return data

    @property
    def first_wrong(self) -> forms.BoundField | None:
        """The first field that must be corrected, if there is one."""
        return next((field for field in self if field.errors), None)

    @property
    def criteria_in_words(self) -> list[str]:
        return [str(Criterion(name).label) for name in self.cleaned_data["criteria"]]

    @property
    def decision(self) -> Decision:
        data = self.cleaned_data
        number = None if data["given"] == Given.NOT_SELECTED else data["number"]
        language = get_language() if data["reason"] else ""
        return Decision(data["given"], number, data["criteria"], data["reason"], language)


class ChoosingForm:
    """All who asked for one sub-topic; valid when each is decided and the decisions fit together.

    `draft` is what has been typed of them; `others` what another moderator typed of the same people.
    """

    def __init__(
        self,
        sub_topic: SubTopic,
        requests: list[SpeakingRequest],
        draft: dict[int, Typed],
        *,
        data: QueryDict | None = None,
        others: dict[int, Typed] | None = None,
    ):
        self.sub_topic, self.draft, others = sub_topic, draft, others or {}
        self.is_bound = data is not None
        self.choices = [
            ChoiceForm(
                request,
                draft.get(request.pk, Typed()),
                is_bound=self.is_bound and not others,
                theirs=others.get(request.pk),
            )
            for request in requests
        ]
        self.shown = self.choices
        self.asked = " ".join(str(request.pk) for request in requests)
        self.was_asked = data.get("asked", "") if data else self.asked
        self.problems: list[str] = []

    def __iter__(self) -> Iterator[ChoiceForm]:
        return iter(self.choices)

    def is_valid(self) -> bool:
        each_is_valid = all([choice.is_valid() for choice in self.choices])
        if self.was_asked != self.asked:
            self.problems = [
                _("Somebody has withdrawn since this page was made. Look at all decisions once more.")
            ]
        if each_is_valid:
            decided = [(choice.request, choice.decision) for choice in self.choices]
            self.problems = [*self.problems, *misfits(self.sub_topic, decided)]
        return each_is_valid and not self.problems

    @property
    def seen(self) -> str:
        """The version of the whole draft: what is looked at is what is decided."""
        return version_of(self.draft)

    @property
    def others(self) -> list[ChoiceForm]:
        """Those of whom another moderator noted something else meanwhile."""
        return [choice for choice in self.choices if choice.theirs is not None]

    @property
    def undecided(self) -> int:
        return sum(1 for choice in self.choices if not choice.typed.given)

    @property
    def decisions(self) -> dict[int, Decision]:
        return {choice.request.pk: choice.decision for choice in self.choices}

    @property
    def in_order(self) -> list[tuple[ChoiceForm, str]]:
        """The decisions as they will stand: seats, waiting places, who is not selected; in words."""
        order = list(Given)
        ranked = sorted(
            self.choices, key=lambda one: (order.index(one.decision.given), one.decision.number or 0)
        )
        return [(choice, in_words(choice.decision, self.sub_topic)) for choice in ranked]


class FilterForm(forms.Form):
    """Which of those who asked are shown: by what is noted of them, by region and by what they speak for."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=lambda: [("", _("Everybody")), ("undecided", _("Not decided yet")), *Given.choices],
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    kind = forms.ChoiceField(label=_("Speaks for"), required=False)

    def __init__(self, data: QueryDict, requests: list[SpeakingRequest]):
        super().__init__(data)
        regions = {str(region.pk): str(region) for one in requests if (region := one.draw_region)}
        kinds = {
            one.registration.stakeholder_kind: one.registration.get_stakeholder_kind_display()
            for one in requests
        }
        self.fields["region"].choices = [("", _("Everybody")), *by_name(regions)]
        self.fields["kind"].choices = [("", _("Everybody")), *by_name(kinds)]

    def lets_through(self, choice: ChoiceForm) -> bool:
        """Values that are none are passed over."""
        self.is_valid()
        show, region, kind = (self.cleaned_data.get(name) for name in ("show", "region", "kind"))
        given, stated = choice.typed.given, choice.request.draw_region
        return (
            (not show or given == ("" if show == "undecided" else show))
            and (not region or (stated is not None and str(stated.pk) == region))
            and (not kind or choice.request.registration.stakeholder_kind == kind)
        )


def noted(typed: Typed) -> str:
    if typed.given not in Given.values:
        return ""
    return f"{Given(typed.given).label} {typed.number}".strip()


def by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda pair: pair[1])


def prefix_of(request: SpeakingRequest) -> str:
    return f"request-{request.pk}"


def typed_by(data: QueryDict, requests: list[SpeakingRequest]) -> dict[int, tuple[Typed, str]]:
    """What a page sends of the people it showed, each with the version that it was made from."""
    found = {}
    for request in requests:
        start = prefix_of(request)
        if f"{start}-given" in data:
            fields = {name: data.get(f"{start}-{name}", "") for name in ("given", "number", "reason")}
            known = [name for name in data.getlist(f"{start}-criteria") if name in Criterion.values]
            found[request.pk] = (typed_in(fields, known), data.get(f"{start}-version", ""))
    return found


def in_words(decision: Decision, sub_topic: SubTopic) -> str:
    """As the person will read it."""
    if decision.given == Given.SEAT:
        said = {"number": decision.number, "total": sub_topic.seat_count}
        return _("confirmed, seat %(number)s of %(total)s") % said
    if decision.given == Given.WAITING:
        return _("waiting, place %(number)s") % {"number": decision.number}
    return _("not selected")
