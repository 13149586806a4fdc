"""A consultation, and the events at which people meet."""

import uuid
import zoneinfo
from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from upr_portal.languages import language_choices
from upr_portal.states import Stateful
from upr_portal.templatetags.portal import with_weekday

JOINING_IS_SHOWN = timedelta(hours=1)  # before a day begins


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not the name of a time zone, such as Africa/Nairobi."), params={"name": name}
        )


def names_of(languages: list[str]) -> list[str]:
    """The names of these languages in the active one."""
    names = dict(language_choices())
    return [str(names[language]) for language in languages]


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts exist for moderators only."""
        if user.is_authenticated and user.is_moderator:
            return self
        return self.exclude(state=Consultation.State.DRAFT)

    def with_dates(self):
        """Add `begins` and `ends`: the first and last day of all phases, None without phases."""
        return self.annotate(begins=Min("phases__starts"), ends=Max("phases__ends"))


class Consultation(Stateful):
    """What is asked of civil society from the survey to the report; its phases carry the dates."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("consultation", "Draft")
        PUBLISHED = "published", pgettext_lazy("consultation", "Published")
        CLOSED = "closed", pgettext_lazy("consultation", "Closed")

    MOVES = {
        State.DRAFT: {State.PUBLISHED},
        State.PUBLISHED: {State.CLOSED},
        State.CLOSED: {State.PUBLISHED},
    }

    slug = models.SlugField(_("name in the address"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    languages = ArrayField(
        models.CharField(max_length=10, choices=language_choices), verbose_name=_("languages")
    )
    contact = models.CharField(
        _("person to contact"),
        max_length=200,
        blank=True,
        help_text=_("Who answers questions about the consultation: a name or an office, and an address."),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    is_generated = models.BooleanField(_("generated for demonstration"), default=False, editable=False)
    # Another one with each change of what strangers read of it; the database draws it (migration 0016).
    edition = models.UUIDField(_("edition"), default=uuid.uuid4, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("consultations:consultation", args=[self.slug])

    @property
    def language_names(self) -> list[str]:
        return names_of(self.languages)

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of visible consultations; one that is not published itself exists for moderators only."""
        found = self.filter(consultation__in=Consultation.objects.visible_to(user))
        if user.is_authenticated and user.is_moderator:
            return found
        return found.exclude(state=Event.State.DRAFT)


class Event(Stateful):
    """Days on which people meet, in one time zone, at one place or online.

    Those of a draft are published with their consultation; one that is added later by itself.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("meeting", "Draft")
        PUBLIC = "public", pgettext_lazy("meeting", "Published")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")

    MOVES = {State.DRAFT: {State.PUBLIC}, State.PUBLIC: {State.CANCELLED}}

    class Kind(models.TextChoices):
        DIALOGUE = "dialogue", _("Consultation days")
        SIDE_EVENT = "side_event", _("Side event")
        PRE_SESSION = "pre_session", _("Pre-session")
        NATIONAL = "national", _("National consultation")
        POST_REVIEW = "post_review", _("Post-review consultation")
        TRAINING = "training", _("Training")

    class Mode(models.TextChoices):
        ONLINE = "online", _("Online")
        IN_PERSON = "in_person", _("In person")
        HYBRID = "hybrid", _("In person and online")

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="events", verbose_name=_("consultation")
    )
    slug = models.SlugField(_("name in the address"), default="dialogue")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.DIALOGUE)
    mode = models.CharField(_("how it is held"), max_length=20, choices=Mode.choices, default=Mode.ONLINE)
    title = models.CharField(_("title"), max_length=200)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Zurich", validators=[check_time_zone]
    )
    place = models.CharField(
        _("name of the local time"),
        max_length=100,
        help_text=_("As it is read after every time: “Geneva time”, not the city alone."),
    )
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    access_notes = models.TextField(_("access to the venue and to the meeting"), blank=True)
    joining_link = models.URLField(
        _("joining link"), blank=True, help_text=_("Shown only to registered people, from an hour before.")
    )
    dial_in = models.CharField(
        _("dial-in"), max_length=200, blank=True, help_text=_("Shown like the joining link.")
    )
    interpretation = ArrayField(
        models.CharField(max_length=10, choices=language_choices),
        verbose_name=_("languages of interpretation"),
        default=list,
        blank=True,
    )
    sign_languages = models.CharField(_("sign languages"), max_length=200, blank=True)
    language_note = models.CharField(_("note on the languages"), max_length=300, blank=True)
    rapporteurs = models.ManyToManyField(
        "accounts.User",
        blank=True,
        related_name="+",
        verbose_name=_("rapporteurs"),
        help_text=_("They write notes of the sub-topics; moderators can, too."),
    )
    safeguarding_officer = models.CharField(
        _("safeguarding officer"),
        max_length=200,
        blank=True,
        help_text=_("Who looks after the safety of children. Without a name nobody under 18 can register."),
    )
    safeguarding_contact = models.CharField(
        _("how the safeguarding officer is reached"),
        max_length=200,
        blank=True,
        help_text=_("A telephone number or an e-mail address. The public page shows it."),
    )
    registration_opens = models.DateTimeField(_("registration opens"))
    registration_closes = models.DateTimeField(_("registration closes"))
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text="Version of the calendar entries"
    )
    # The programme as registered people were last told of it (consultations/history.py); None: never kept.
    announced = models.JSONField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "slug"], name="one_event_an_address"),
            models.CheckConstraint(
                condition=Q(registration_closes__gt=F("registration_opens")),
                name="registration_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(safeguarding_officer="", safeguarding_contact="")
                | ~Q(safeguarding_officer="") & ~Q(safeguarding_contact=""),
                name="a_safeguarding_officer_has_a_name_and_can_be_reached",
                violation_error_message=_(
                    "Give both: the name of the safeguarding officer, and how they are reached."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.address_of("programme")

    def address_of(self, view: str, *args) -> str:
        """The address of a page of this event, in the active language."""
        return reverse(f"consultations:{view}", args=[self.consultation.slug, self.slug, *args])

    @property
    def interpretation_names(self) -> list[str]:
        return names_of(self.interpretation)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_on(self) -> bool:
        """Is it public, and neither cancelled nor closed with its consultation?"""
        return self.state == self.State.PUBLIC and self.consultation.is_published

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def takes_children(self) -> bool:
        """Is somebody named who looks after their safety?"""
        return bool(self.safeguarding_officer)

    def in_words(self, at: datetime) -> str:
        """ "Tuesday, 13 July 2021, 13:00 (Europe/Zurich)", by the clock of this event."""
        local = at.astimezone(self.zone)
        comma = pgettext("before a time", ", ")
        return f"{with_weekday(local)}{comma}{local:%H:%M} ({self.time_zone})"

    def takes_registrations(self, at: datetime) -> bool:
        is_open = self.registration_opens <= at < self.registration_closes
        return self.is_on and is_open and not self.is_over(at)

    def phase_missed_by(self, day: date) -> models.Model | None:
        """The phase to which this meeting belongs, where the day lies in none of its phases; else None."""
        phases = list(self.phases.all())
        if any(phase.starts <= day <= phase.ends for phase in phases):
            return None
        return phases[0] if phases else None

    def is_over(self, at: datetime) -> bool:
        """Have all its days ended?"""
        ends = [day.ends_at for day in self.days.all()]
        return bool(ends) and max(ends) <= at

    def is_joinable(self, at: datetime) -> bool:
        """Is it within an hour before, or during, one of the days?"""
        days = [] if self.is_cancelled else self.days.all()
        return any(day.starts_at - JOINING_IS_SHOWN <= at <= day.ends_at for day in days)
