"""Naming, joining, verifying organisations."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts import outbox
from accounts.audit import record
from accounts.models import Organisation, User
from accounts.names import plain_name
from reference.models import State


@transaction.atomic
def propose_organisation(
    *,
    by: User,
    name: str,
    kind: str,
    acronym: str = "",
    ganhri_status: str = "",
    states: Iterable[State] = (),
    website: str = "",
) -> Organisation:
    """`by` speaks for an organisation that is not in the list; a moderator will look at it.

    If one of that name and kind is known already, verified or not, `by` joins that one.
    """
    name = plain_name(name)
    known = Organisation.objects.named(name).filter(kind=kind).order_by("pk").first()
    organisation = known or Organisation.objects.create(
        name=name,
        acronym=plain_name(acronym, longest=30),
        kind=kind,
        ganhri_status=ganhri_status,
        website=website,
    )
    if not known:
        organisation.states.set(states)
        record(by, "proposed", organisation)
    join_organisation(organisation, by=by)
    return organisation


@transaction.atomic
def join_organisation(organisation: Organisation, *, by: User) -> None:
    """`by` speaks for this organisation from now on."""
    by.organisation = organisation
    by.save(update_fields=["organisation"])
    record(by, "joined", organisation)


@transaction.atomic
def leave_organisation(*, by: User) -> None:
    """`by` speaks for no organisation any more."""
    organisation, by.organisation = by.organisation, None
    if organisation:
        by.save(update_fields=["organisation"])
        record(by, "left", organisation)


@transaction.atomic
def verify_organisation(organisation: Organisation, *, by: User) -> None:
    """A moderator has found the organisation to be who it says; its people are told."""
    decide(organisation, Organisation.State.VERIFIED, by=by)


@transaction.atomic
def refuse_organisation(organisation: Organisation, *, by: User) -> None:
    """A moderator could not find the organisation to be who it says; its people are told."""
    decide(organisation, Organisation.State.REFUSED, by=by)


def decide(organisation: Organisation, state: Organisation.State, *, by: User) -> None:
    organisation.move_to(state, decided_by=by, decided_at=timezone.now())
    for person in organisation.people.filter(is_active=True):
        outbox.post(
            f"accounts/organisation_{state.value}",
            to=person,
            key=f"organisation:{organisation.pk}:{state.value}:{person.pk}:{organisation.decided_at:%Y%m%d%H%M%S}",
            organisation=organisation.name,
        )
    record(by, state.value, organisation)
