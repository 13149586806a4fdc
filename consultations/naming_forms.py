"""How somebody wishes to be named in public: with the first request to speak, and on a page of its own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Registration
from consultations.models.representatives import representative
from reference.models import RegionalGroup

NAMING = ("public_name", "region", "consents_to_listing")


class RegionField(forms.ModelChoiceField):
    """Needed with one way of being named: it is not called optional, its help says when it is needed."""

    is_sometimes_needed = True


class NamingForm(forms.Form):
    """How the public list names somebody as `registration` says who they are; nothing else is preset.

    A child has no public name: the list may show the region at most. Who is named already
    (`asks_naming=False`) is asked nothing of it, and nothing of it is taken.
    """

    no_region = _("Choose your region here, or choose above to be named in another way.")
    no_organisation = _("Your registration names no organisation. Add it there, or choose otherwise.")

    public_name = forms.ChoiceField(
        label=_("How the list of speakers may name you"),
        error_messages={"required": _("Choose how the list may name you.")},
        widget=forms.RadioSelect,
        help_text=_("The moderator sees your name in any case, to give you the floor."),
    )
    region = RegionField(
        label=_("Your region"),
        queryset=RegionalGroup.objects.none(),
        required=False,
        empty_label=_("Choose"),
    )
    consents_to_listing = forms.BooleanField(
        label=_("The public list of speakers may show me, as chosen above"),
        required=False,
        help_text=_("Without this, the list says only that the seat is taken."),
    )

    def __init__(self, *args, registration: Registration, asks_naming: bool, **options):
        chosen = {name: getattr(registration, name) for name in NAMING}
        super().__init__(*args, initial={**chosen, **options.pop("initial", {})}, **options)
        self.registration, self.asks_naming = registration, asks_naming
        if self.asks_naming:
            self.offer_names()
        else:
            for name in NAMING:
                del self.fields[name]

    def offer_names(self) -> None:
        self.fields["region"].queryset = RegionalGroup.objects.order_by("pk")
        if self.registration.is_under_18:
            self.ask_a_child()
            return
        who = {"who": representative(self.registration.stakeholder_kind)}
        self.fields["public_name"].choices = [
            (Registration.PublicName.FULL, Registration.PublicName.FULL.label),
            (Registration.PublicName.ORGANISATION, Registration.PublicName.ORGANISATION.label),
            (Registration.PublicName.REPRESENTATIVE, _("“%(who)s” and my region") % who),
        ]
        self.fields["region"].help_text = (
            _("Needed if you are to be named as “%(who)s”. Otherwise leave it empty.") % who
        )

    def ask_a_child(self) -> None:
        del self.fields["public_name"]
        self.no_region = _("Choose your region here, or do not tick the box below.")
        self.fields["region"].help_text = _("Needed only if the list may show it.")
        self.fields["consents_to_listing"].label = _("The public list of speakers may show my region")
        self.fields["consents_to_listing"].help_text = _(
            "You are under 18, so your name is never shown. Without this, the list says only that the seat is"
            " taken."
        )

    def clean(self):
        data = super().clean()
        if not self.asks_naming:
            self.refuse_another_name()
            return data
        if self.registration.is_under_18:
            listed = data.get("consents_to_listing")
            data["public_name"] = Registration.PublicName.REPRESENTATIVE if listed else ""
        chosen = data.get("public_name")
        if chosen == Registration.PublicName.REPRESENTATIVE and not data.get("region"):
            self.add_error("region", self.no_region)
        if chosen == Registration.PublicName.ORGANISATION and not self.registration.organisation_name:
            self.add_error("public_name", self.no_organisation)
        return data

    def refuse_another_name(self) -> None:
        """A page opened before the first request still asked: what was chosen there is not passed over."""
        if any(self.add_prefix(name) in self.data for name in NAMING):
            self.add_error(
                None,
                _(
                    "You have asked to speak meanwhile, and said how you are named. Look at how you are named"
                    " below, and send this once more."
                ),
            )
