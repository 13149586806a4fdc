"""Who takes part."""

import re
import unicodedata
import uuid

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from consultations.models.consultations import Event
from consultations.models.representatives import representative
from upr_portal.languages import LanguageField
from upr_portal.states import Stateful

NOT_UNDER_18 = Q(is_under_18=False) | Q(is_under_18=None)
TO_BE_VERIFIED = Organisation.TO_BE_VERIFIED


class RegistrationQuerySet(models.QuerySet):
    def standing(self):
        """Registered and not withdrawn."""
        return self.filter(state=Registration.State.REGISTERED)

    def with_requests(self):
        """With their events and days, and in `asked` all requests ever made, with seat and statement."""
        requests = apps.get_model("consultations", "SpeakingRequest").objects.order_by("asked_at")
        asked = requests.select_related("seat", "sub_topic__event", "statement").defer("statement__file")
        return self.select_related("event__consultation").prefetch_related(
            "event__days", Prefetch("requests", asked, to_attr="asked")
        )

    def with_needs(self):
        """Those who need something to take part; `is_answered`: has what they need now been answered?"""
        answered = Registration.objects.filter(pk=OuterRef("pk"), access_answers__needs=F("access_needs"))
        return self.exclude(access_needs="").annotate(is_answered=Exists(answered))

    def verified(self):
        """Those who state to be of one of the kinds above, and of whom just that is known to be true.

        Either a code or a moderator has verified this kind and this organisation; or the account is known to
        speak for the verified organisation of this kind and name.
        """
        said = Q(
            verification__kind=F("stakeholder_kind"), verification__organisation_name=F("organisation_name")
        )
        is_member = Q(
            person__in=User.objects.known_by_address(),
            person__organisation__kind=F("stakeholder_kind"),
            person__organisation__name__iexact=F("organisation_name"),
        )
        return self.filter(said | is_member, stakeholder_kind__in=TO_BE_VERIFIED)

    def with_verification(self):
        """`is_verified`: is it true what they state to be? See `verified`."""
        return self.annotate(is_verified=is_verified("pk"))

    def to_be_verified(self):
        """Those who state to be of a kind that is verified, who is not verified yet first."""
        stated = self.filter(stakeholder_kind__in=TO_BE_VERIFIED).with_verification()
        return stated.order_by("is_verified", "registered_at", "pk")


def is_verified(key: str) -> Exists:
    """Of a row whose column `key` is the key of a registration: is this registration `verified`?"""
    return Exists(Registration.objects.verified().filter(pk=OuterRef(key)))


class Registration(Stateful):
    """Somebody's place at an event, with an account or without one.

    Name, address and needs are seen by that person and by moderators; the public sees what
    `public_name` says, and only after consent.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    MOVES = {State.REGISTERED: {State.WITHDRAWN}}

    class Mode(models.TextChoices):
        ROOM = "room", _("In the room")
        ONLINE = "online", _("Online")
        PHONE = "phone", _("By telephone")
        WRITTEN = "written", _("In writing only")

    class PublicName(models.TextChoices):
        FULL = "full", _("My name and my organisation")
        ORGANISATION = "organisation", _("My organisation only")
        REPRESENTATIVE = "representative", _("“A civil-society representative” and my region")

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations", verbose_name=_("event"))
    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    person = models.ForeignKey(
        "accounts.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    language = LanguageField(_("language of letters"))
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    stakeholder_kind = models.CharField(
        _("kind of stakeholder"), max_length=20, choices=Organisation.Kind.choices
    )
    mode = models.CharField(_("takes part"), max_length=20, choices=Mode.choices)
    access_needs = models.TextField(_("access needs"), blank=True)
    is_under_18 = models.BooleanField(
        _("under 18"), null=True, blank=True, help_text=_("Empty: it was not asked.")
    )
    accompanying_adult = models.CharField(_("accompanying adult"), max_length=200, blank=True)
    adult_contact = models.CharField(_("telephone or e-mail of the adult"), max_length=254, blank=True)
    public_name = models.CharField(_("public name"), max_length=20, choices=PublicName.choices, blank=True)
    region = models.ForeignKey(
        "reference.RegionalGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
    )
    consents_to_listing = models.BooleanField(_("agrees to be on the public list of speakers"), default=False)
    consents_to_updates = models.BooleanField(
        _("wishes a letter when the report is published"), default=False
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.REGISTERED, editable=False
    )
    is_generated = models.BooleanField(_("generated for demonstration"), default=False, editable=False)
    registered_at = models.DateTimeField(_("registered on"), editable=False)

    # When needs and the accompanying adult were erased by the clock (actions/erasing.py).
    details_erased_at = models.DateTimeField(null=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=Q(state="registered"),
                name="one_standing_registration_an_address",
            ),
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state="registered"),
                name="one_standing_registration_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(public_name="representative") | Q(region__isnull=False),
                name="an_unnamed_representative_has_a_region",
            ),
            models.CheckConstraint(
                condition=~Q(public_name="organisation") | ~Q(organisation_name=""),
                name="an_organisation_that_is_shown_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(consents_to_listing=False) | ~Q(public_name=""),
                name="who_is_listed_has_chosen_a_name",
            ),
            models.CheckConstraint(
                condition=NOT_UNDER_18 | Q(public_name__in=["", "representative"]),
                name="a_child_has_no_public_name",
            ),
            models.CheckConstraint(
                condition=NOT_UNDER_18
                | ~Q(accompanying_adult="") & ~Q(adult_contact="")
                | Q(details_erased_at__isnull=False),
                name="a_child_comes_with_an_adult_who_can_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(is_under_18__isnull=False, is_under_18=True)
                | Q(accompanying_adult="", adult_contact=""),
                name="only_a_child_comes_with_an_adult",
            ),
        ]

    def __str__(self):
        return f"{self.event} – {self.public_id}"

    @property
    def organisation_key(self) -> str:
        """The organisation’s name without case, spaces and signs: "Rights  WATCHERS!" → "rights watchers"."""
        words = unicodedata.normalize("NFKC", self.organisation_name).casefold()
        return " ".join(re.findall(r"\w+", words))

    @property
    def is_standing(self) -> bool:
        return self.state == self.State.REGISTERED

    @property
    def reader(self):
        """Whom to write to: the person with an account, else the address given."""
        return self.person or self.email

    @property
    def must_be_verified(self) -> bool:
        """Does it state to be of a kind that is believed only when verified?"""
        return self.stakeholder_kind in TO_BE_VERIFIED

    @property
    def shown_by(self) -> str:
        """How others may read of this person. Nobody under 18 is named, whatever the row says."""
        return self.PublicName.REPRESENTATIVE if self.is_under_18 else self.public_name

    @property
    def listed_as(self) -> str:
        """The public name in the active language: what the person chose, nothing more."""
        match self.shown_by:
            case self.PublicName.FULL if self.organisation_name:
                return f"{self.name} ({self.organisation_name})"
            case self.PublicName.FULL:
                return self.name
            case self.PublicName.ORGANISATION:
                return self.organisation_name
            case _ if self.region is None:
                return str(self.represents)
            case _:
                return _("%(who)s, %(region)s") % {"who": self.represents, "region": self.region.name}

    @property
    def represents(self) -> str:
        """Of a child the list tells the region at most, and so nothing of the kind."""
        return representative("" if self.is_under_18 else self.stakeholder_kind)


class AccessLink(models.Model):
    """The secret of one letter's link to a registration; only its hash is kept."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self):
        return f"{self.registration_id}"
