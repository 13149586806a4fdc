"""People: they sign in by e-mail; what staff may do hangs on their roles."""

from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from upr_portal.languages import LanguageField


class Role(models.TextChoices):
    """What staff are for. Each is a group of the same name; see `accounts.permissions` for its rights."""

    MODERATOR = "moderator", _("Moderator")
    SAFEGUARDING_OFFICER = "safeguarding officer", _("Safeguarding officer")
    ANALYST = "analyst", _("Analyst")
    TRANSLATOR = "translator", _("Translator")


def must_be_a_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone from the list."))


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A person; without a password nobody can sign in by one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.strip().lower())

    def known_by_address(self):
        """Those who are believed to speak for their organisation: it is verified, and their proved address is
        at its website. Anybody may choose an organisation from the list, so that alone proves nothing.
        """
        site = Func(
            F("organisation__website"),
            Value(r"^https?://(www\.)?([^/:?#]+).*$"),
            Value(r"\2"),
            function="regexp_replace",
            output_field=CharField(),
        )
        mail = Func(F("email"), Value("@"), Value(2), function="split_part", output_field=CharField())
        members = self.annotate(site=Lower(site), mail=mail).filter(
            organisation__state=Organisation.State.VERIFIED,
            emailaddress__verified=True,
            emailaddress__email__iexact=F("email"),
        )
        return members.filter(Q(site=F("mail")) | Q(site__endswith=Concat(Value("."), F("mail"))))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account.

    Who leaves is emptied, not deleted: what they did for others (a verification, an audit entry) keeps
    pointing at somebody, and nothing personal is left.
    """

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is an account with this address already.")},
    )
    name = models.CharField(_("name"), max_length=100, blank=True)
    language = LanguageField(_("language"), default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[must_be_a_time_zone])
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    is_staff = models.BooleanField(
        _("staff"), default=False, help_text=_("Staff may enter the admin. They need a second factor.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_in_small_letters"),
            models.CheckConstraint(
                condition=Q(left_at=None)
                | Q(
                    name="",
                    time_zone="",
                    organisation=None,
                    is_active=False,
                    is_staff=False,
                    is_superuser=False,
                ),
                name="who_left_left_nothing_behind",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of the person's roles. They count for staff only, because staff have a second factor."""
        if not (self.is_active and self.is_staff):
            return frozenset()
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def has_second_factor(self) -> bool:
        """An authenticator app or a key; recovery codes alone are none."""
        return self.authenticator_set.exclude(type="recovery_codes").exists()

    @property
    def is_moderator(self) -> bool:
        return Role.MODERATOR in self.roles

    @property
    def is_safeguarding_officer(self) -> bool:
        return Role.SAFEGUARDING_OFFICER in self.roles

    @property
    def is_analyst(self) -> bool:
        return Role.ANALYST in self.roles

    @property
    def is_translator(self) -> bool:
        return Role.TRANSLATOR in self.roles
