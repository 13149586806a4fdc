"""Who may enter each door: the table in doors.txt, knocked at row by row."""

from pathlib import Path

import pytest
from django.contrib import admin
from django.urls import reverse

from upr_portal.tests.addresses import doors

# The mark has the test database made before `scenery` fills it.
pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("doors.txt")
ROLES = ("stranger", "person", "owner", "officer", "moderator")


def read_table() -> list[dict]:
    """Rows of the table: {"door", "method", "thing", "stranger", "person", …} with the status as a word."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line.strip() and line[0] != "#"]
    return [dict(zip(("door", "method", "thing", *ROLES), words, strict=True)) for words in lines]


def outcome(response) -> str:
    """The status as the table writes it; `sign-in` where one is led to the sign-in page."""
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return "sign-in"
    return str(response.status_code)


def test_every_door_has_a_row_for_reading_and_for_writing():
    known = {(row["door"], row["method"]) for row in read_table()}
    wanted = {(name, method) for name, _ in doors() for method in ("GET", "POST")}

    assert sorted(wanted - known) == [], "add rows to doors.txt"
    assert sorted(known - wanted) == [], "these doors are gone: take their rows out"


@pytest.mark.parametrize("row", read_table(), ids=lambda row: f"{row['method']} {row['door']} {row['thing']}")
def test_who_may_enter(scene, row):
    address = reverse(row["door"], kwargs=scene.things[row["thing"]])

    found = {}
    for role in ROLES:
        client = scene.client(role)
        ask = client.get if row["method"] == "GET" else client.post
        found[role] = outcome(ask(address))

    assert found == {role: row[role] for role in ROLES}


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_the_admin_is_for_staff_with_a_second_factor(scene, model, page):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")

    assert (
        scene.client("stranger")
        .get(address, follow=True)
        .redirect_chain[-1][0]
        .startswith("/en/accounts/login/")
    )
    assert scene.client("person").get(address, follow=True).status_code == 403
    assert scene.client("moderator").get(address).status_code in {200, 302, 403}


def test_a_staff_member_without_a_second_factor_enters_nothing_but_its_set_up(scene):
    response = scene.client("new moderator").get(reverse("admin:index"))

    assert response.status_code == 302
    assert "/2fa/" in response["Location"]
