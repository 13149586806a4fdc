"""A person's own pages, roles, leaving."""

from pathlib import Path

import allauth
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user
from django.db import IntegrityError, connection, transaction
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import (
    add_second_factor,
    change_roles,
    create_person,
    delete_account,
    verify_organisation,
)
from accounts.models import AuditEntry, Letter, User
from accounts.models.people import Role
from accounts.permissions import ROLES_MAY, give_roles_their_permissions
from accounts.tests.factories import PASSWORD, OrganisationFactory, UserFactory
from accounts.writing import write

pytestmark = pytest.mark.django_db

PAGES = ["home", "settings", "organisation", "propose", "delete"]


@pytest.mark.parametrize("page", PAGES)
def test_own_pages_are_for_who_signed_in(client, client_of, page):
    address = reverse(f"accounts:{page}")

    assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}"
    assert client_of(UserFactory()).get(address).status_code == 200


def test_my_page_says_who_i_am_and_whom_i_speak_for(client_of):
    person = UserFactory(organisation=OrganisationFactory(name="Right to Water"))

    page = client_of(person).get(reverse("accounts:home")).content.decode()

    assert person.email in page
    assert "Right to Water" in page
    assert "Waiting for verification" in page


def test_settings_are_changed_and_the_reader_goes_on_in_the_new_language(client_of):
    person = UserFactory()

    response = client_of(person).post(
        reverse("accounts:settings"),
        {"name": "Ann\nwww.evil.example", "language": "fr", "time_zone": "Africa/Dakar"},
    )

    person.refresh_from_db()
    assert (person.name, person.language, person.time_zone) == ("Ann", "fr", "Africa/Dakar")
    assert response.headers["Location"] == "/fr/accounts/"


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("settings", {"name": "", "language": "en"}),
        ("settings", {"name": "Ann", "language": "xx"}),
        ("settings", {"name": "Ann", "language": "en", "time_zone": "Mars/Phobos"}),
        ("organisation", {"organisation": "0"}),
        ("propose", {"name": "A", "kind": "parliament", "ganhri_status": "A"}),
        ("delete", {"password": "wrong"}),
    ],
)
def test_what_cannot_be_taken_is_answered_with_422_and_the_reason(client_of, page, fields):
    response = client_of(UserFactory()).post(reverse(f"accounts:{page}"), fields)

    assert response.status_code == 422
    assert 'id="errors"' in response.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_a_role_counts_for_staff_only(role, django_assert_num_queries):
    person = create_person("ann@example.org", roles=[role])
    question = f"is_{role.replace(' ', '_')}"

    person = User.objects.get(pk=person.pk)
    with django_assert_num_queries(1):
        assert getattr(person, question)
        assert getattr(person, question)

    person.is_staff = False
    del person.roles
    assert not getattr(person, question)


def test_moderators_cannot_make_moderators(client_of, moderator):
    person = UserFactory()
    address = reverse("admin:accounts_user_change", args=[person.pk])

    assert client_of(moderator).get(address).status_code == 200
    assert client_of(moderator).post(address, {"roles": ["moderator"], "is_active": "on"}).status_code == 403

    client_of(UserFactory(superuser=True)).post(address, {"roles": ["moderator"], "is_active": "on"})
    assert User.objects.get(pk=person.pk).is_moderator


def test_the_admin_shows_no_password_and_no_text_of_a_letter(client_of, moderator):
    person = UserFactory(organisation=OrganisationFactory())
    verify_organisation(person.organisation, by=moderator)
    Letter.objects.update(body="the key is 4711")
    client = client_of(moderator)

    pages = [
        reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_user_change", args=[person.pk]),
        reverse("admin:accounts_letter_changelist"),
        reverse("admin:accounts_letter_change", args=[Letter.objects.get().pk]),
        reverse("admin:accounts_organisation_change", args=[person.organisation.pk]),
    ]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200
        assert person.password not in page.content.decode()
        assert "4711" not in page.content.decode()


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("page", ["user", "organisation", "letter", "auditentry"])
def test_who_sees_what_in_the_admin(client_of, role, page):
    person = create_person("ann@example.org", roles=[role])
    give_roles_their_permissions([role])
    add_second_factor(person)

    status = client_of(person).get(reverse(f"admin:accounts_{page}_changelist")).status_code

    assert status == (200 if f"accounts.{page}" in ROLES_MAY[role] else 403)


