"""What moderators decide of those who asked: a form for each person, checked together."""

from collections.abc import Iterator

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.actions.choosing import Decision, Given, misfits
from consultations.models import Criterion, SpeakingRequest, SubTopic


class ChoiceForm(forms.Form):
    """Seat, waiting place or neither for one request, and why."""

    given = forms.ChoiceField(
        label=_("Decision"),
        choices=lambda: [("", _("Choose")), *Given.choices],
        error_messages={"required": _("Decide what this person is given.")},
    )
    number = forms.IntegerField(
        label=_("Number of the seat or of the waiting place"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=_("Leave it empty for somebody who is not selected."),
    )
    criteria = forms.MultipleChoiceField(
        label=_("Reasons"),
        required=False,
        help_text=_("At least one, unless you write a reason yourself."),
        choices=Criterion.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Reason in your own words"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, request: SpeakingRequest, **options):
        self.request = request
        super().__init__(*args, prefix=f"request-{request.pk}", **options)

    def clean(self):
        data = super().clean()
        needs_number = data.get("given") in {Given.SEAT, Given.WAITING}
        if needs_number and data.get("number") is None and "number" not in self.errors:
            self.add_error("number", _("Give the number of the seat or of the waiting place."))
        if not data.get("criteria") and not data.get("reason") and "reason" not in self.errors:
            self.add_error("criteria", _("Give a reason: choose one, or write one."))
        return data

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
    """All who asked for one sub-topic; valid when each is decided and the decisions fit together."""

    def __init__(self, sub_topic: SubTopic, requests: list[SpeakingRequest], data: QueryDict | None = None):
        self.sub_topic = sub_topic
        self.is_bound = bool(data)
        self.choices = [ChoiceForm(data or None, request=request) for request in requests]
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


def in_words(decision: Decision, sub_topic: SubTopic) -> str:
    """As the person will read it."""
    if decision.given == Given.SEAT:
        said = {"number": decision.number, "total": sub_topic.seat_count}
        return _("confirmed, seat %(number)s of %(total)s") % said
    if decision.given == Given.WAITING:
        return _("waiting, place %(number)s") % {"number": decision.number}
    return _("not selected")
