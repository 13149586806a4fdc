"""Joining, changing, leaving the portal."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string

from accounts.audit import record
from accounts.models import Letter, Organisation, User
from accounts.names import plain_name


@transaction.atomic
def create_person(
    email: str,
    password: str | None = None,
    name: str = "",
    language: str = "en",
    organisation: Organisation | None = None,
    roles: Iterable[str] = (),
    verified: bool = True,
    by: User | None = None,
) -> User:
    """An account made by us (set-up, demo), not by sign-up; with `verified`, the address counts as proved."""
    person = User.objects.create_user(
        email, password, name=plain_name(name, longest=100), language=language, organisation=organisation
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=verified, primary=True)
    roles = list(roles)
    if roles:
        change_roles(person, roles, by=by)
    record(by, "created", person)
    return person


@transaction.atomic
def change_roles(person: User, roles: Iterable[str], *, by: User | None) -> None:
    """Give a person exactly these roles. Who has one is staff, so must have a second factor."""
    roles = sorted(set(roles))
    person.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    person.is_staff = bool(roles) or person.is_superuser
    person.save(update_fields=["is_staff"])
    person.__dict__.pop("roles", None)
    record(by, "changed roles", person, roles=roles)


@transaction.atomic
def add_second_factor(person: User) -> str:
    """Give a person an authenticator app's secret (for set-up and demo); returns it in base 32."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    record(None, "given a second factor", person)
    return secret


@transaction.atomic
def change_settings(*, by: User, name: str, language: str, time_zone: str) -> None:
    """`by` changes the own name, language and time zone."""
    by.name, by.language, by.time_zone = plain_name(name, longest=100), language, time_zone
    by.save(update_fields=["name", "language", "time_zone"])


@transaction.atomic
def delete_account(person: User) -> None:
    """`person` leaves: everything personal goes, the emptied row stays for what points at it.

    Apps above forget theirs first: `settings.WHEN_A_PERSON_LEAVES` names their functions `forget(person)`,
    called in this transaction.
    """
    for forget in settings.WHEN_A_PERSON_LEAVES:
        import_string(forget)(person)
    Letter.objects.filter(person=person).delete()
    Letter.objects.filter(to__iexact=person.email).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    named_in = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    named_in.filter(object_id=str(person.pk)).update(object_repr="")
    person.groups.clear()
    person.user_permissions.clear()
    person.email = f"{get_random_string(20).lower()}@left.invalid"
    person.name = person.time_zone = ""
    person.language = settings.LANGUAGE_CODE
    person.organisation = person.last_login = None
    person.is_active = person.is_staff = person.is_superuser = False
    person.left_at = timezone.now()
    person.set_unusable_password()  # which ends every session, too
    person.save()
    record(person, "left", person)
