"""A consultation, its phases and its events as moderators write them; and where a programme is copied to."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import resolve, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consultations.making_forms.rows import RowForm
from consultations.models import Consultation, Event, Phase
from upr_portal.languages import OWN_NAMES, language_choices


def languages_field(label, **options) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label, choices=language_choices, widget=forms.CheckboxSelectMultiple, **options
    )


class ConsultationForm(RowForm):
    """A new one is written in the language of the page first; its other languages come after."""

    model = Consultation
    texts = ("title", "summary")
    facts = ("slug", "contact")

    languages_offered = languages_field(gettext_lazy("Languages of the consultation"))

    def __init__(self, data=None, *, row: Consultation | None = None):
        languages = row.languages if row else [get_language()]
        super().__init__(
            data, languages=languages, row=row, stays=() if not row or row.is_draft else ["slug"]
        )
        self.initial["languages_offered"] = languages
        self.fields["contact"].is_needed_to_publish = True
        if "slug" in self.fields:
            self.fields["slug"].help_text = _("Small letters, digits and hyphens, such as “water-2027”.")

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        others = Consultation.objects.exclude(pk=self.row.pk if self.row else None)
        # Some words stand in the same place of an address.
        leads_here = resolve(reverse("consultations:consultation", args=[slug])).url_name == "consultation"
        if not leads_here or others.filter(slug=slug).exists():
            raise ValidationError(_("This name is not free. Choose another one."))
        return slug

    def clean_languages_offered(self) -> list[str]:
        chosen = self.cleaned_data["languages_offered"]
        if not self.row and self.languages[0] not in chosen:
            sentence = _("Choose %(language)s too: you are writing in it.")
            raise ValidationError(sentence % {"language": OWN_NAMES[self.languages[0]]})
        return chosen

    def values(self) -> dict:
        values = super().values()
        return values | {"languages": values.pop("languages_offered")}


class PhaseForm(RowForm):
    model = Phase
    facts = ("kind", "starts", "ends", "survey", "event")

    def __init__(self, data=None, *, consultation: Consultation, row: Phase | None = None):
        super().__init__(data, languages=consultation.languages, row=row)
        self.fields["event"].queryset = consultation.events.all()
        self.fields["event"].label = _("Meeting")

    def clean(self) -> dict:
        given = super().clean()
        if {"starts", "ends"} <= given.keys() and given["ends"] < given["starts"]:
            self.add_error("ends", _("The phase must not end before it starts."))
        if given.get("survey") and given.get("kind") != Phase.Kind.SURVEY:
            self.add_error("survey", _("Only the phase of the survey has a survey."))
        if given.get("event") and given.get("kind") != Phase.Kind.DIALOGUE:
            self.add_error("event", _("Only the phase of dialogue has a meeting."))
        return given


class EventForm(RowForm):
    model = Event
    texts = ("title", "place", "venue", "access_notes", "sign_languages", "language_note")
    facts = (
        "slug",
        "kind",
        "mode",
        "time_zone",
        "registration_opens",
        "registration_closes",
        "joining_link",
        "dial_in",
        "safeguarding_officer",
        "safeguarding_contact",
    )

    interpretation = languages_field(gettext_lazy("Languages of interpretation"), required=False)

    def __init__(self, data=None, *, consultation: Consultation, row: Event | None = None):
        self.consultation = consultation
        stays = () if not row or consultation.is_draft or row.is_draft else ["slug"]
        super().__init__(data, languages=consultation.languages, row=row, stays=stays)
        for name in ("registration_opens", "registration_closes"):
            self.fields[name].help_text = _("In the event’s time zone.")
        self.fields["joining_link"].is_needed_to_publish = True
        self.fields["joining_link"].help_text = _(
            "Not needed for a meeting that is held in a room only. Shown only to registered people, from an"
            " hour before."
        )
        for name in ("dial_in", "safeguarding_officer", "safeguarding_contact"):
            self.fields[name].widget.attrs["dir"] = "auto"  # telephone numbers run from left to right

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        others = self.consultation.events.exclude(pk=self.row.pk if self.row else None)
        if others.filter(slug=slug).exists():
            raise ValidationError(_("This name is not free. Choose another one."))
        return slug

    def clean(self) -> dict:
        given = super().clean()
        opens, closes = given.get("registration_opens"), given.get("registration_closes")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes", _("Registration must close later than it opens."))
        officer, contact = given.get("safeguarding_officer"), given.get("safeguarding_contact")
        if officer and contact == "":
            self.add_error("safeguarding_contact", _("Say how the safeguarding officer is reached."))
        if contact and officer == "":
            self.add_error("safeguarding_officer", _("Name the safeguarding officer."))
        return given


class EventChoice(forms.ModelChoiceField):
    def label_from_instance(self, event: Event) -> str:
        return f"{event.consultation} – {event}"


class CopyForm(forms.Form):
    """Into which meeting without a programme, or into a new one; and when its first day is."""

    target = EventChoice(
        label=gettext_lazy("Into this meeting"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=gettext_lazy("A new meeting of the same consultation"),
        help_text=gettext_lazy(
            "Meetings that have no programme yet, or a new one, which is a draft at first."
        ),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Name of the new meeting in the address"),
        max_length=50,
        required=False,
        help_text=gettext_lazy("For a new meeting only. Small letters, digits and hyphens."),
    )
    first_date = forms.DateField(
        label=gettext_lazy("Its first day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("All other days and the times of requests move by as many days."),
    )

    def __init__(self, data=None, *, source: Event):
        super().__init__(data, initial={"slug": f"{source.slug}-2"[-50:]})
        self.source, target = source, self.fields["target"]
        self.fields["slug"].is_sometimes_needed = True
        empty = Event.objects.filter(days=None, sub_topics=None).exclude(pk=source.pk)
        still_open = empty.exclude(consultation__state=Consultation.State.CLOSED)
        still_open = still_open.exclude(state=Event.State.CANCELLED)
        target.queryset = still_open.select_related("consultation").order_by("-pk")
        if source.consultation.state == Consultation.State.CLOSED:
            target.required, target.empty_label = True, None
            del self.fields["slug"]

    def clean(self) -> dict:
        given = super().clean()
        if "slug" in self.fields and not given.get("target") and "target" not in self.errors:
            if not given.get("slug"):
                self.add_error("slug", _("Give the new meeting a name in the address."))
            elif self.source.consultation.events.filter(slug=given["slug"]).exists():
                self.add_error("slug", _("This name is not free. Choose another one."))
        return given
