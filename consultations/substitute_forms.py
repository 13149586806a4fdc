"""Naming a substitute, and agreeing to be one."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from consultations.forms import MODES_OF, AgeField, PlainNameField, nothing_chosen
from consultations.models import Event, Registration, SpeakingRequest
from consultations.naming_forms import NamingForm
from upr_portal.languages import language_choices


class NameSubstituteForm(forms.Form):
    """Whom to ask."""

    name = PlainNameField(
        label=_("Name of the other person"),
        max_length=200,
        error_messages={"required": _("Give the name of the other person.")},
        widget=forms.TextInput({"dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address of the other person"),
        max_length=254,
        error_messages={
            "required": _("Give the e-mail address of the other person."),
            "invalid": _("Give an e-mail address like name@example.org."),
        },
        widget=forms.EmailInput,
        help_text=_("We write to this address. Check it: whoever reads the letter sees your name."),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=lambda: nothing_chosen(language_choices()),
        error_messages={"required": _("Choose the language of the letter.")},
    )


class SpeakInsteadForm(NamingForm):
    """What a substitute says; how they take part is asked only of those who are not registered yet."""

    field_order = ["name", "mode", "is_under_18", "language"]
    no_organisation = _("No organisation is known here. Choose otherwise.")

    name = PlainNameField(
        label=_("Name"),
        max_length=200,
        error_messages={"required": _("Give a name; it may be a pseudonym.")},
        help_text=_("A pseudonym will do. The public sees it only if you agree below."),
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    mode = forms.ChoiceField(
        label=_("How you will take part"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you will take part.")},
    )
    language = forms.ChoiceField(
        label=_("Language you will speak"),
        choices=lambda: nothing_chosen(language_choices()),
        error_messages={"required": _("Choose the language you will speak.")},
    )
    is_under_18 = AgeField()

    def __init__(self, *args, event: Event, is_registered: bool, **options):
        self.taking_part = [] if is_registered else ["name", "mode", "is_under_18"]
        super().__init__(*args, **options)
        self.fields["mode"].choices = [(mode, Registration.Mode(mode).label) for mode in MODES_OF[event.mode]]
        for name in {"name", "mode", "is_under_18"}.difference(self.taking_part):
            del self.fields[name]

    def clean_is_under_18(self) -> bool:
        is_under_18 = self.cleaned_data["is_under_18"]
        if is_under_18:
            raise forms.ValidationError(
                _(
                    "People under 18 come with an adult. Register first, under the address to which we wrote,"
                    " and say who the adult is. Then open the link of the letter again."
                )
            )
        return is_under_18

    @property
    def answers(self) -> dict:
        """What speak_instead takes."""
        said = dict(self.cleaned_data)
        return {
            "taking_part": {name: said.pop(name) for name in self.taking_part},
            "language": said.pop("language"),
            "naming": said,
        }


class SwapForm(forms.Form):
    """With whom to swap: public names of those who agreed to be listed, numbers for the others."""

    wanted = forms.ChoiceField(
        label=_("The seat you would like"),
        error_messages={"required": _("Choose a seat.")},
    )

    def __init__(self, *args, seats: list[SpeakingRequest], **options):
        super().__init__(*args, **options)
        self.seats = {str(one.pk): one for one in seats}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, one in self.seats.items():
            groups.setdefault(one.sub_topic.title, []).append((key, seat_in_words(one)))
        self.fields["wanted"].choices = nothing_chosen(groups.items())

    @property
    def chosen(self) -> SpeakingRequest:
        return self.seats[self.cleaned_data["wanted"]]


def seat_in_words(request: SpeakingRequest) -> str:
    """ "seat 3: Lerato M." where the person agreed to be listed, else "seat 3"."""
    seat = _("seat %(number)s") % {"number": request.seat.number}
    if not request.registration.consents_to_listing:
        return seat
    return f"{seat}{pgettext('before a title', ': ')}{request.registration.listed_as}"
