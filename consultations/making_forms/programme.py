"""Days, items and sub-topics of a programme; and the buttons that move them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.utils import build_localized_fieldname

from consultations.making_forms.rows import RowForm
from consultations.models import AgendaItem, Day, Event, Phase, SubTopic
from consultations.outline import Outline
from consultations.permissions import RULE, can_close_at, fields_that_stay
from upr_portal.dates import in_words

NOT_EARLIER = gettext_lazy(
    "People have asked to speak, and others count on the time that is left. Requests may close later, not"
    " earlier."
)


class SeenForm(forms.Form):
    """The order of the programme that somebody looked at when they decided."""

    seen = forms.CharField(widget=forms.HiddenInput)


class MoveForm(SeenForm):
    """One of three buttons: `up` or `down` ("item-3"), or `into` ("item-3", "sub-topic-4") beside the day
    chosen in "to-item-3"."""

    up = forms.CharField(required=False)
    down = forms.CharField(required=False)
    into = forms.CharField(required=False)

    def __init__(self, *args, outline: Outline, **options):
        super().__init__(*args, **options)
        self.items: dict[str, Model] = {f"item-{item.pk}": item for item in outline.items}
        self.unplaced: dict[str, Model] = {f"sub-topic-{one.pk}": one for one in outline.unplaced}
        self.days = {str(day.pk): day for day in outline.days}

    def clean(self) -> dict:
        given = self.cleaned_data
        if name := given.get("into"):
            given["row"] = {**self.items, **self.unplaced}.get(name)
            given["day"] = self.days.get(self.data.get(f"to-{name}", ""))
        else:
            given["row"] = self.items.get(given.get("up") or given.get("down") or "")
            given["step"] = -1 if given.get("up") else 1
        if None in (given["row"], given.get("day", "")):
            raise ValidationError(_("What you wanted to move is no longer there."))
        return given


class ProgrammeForm(RowForm):
    """A form of a row of this event."""

    def __init__(self, data=None, *, event: Event, **options):
        self.event = event
        super().__init__(data, languages=event.consultation.languages, **options)


class DayForm(ProgrammeForm):
    model = Day
    texts = ("theme",)
    facts = ("date", "starts", "ends")
    missed: Phase | None = None  # where the date lies outside it; the page leads there

    def clean(self) -> dict:
        given = super().clean()
        self.refuse_another_phase(given.get("date"))
        if {"starts", "ends"} <= given.keys() and given["ends"] <= given["starts"]:
            self.add_error("ends", _("The day must end later than it starts."))
        others = self.event.days.exclude(pk=self.row.pk if self.row else None)
        if given.get("date") and others.filter(date=given["date"]).exists():
            self.add_error("date", _("The meeting has a day of this date already. Choose another date."))
        return given

    def refuse_another_phase(self, to: date | None) -> None:
        """A day is moved or added within the phase of its meeting; one that stays may be edited anyway."""
        if to is None or (self.row and self.row.date == to):
            return
        self.missed = self.event.phase_missed_by(to)
        if self.missed:
            sentence = _(
                "This day lies outside the phase “%(phase)s” (%(starts)s to %(ends)s). Choose a day within"
                " it, or change the dates of the phase first."
            )
            dates = {"starts": in_words(self.missed.starts), "ends": in_words(self.missed.ends)}
            self.add_error("date", sentence % {"phase": self.missed.get_kind_display(), **dates})


class ItemForm(ProgrammeForm):
    """Everything that is no sub-topic."""

    model = AgendaItem
    texts = ("title", "speakers")
    facts = ("kind", "minutes")

    to_be_confirmed = forms.BooleanField(
        label=gettext_lazy("The speakers are to be confirmed"), required=False
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        kinds = [(kind.value, kind.label) for kind in AgendaItem.Kind if kind != AgendaItem.Kind.SUB_TOPIC]
        self.fields["kind"].choices = kinds
        minutes = self.fields["minutes"]
        minutes.required, minutes.help_text = True, ""
        minutes.validators.append(MinValueValidator(1))
        for text in ("title", "speakers"):
            self.fields_help(text)
        if self.row:
            self.initial["to_be_confirmed"] = not self.row.speakers_confirmed

    def fields_help(self, text: str) -> None:
        """Said once, at the first language."""
        helps = {
            "title": _("Empty: the kind is shown, such as “Break”."),
            "speakers": self.model._meta.get_field("speakers").help_text,
        }
        for number, language in enumerate(self.languages):
            field = self.fields[build_localized_fieldname(text, language)]
            field.help_text = "" if number else helps[text]

    def values(self) -> dict[str, Any]:
        values = super().values()
        return values | {"speakers_confirmed": not values.pop("to_be_confirmed")}


class SubTopicForm(ProgrammeForm):
    """Questions, seats, lengths, rule and window; what people hold already is not asked again."""

    model = SubTopic
    texts = ("title", "questions")
    facts = (
        "seat_count",
        "slot_seconds",
        "dialogue_minutes",
        *RULE,
        "requests_open",
        "requests_close",
    )

    def __init__(self, *args, row: SubTopic | None = None, **options):
        stays = fields_that_stay(row) if row else ()
        super().__init__(*args, row=row, stays=stays, **options)
        self.fields["dialogue_minutes"].help_text = _("Usually 15 to 20.")
        for name in {"requests_open", "requests_close"} & self.fields.keys():
            self.fields[name].help_text = _("In the event’s time zone.")

    def clean(self) -> dict:
        given = super().clean()
        opens, closes = given.get("requests_open"), given.get("requests_close")
        if opens and closes and closes <= opens:
            self.add_error("requests_close", _("Requests must close later than they open."))
        if closes and self.row and not can_close_at(self.row, closes):
            self.add_error("requests_close", NOT_EARLIER)
        rule = {name: getattr(self.row, name) for name in RULE} if self.row else {}
        SubTopic(**rule | {name: given[name] for name in RULE if name in given}).clean()
        return given

    def standing(self) -> list[tuple[str, Any]]:
        """What stays, in words: (what it is, what it says)."""
        if not self.row:
            return []
        kept = [name for name in self.facts if name in self.stays and not name.startswith("balances_")]
        shown = [(self.model._meta.get_field(name).verbose_name, self.said(name)) for name in kept]
        return [(name, value) for name, value in shown if value not in (None, "")]

    def said(self, name: str) -> Any:
        if name.startswith("requests_"):
            return self.event.in_words(getattr(self.row, name))
        display = getattr(self.row, f"get_{name}_display", None)
        return display() if display else getattr(self.row, name)
