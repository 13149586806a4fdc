"""States, their regional groups and organisations, and every spelling under which documents name them."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from .spellings import Spellings, normalise, without_accents

# A code of ISO 3166's private range: no State has it or will have it.
NOT_RECORDED = "XXX"


class RegionalGroup(models.Model):
    """One of the five groups in which the States of the United Nations sit."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["code"]
        verbose_name = _("regional group")
        verbose_name_plural = _("regional groups")

    def __str__(self) -> str:
        return self.name


class StateQuerySet(models.QuerySet):
    def members(self):
        return self.filter(kind=State.Kind.MEMBER)

    def recorded(self):
        """All real States: without the entry "State not recorded by the source"."""
        return self.exclude(kind=State.Kind.NOT_RECORDED)

    def spelled(self, spelling: str) -> "State | None":
        """The State that documents call so, or None; never a guess. For many names: `by_spelling()`."""
        return self.filter(aliases__normalised=normalise(spelling)).first()

    def by_spelling(self) -> Spellings:
        """All spellings at once, for importers: `states.get("Viet Nam")` without a query for each name."""
        known = {state.pk: state for state in self}
        aliases = StateAlias.objects.values_list("normalised", "state_id")
        return Spellings({spelling: known[state] for spelling, state in aliases if state in known})

    def in_order(self, language: str | None = None) -> list["State"]:
        """The States in the alphabetical order of a language (of the reader's, where none is given).

        Sorted here without accents, as the order of a database differs between machines.
        """
        language = language or get_language() or "en"
        return sorted(self, key=lambda state: without_accents(state.name_in(language)))


class State(models.Model):
    """A State as the United Nations name it, or the entry for a State that the source does not name."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("Member State")
        OBSERVER = "observer", _("Observer State")
        NOT_RECORDED = "not_recorded", _("State not recorded by the source")

    iso3 = models.CharField(_("ISO code, three letters"), max_length=3, unique=True)
    iso2 = models.CharField(_("ISO code, two letters"), max_length=2, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.MEMBER)
    regional_group = models.ForeignKey(
        RegionalGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="states",
        verbose_name=_("regional group"),
    )

    objects = StateQuerySet.as_manager()

    class Meta:
        ordering = ["iso3"]
        verbose_name = _("State")
        verbose_name_plural = _("States")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="not_recorded"),
                name="one_entry_for_states_not_recorded",
            ),
            models.CheckConstraint(
                condition=~Q(kind="not_recorded") | Q(regional_group=None, iso2=None, iso3=NOT_RECORDED),
                name="a_state_not_recorded_has_no_group_and_no_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The State's name in a language, or its English one where it has none in that."""
        return getattr(self, build_localized_fieldname("name", language)) or self.name_en or ""


class StateAlias(models.Model):
    """A spelling under which documents name a State: old names, short and long ones, slips of the pen."""

    state = models.ForeignKey(State, models.CASCADE, related_name="aliases", verbose_name=_("State"))
    spelling = models.CharField(_("spelling"), max_length=200)
    normalised = models.CharField(_("normalised spelling"), max_length=200, unique=True, editable=False)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["normalised"]
        verbose_name = _("spelling of a State")
        verbose_name_plural = _("spellings of States")

    def __str__(self) -> str:
        return self.spelling

    def clean(self) -> None:
        taken = StateAlias.objects.filter(normalised=normalise(self.spelling)).exclude(pk=self.pk).first()
        if taken:
            raise ValidationError(
                _("“%(spelling)s” is already a spelling of %(state)s. Choose another."),
                params={"spelling": self.spelling, "state": taken.state},
            )

    def save(self, *args, **options):
        self.normalised = normalise(self.spelling)
        super().save(*args, **options)


class StateGroup(models.Model):
    """An organisation of States, such as the European Union or the African Union."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    states = models.ManyToManyField(
        State, through="StateGroupMembership", related_name="groups", verbose_name=_("States")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("organisation of States")
        verbose_name_plural = _("organisations of States")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Memberships that held on a day; where the beginning is not known, it is taken to lie before."""
        begun = Q(since=None) | Q(since__lte=day)
        return self.filter(begun, Q(until=None) | Q(until__gt=day))


class StateGroupMembership(models.Model):
    """A State in an organisation, from a day on (empty: not known) and until a day (empty: still)."""

    state = models.ForeignKey(State, models.CASCADE, related_name="memberships", verbose_name=_("State"))
    group = models.ForeignKey(
        StateGroup, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["group", "state", "since"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["state", "group", "since"],
                nulls_distinct=False,
                name="one_membership_a_state_group_and_day",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=models.F("since")),
                name="a_membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} – {self.group}"
