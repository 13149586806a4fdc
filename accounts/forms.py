"""What people tell of themselves and of their organisation."""

from zoneinfo import available_timezones

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.models.people import Role
from accounts.names import plain_name
from reference.models import State
from upr_portal.languages import OWN_NAMES


def zones() -> list[tuple[str, str]]:
    """The time zones of places ("Africa/Dakar"); UTC for who has none."""
    places = sorted(
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "posix", "right", "SystemV", "US/"))
    )
    return [(zone, zone.replace("_", " ")) for zone in ["UTC", *places]]


class PlainNameField(forms.CharField):
    """A name on one line, without anything to click on."""

    def clean(self, value):
        return plain_name(super().clean(value), longest=self.max_length)


class SignUpExtras(forms.Form):
    """What sign-up asks besides address and password (allauth adds those)."""

    name = PlainNameField(
        label=_("Your name"),
        max_length=100,
        help_text=_("As you want others here to see it. It need not be your legal name."),
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request, user) -> None:
        """Allauth asks for this; the adapter has saved the name."""


class SettingsForm(forms.ModelForm):
    name = PlainNameField(
        label=_("Your name"),
        max_length=100,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our letters to you"), choices=lazy(lambda: list(OWN_NAMES.items()), list)
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        required=False,
        choices=lambda: [("", _("Not told: show times as in Geneva")), *zones()],
        help_text=_("We show the times of meetings in it, too."),
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]


class JoinOrganisationForm(forms.Form):
    """Choose the organisation that one speaks for."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
        error_messages={"required": _("Choose an organisation from the list.")},
    )

    def __init__(self, *args, user: User, **options):
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(user).exclude(
            state=Organisation.State.REFUSED
        )


class ProposeOrganisationForm(forms.ModelForm):
    """Name an organisation that is not in the list; moderators can add to it later."""

    name = PlainNameField(
        label=_("Name of the organisation"),
        max_length=200,
        error_messages={"required": _("Write the name of the organisation.")},
    )
    acronym = PlainNameField(label=_("Acronym"), max_length=30, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [("", _("Choose a kind")), *Organisation.Kind.choices],
        error_messages={"required": _("Choose a kind of organisation.")},
    )
    ganhri_status = forms.ChoiceField(
        label=_("GANHRI status"),
        required=False,
        choices=lambda: [("", _("Does not apply")), *Organisation.GanhriStatus.choices],
        help_text=_("Only for national human rights institutions."),
    )
    state = forms.ChoiceField(
        label=_("State it works on"),
        required=False,
        choices=lambda: [
            ("", _("Several, or worldwide")),
            *((state.pk, state.name) for state in State.objects.recorded().in_order()),
        ],
    )

    class Meta:
        model = Organisation
        fields = ["name", "acronym", "kind", "ganhri_status", "state", "website"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["website"].assume_scheme = "https"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ganhri_status") and cleaned.get("kind") != Organisation.Kind.NHRI:
            self.add_error(
                "ganhri_status",
                _("Only a national human rights institution has this status. Leave it empty."),
            )
        cleaned["states"] = State.objects.filter(pk=cleaned.pop("state", None) or None)
        return cleaned


class DeleteAccountForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        error_messages={"required": _("Type your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("We ask for it so that nobody else can delete your account."),
    )

    def __init__(self, *args, user: User, **options):
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password. Type it again."))
        return password


class RolesForm(forms.ModelForm):
    """A person's roles and whether the account works, for the admin."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has a role is staff and needs a second factor."),
    )

    class Meta:
        model = User
        fields = ["is_active"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["roles"] = list(self.instance.groups.values_list("name", flat=True))
