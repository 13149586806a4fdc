"""Organisations: named by people, verified by moderators."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions import (
    propose_organisation,
    refuse_organisation,
    verify_organisation,
)
from accounts.models import AuditEntry, Letter, Organisation
from accounts.tests.factories import OrganisationFactory, UserFactory
from reference.models import State
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db


def test_an_organisation_is_proposed_and_a_moderator_verifies_it(client_of, moderator):
    person = UserFactory(language="es")
    client_of(person).post(reverse("accounts:propose"), {"name": "Right to Water", "kind": "national-ngo"})
    organisation = Organisation.objects.get()
    assert organisation.state == Organisation.State.UNVERIFIED

    client_of(moderator).post(
        reverse("admin:accounts_organisation_changelist"),
        {"action": "verify", "_selected_action": [organisation.pk]},
    )

    organisation.refresh_from_db()
    assert (organisation.is_verified, organisation.decided_by) == (True, moderator)
    assert Letter.objects.get().to == person.email
    assert AuditEntry.objects.filter(verb="verified", by=moderator).exists()


def test_an_organisation_works_on_the_state_chosen(client_of):
    state = State.objects.create(iso3="QQQ", name="Utopia")

    client_of(UserFactory()).post(
        reverse("accounts:propose"), {"name": "Right to Water", "kind": "national-ngo", "state": state.pk}
    )

    assert list(Organisation.objects.get().states.all()) == [state]


def test_what_a_moderator_changes_in_the_admin_is_in_the_trail(client_of, moderator):
    organisation = OrganisationFactory(name="Right to Water")

    client_of(moderator).post(
        reverse("admin:accounts_organisation_change", args=[organisation.pk]),
        {"name": "Right to Food", "kind": organisation.kind},
    )

    entry = AuditEntry.objects.get(verb="changed", thing_kind="accounts.organisation")
    assert (entry.by, entry.facts) == (moderator, {"fields": ["name"]})


def test_the_second_to_name_an_organisation_joins_the_first():
    first, second = UserFactory(), UserFactory()

    one = propose_organisation(by=first, name="Right to Water", kind="national-ngo")
    other = propose_organisation(by=second, name="right to water", kind="national-ngo")

    assert one == other
    assert set(one.people.all()) == {first, second}


def test_an_unverified_organisation_is_in_nobody_elses_list(client_of):
    theirs = OrganisationFactory()
    verified = OrganisationFactory(verified=True)

    page = client_of(UserFactory()).get(reverse("accounts:organisation"))

    assert list(page.context["form"].fields["organisation"].queryset) == [verified]
    response = client_of(UserFactory()).post(reverse("accounts:organisation"), {"organisation": theirs.pk})
    assert response.status_code == 422


def test_verified_means_verified_by_somebody():
    with pytest.raises(IntegrityError, match="verified_by_somebody"), transaction.atomic():
        OrganisationFactory(state=Organisation.State.VERIFIED)


def test_two_moderators_decide_once(moderator):
    organisation = OrganisationFactory()
    other_tab = Organisation.objects.get(pk=organisation.pk)
    verify_organisation(organisation, by=moderator)

    with pytest.raises(WrongState):
        refuse_organisation(other_tab, by=moderator)
