"""What people tell us to take part, to speak, and to see times as their own clock shows them."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.names import plain_name
from consultations.models import Event, Registration, SubTopic
from consultations.naming_forms import NamingForm
from reference.models import RegionalGroup
from upr_portal.languages import language_choices


class PlainNameField(forms.CharField):
    """A name that others will read: on one line, nothing hidden in it, nothing to click on."""

    def clean(self, value):
        return super().clean(plain_name(value or ""))


def nothing_chosen(choices) -> list[tuple[str, str]]:
    return [("", _("Choose")), *choices]


MODES_OF = {
    Event.Mode.ONLINE: [Registration.Mode.ONLINE, Registration.Mode.PHONE, Registration.Mode.WRITTEN],
    Event.Mode.IN_PERSON: [Registration.Mode.ROOM, Registration.Mode.WRITTEN],
    Event.Mode.HYBRID: list(Registration.Mode),
}


class DetailsForm(forms.Form):
    """How a registered person takes part: five questions."""

    organisation_name = PlainNameField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization", "dir": "auto"}),
    )
    stakeholder_kind = forms.ChoiceField(
        error_messages={"required": _("Choose for whom you speak.")},
        label=_("What you speak for"),
        choices=lambda: nothing_chosen(Organisation.Kind.choices),
    )
    mode = forms.ChoiceField(
        error_messages={"required": _("Choose how you will take part.")},
        label=_("How you will take part"),
        widget=forms.RadioSelect,
    )
    access_needs = forms.CharField(
        label=_("What you need to take part fully"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("For example sign language, captions or more time. Only the organisers see this."),
    )
    consents_to_updates = forms.BooleanField(
        label=_("Write to me when the report is published"), required=False
    )

    def __init__(self, *args, event: Event, registration: Registration | None = None, **options):
        self.registration = registration
        if registration:
            options["initial"] = {name: getattr(registration, name) for name in self.base_fields}
        super().__init__(*args, **options)
        modes = map(Registration.Mode, MODES_OF[event.mode])
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in modes]

    def clean_organisation_name(self) -> str:
        name = self.cleaned_data["organisation_name"]
        shown = self.registration and self.registration.public_name == Registration.PublicName.ORGANISATION
        if shown and not name:
            raise forms.ValidationError(
                _("The list of speakers names you by your organisation, so it needs a name.")
            )
        return name


class AgeField(forms.TypedChoiceField):
    """Is somebody under 18? Asked plainly, and nothing is preset."""

    def __init__(self, **options):
        super().__init__(
            label=_("Are you under 18?"),
            choices=[("no", _("No, I am 18 or older")), ("yes", _("Yes, I am under 18"))],
            coerce=lambda word: word == "yes",
            widget=forms.RadioSelect,
            error_messages={"required": _("Say whether you are under 18.")},
            **options,
        )


class RegistrationForm(DetailsForm):
    """Who registers, and how they take part: seven questions; with an account its address is known.

    Letters about the report are asked for on one's own page, so that there are no more.
    """

    name = PlainNameField(
        label=_("Name"),
        error_messages={"required": _("Give a name; it may be a pseudonym.")},
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
        help_text=_("A pseudonym will do. The public sees it only if you agree to that later."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": _("Give an e-mail address, so that we can send you the link."),
            "invalid": _("Give an e-mail address like name@example.org."),
        },
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("We send you a link to your own page. Nobody else sees this address."),
    )
    is_under_18 = AgeField(
        help_text=_("People under 18 come with an adult. Their name is never shown in public.")
    )
    field_order = ["name", "email"]

    def __init__(self, *args, event: Event, user, **options):
        self.event = event
        if user.is_authenticated:
            organisation = user.organisation
            known = {"name": user.name}
            if organisation:
                known |= {"organisation_name": organisation.name, "stakeholder_kind": organisation.kind}
            options["initial"] = known
        super().__init__(*args, event=event, **options)
        del self.fields["consents_to_updates"]
        if user.is_authenticated:
            del self.fields["email"]

    def clean_is_under_18(self) -> bool:
        is_under_18 = self.cleaned_data["is_under_18"]
        if is_under_18 and not self.event.takes_children:
            raise forms.ValidationError(self.why_no_child())
        return is_under_18

    def why_no_child(self) -> str:
        """With whom an adult can write to, where the consultation names somebody."""
        if contact := self.event.consultation.contact:
            sentence = _(
                "Nobody is named yet who looks after the safety of children here, so you cannot register now."
                " Ask an adult to write to: %(contact)s"
            )
            return sentence % {"contact": contact}
        return _(
            "Nobody is named yet who looks after the safety of children here, so you cannot register"
            " now. Ask an adult to write to the organisers."
        )


class SpeakForm(NamingForm):
    """The language somebody will speak, how the public list names them, and what a draw balances.

    How they are named is asked once: who has asked to speak before is named as they said then. What a draw
    balances is never filled in: its list is public, so saying it is a decision of its own.
    """

    field_order = ["language"]

    language = forms.ChoiceField(
        error_messages={"required": _("Choose the language you will speak.")},
        label=_("Language you will speak"),
        choices=lambda: nothing_chosen(language_choices()),
    )

    draw_region = forms.ModelChoiceField(
        label=_("For the draw: your region"),
        queryset=RegionalGroup.objects.none(),
        required=False,
        empty_label=_("I do not say"),
    )
    draw_kind = forms.ChoiceField(
        label=_("For the draw: what you speak for"),
        required=False,
        choices=lambda: [("", _("I do not say")), *Organisation.Kind.choices],
    )
    draw_first_time = forms.TypedChoiceField(
        label=_("For the draw: do you speak at a consultation for the first time?"),
        required=False,
        choices=[("", _("I do not say")), ("yes", _("Yes")), ("no", _("No, I have spoken before"))],
        coerce=lambda word: word == "yes",
        empty_value=None,
    )

    motivation = forms.CharField(
        label=_("For the moderators: why should you speak?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Your work on this subject, or your own experience with it; a few sentences. Only the moderators"
            " read it, and it is deleted 30 days after the meeting."
        ),
    )

    def __init__(self, *args, registration: Registration, sub_topic: SubTopic, **options):
        self.groups = [f"draw_{name}" for name in sub_topic.asked_groups]
        super().__init__(*args, registration=registration, **options)
        self.fields["draw_region"].queryset = RegionalGroup.objects.order_by("pk")
        for name in {"draw_region", "draw_kind", "draw_first_time"}.difference(self.groups):
            del self.fields[name]
        if sub_topic.is_moderated:
            self.ask_for_the_moderators()
            return
        del self.fields["motivation"]
        for name in self.groups[:1]:  # said once, before the first of them
            self.fields[name].help_text = _(
                "The list of the draw shows what you say for it as codes, beside a random number. Somebody"
                " who knows who takes part might guess who you are. Whoever does not say is a group, too."
            )

    def ask_for_the_moderators(self) -> None:
        """The same questions, put to be read by those who choose."""
        self.fields["draw_region"].label = _("For the moderators: your region")
        self.fields["draw_first_time"].label = _(
            "For the moderators: do you speak at a consultation for the first time?"
        )
        self.fields["draw_region"].help_text = _(
            "The moderators choose by the criteria above. Only they see what you say here."
        )

    @property
    def answers(self) -> dict:
        """What ask_to_speak takes: how to be named; under `groups` what was said for draw or moderators."""
        said = dict(self.cleaned_data)
        groups = {name: said.pop(name) for name in self.groups}
        if motivation := said.pop("motivation", ""):
            # Words are written in the language of the page, as far as anybody knows.
            groups |= {"motivation": motivation, "motivation_language": get_language()}
        return {"groups": groups, **said}
