"""Taking part in an event: registering, changing it, withdrawing."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.actions.erasing import erase_person
from consultations.actions.seats import lock_sub_topics, take_back
from consultations.actions.settling import settle_statements
from consultations.models import Event, Registration, Statement, Substitute
from consultations.permissions import can_change, can_register, can_register_child
from upr_portal.states import WrongState


@transaction.atomic
def register(
    event: Event,
    *,
    email: str,
    language: str,
    by: User | None = None,
    at: datetime | None = None,
    is_generated: bool = False,
    **fields: Any,
) -> Registration:
    """Register somebody, with an account (`by`) or without, and write to them.

    Whose account or address is registered already keeps that registration: an account takes over the one of
    its own (verified) address, and without an account a new link goes to the address. The caller without an
    account must say the same in both cases, so that nobody finds out who is registered.
    `at` is now, unless a demonstration is made; generated people get no letters.
    Raises WrongState when registration is not open, or not for somebody under 18.
    """
    at = at or timezone.now()
    if not can_register(event, at):
        raise WrongState(f"{event!r} takes no registrations")
    if fields.get("is_under_18") and not can_register_child(event):
        raise WrongState(f"nobody looks after the safety of children at {event!r}")
    person = None if is_generated else by
    fields |= {"language": language, "registered_at": at, "is_generated": is_generated}
    try:
        with transaction.atomic():
            registration = Registration.objects.create(
                event=event, email=email.lower(), person=person, **fields
            )
    except IntegrityError as error:  # the account, or the address, is registered already
        if found := standing_registration(event, person, email):
            return welcome_back(found, person)
        raise WrongState(f"this address stands at {event!r} under another account") from error
    if not is_generated:
        emails.welcome(registration)
    record(by, "registered", registration)
    return registration


def standing_registration(event: Event, person: User | None, email: str) -> Registration | None:
    """By account or, without one, by address; an account takes over only what is nobody's."""
    standing = event.registrations.standing()
    if person is None:
        return standing.filter(email__iexact=email).first()
    mine = Q(person=person) | Q(person=None, email__iexact=email)
    return standing.filter(mine).order_by(F("person").asc(nulls_last=True)).first()


def welcome_back(registration: Registration, person: User | None) -> Registration:
    """Lead to the registration that stands: by the account, or by a letter."""
    if person is None:
        emails.send_link_again(registration, make_link(registration))
    elif registration.person is None:
        registration.person = person
        registration.save(update_fields=["person"])
    return registration


@transaction.atomic
def change_registration(
    registration: Registration, *, by: User | None = None, at: datetime | None = None, **fields: Any
) -> None:
    """Change what the person said about taking part; seats and places stay. WrongState when it is over."""
    if not can_change(registration, at):
        raise WrongState(f"{registration!r} cannot be changed any more")
    for field, value in fields.items():
        setattr(registration, field, value)
    registration.save(update_fields=list(fields))
    record(by, "changed", registration, fields=sorted(fields))


@transaction.atomic
def withdraw_registration(
    registration: Registration,
    *,
    by: User | None = None,
    at: datetime | None = None,
    keeps_statements: bool = True,
) -> None:
    """Take somebody off the event: their requests are withdrawn, who waited moves up, calendars are told.

    What they have written for these requests stays under its consents, or is deleted.
    """
    at = at or timezone.now()
    # All sub-topics first: the order in which asking locks them, so that the two never wait for each other.
    sub_topics = lock_sub_topics(registration.event.sub_topics.all())
    if not can_change(registration, at):
        raise WrongState(f"{registration!r} cannot be withdrawn any more")
    registration.move_to(Registration.State.WITHDRAWN)
    requests = list(registration.requests.active())
    for request in requests:
        take_back(request, sub_topics[request.sub_topic_id], at=at)
    settled = settle_statements(requests, keeps=keeps_statements)
    if not registration.is_generated:
        emails.tell_withdrawn(registration, make_link(registration), settled)
    record(by, "withdrawn", registration, statements_deleted=settled.deleted)


@transaction.atomic
def forget(person: User) -> None:
    """`person` leaves the portal: their registrations stay as rows that are counted, with nothing personal.

    Those that can still be withdrawn are, so that who waits moves up. Called by way of
    settings.WHEN_A_PERSON_LEAVES, while `person` still has the address. Notes that they wrote as rapporteur
    stay, under nobody's name.
    """
    Event.rapporteurs.through.objects.filter(user=person).delete()
    Substitute.objects.filter(email__iexact=person.email).delete()
    mine = Registration.objects.filter(Q(person=person) | Q(person=None, email__iexact=person.email))
    for registration in mine.standing().select_related("event").order_by("event"):
        if can_change(registration):
            withdraw_registration(registration, by=person)
    Statement.objects.filter(request__registration__in=mine).delete()
    for registration in mine:
        erase_person(registration, person=person)
