"""The trail: append-only, chained, readable only."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.audit import BrokenChain, record, verify_chain
from accounts.models import AuditEntry
from accounts.tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail():
    """Three entries."""
    person, thing = UserFactory(), OrganisationFactory()
    return [
        record(person, verb, thing, note=f"{verb} – ünïcode", share=0.1) for verb in ("made", "read", "left")
    ]


def without_trigger(sql: str, *parameters) -> None:
    """Tamper as somebody with full rights over the database could."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table accounts_auditentry disable trigger audit_is_append_only")
        cursor.execute(sql, parameters)
        cursor.execute("alter table accounts_auditentry enable trigger audit_is_append_only")


@pytest.mark.parametrize(
    "sql", ["update accounts_auditentry set verb = 'nothing'", "delete from accounts_auditentry"]
)
def test_the_database_refuses_to_change_the_trail(trail, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    without_trigger(sql)  # the control: without the trigger it could be done


def test_a_whole_chain_is_verified(trail):
    count, last = verify_chain()

    assert (count, last) == (AuditEntry.objects.count(), trail[-1].hash)


@pytest.mark.parametrize(
    "sql",
    [
        "update accounts_auditentry set verb = 'nothing' where number = 2",
        "update accounts_auditentry set facts = '{}' where number = 2",
        "update accounts_auditentry set by_id = null where number = 2",
        "update accounts_auditentry set at = at + interval '1 microsecond' where number = 2",
        "update accounts_auditentry set thing_key = '0' where number = 2",
        "delete from accounts_auditentry where number = 2",
        "delete from accounts_auditentry where number = 1",
    ],
)
def test_tampering_shows(trail, sql):
    without_trigger(sql)

    with pytest.raises(BrokenChain):
        verify_chain()


def test_the_command_says_so(trail):
    words = StringIO()
    call_command("check_audit", contains=trail[-1].hash, stdout=words)
    assert trail[-1].hash in words.getvalue()

    without_trigger("delete from accounts_auditentry where number = 3")
    with pytest.raises(CommandError, match="cut"):
        call_command("check_audit", contains=trail[-1].hash)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_chain(at_once):
    person = UserFactory()

    at_once(10, lambda number: record(person, f"did {number}", person))

    assert verify_chain()[0] == 10


def test_the_admin_shows_the_trail_and_takes_nothing(trail, moderator, client_of):
    client = client_of(moderator)
    entry = trail[0]

    assert client.get("/en/admin/accounts/auditentry/").status_code == 200
    assert client.get(f"/en/admin/accounts/auditentry/{entry.pk}/change/").status_code == 200
    assert client.post(f"/en/admin/accounts/auditentry/{entry.pk}/change/", {"verb": "x"}).status_code == 403
    assert client.get("/en/admin/accounts/auditentry/add/").status_code == 403
    assert client.post(f"/en/admin/accounts/auditentry/{entry.pk}/delete/").status_code == 403