@pytest.mark.parametrize("page", ["user", "organisation"])
def test_lists_ask_as_much_for_three_as_for_one(client_of, moderator, page):
    client, counts = client_of(moderator), []
    for more in (1, 2):
        for _ in range(more):
            UserFactory(organisation=OrganisationFactory(verified=True))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"admin:accounts_{page}_changelist"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_who_leaves_leaves_nothing_personal_behind(client_of, settings):
    settings.WHEN_A_PERSON_LEAVES = ["accounts.tests.test_people.forget"]
    person = UserFactory(
        email="ann@example.org", name="Ann", organisation=OrganisationFactory(), moderator=True
    )
    verified = OrganisationFactory()
    verify_organisation(verified, by=person)
    verify_organisation(person.organisation, by=person)
    client = client_of(person)
    superuser = UserFactory(staff=True, is_superuser=True, second_factor=True)
    change = reverse("admin:accounts_user_change", args=[person.pk])
    client_of(superuser).post(change, {"roles": ["moderator"], "is_active": "on"})
    assert LogEntry.objects.get().object_repr == "Ann"

    client.post(reverse("accounts:delete"), {"password": PASSWORD})

    assert LogEntry.objects.get().object_repr == ""
    person = User.objects.get(pk=person.pk)
    assert (person.name, person.is_active, person.organisation, person.groups.count()) == ("", False, None, 0)
    assert "ann" not in person.email
    assert forgotten == [person]
    assert not Letter.objects.filter(to="ann@example.org").exists()
    assert not person.emailaddress_set.exists() and not person.authenticator_set.exists()
    verified.refresh_from_db()
    assert verified.decided_by == person
    assert not get_user(client).is_authenticated


forgotten = []


def forget(person):
    forgotten.append(person)


def test_who_left_is_signed_out_everywhere_and_may_come_back_as_new(client_of):
    person = UserFactory(email="ann@example.org")
    elsewhere = client_of(person)

    delete_account(person)

    assert elsewhere.get(reverse("accounts:home")).status_code == 302
    assert create_person("ann@example.org").pk != person.pk


def test_an_address_is_one_account_whatever_its_case():
    create_person("Ann@Example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        create_person("ann@example.ORG")
    with pytest.raises(IntegrityError, match="email_in_small_letters"), transaction.atomic():
        User.objects.create(email="Bob@example.org")


def test_roles_are_given_once_and_changed_with_an_entry_in_the_trail(moderator):
    person = UserFactory()

    change_roles(person, [Role.ANALYST], by=moderator)
    change_roles(person, [], by=moderator)

    assert not person.is_staff
    entries = AuditEntry.objects.filter(verb="changed roles", thing_key=str(person.pk)).order_by("number")
    assert [entry.facts["roles"] for entry in entries] == [["analyst"], []]


def test_every_role_may_what_the_table_says_and_the_table_names_only_models():
    assert give_roles_their_permissions() == []

    person = create_person("ann@example.org", roles=[Role.MODERATOR])
    assert person.has_perm("accounts.change_organisation")
    assert not person.has_perm("accounts.change_user")
    assert not person.has_perm("accounts.change_auditentry")


def allauth_letters() -> list[str]:
    """Every letter that allauth may send with our settings."""
    folder = Path(allauth.__file__).parent / "templates"
    found = [path for app in ("account", "mfa") for path in (folder / app / "email").glob("*_subject.txt")]
    names = [f"{path.parent.parent.name}/{path.name.removesuffix('_subject.txt')}" for path in found]
    return sorted(name for name in names if not name.endswith("_code"))  # we send links, not codes


@pytest.mark.parametrize("letter", allauth_letters())
def test_every_letter_of_allauth_has_our_own_text(letter):
    get_template(f"emails/{letter}.txt")
    subject, body = write(letter, "en", {}, reader=UserFactory(), key="a-b", uid="1")

    assert subject
    assert "\n\n\n" not in body
