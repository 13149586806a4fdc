"""A child's name, its adult and how the adult is reached stand on no page and in no feed that others open.

Every door that lets in a stranger, somebody with an account or another speaker is opened (doors.txt has a row
for each), of an event to come and of one that is over.
"""

import pytest
from django.db import connection
from django.utils import timezone

from consultations.models import Registration, SpeakingRequest, Statement
from reference.models import RegionalGroup
from upr_portal import readers, strangers
from upr_portal.tests.test_doors import read_table
from upr_portal.tests.test_doors import reverse as address_of

# The mark has the test database made before `scenery` fills it.
pytestmark = pytest.mark.django_db

NAME, ADULT, CONTACT = "Tariro Zvishavane", "Inesa Tembologwa", "+41 22 555 98 76"
CHILD = {
    "name": NAME,
    "is_under_18": True,
    "accompanying_adult": ADULT,
    "adult_contact": CONTACT,
    "public_name": "representative",
    "consents_to_listing": True,
}
OTHERS = ("stranger", "person", "owner")


@pytest.fixture(autouse=True)
def nothing_is_kept_that_was_written_without_the_guard():
    yield
    strangers.pages.clear()
    readers.frames.clear()


@pytest.fixture
def children(scene):
    """One who speaks in each of the two events, one in the draw; of the past one a statement is published."""
    seated = SpeakingRequest.objects.seated().exclude(registration__person__isnull=False)
    come = seated.filter(sub_topic__event=scene.event).first()
    gone = seated.filter(sub_topic__event__slug="dialogue").exclude(sub_topic__event=scene.event).first()
    drawn = SpeakingRequest.objects.pending().filter(
        sub_topic_id=scene.things["drawn-sub-topic"]["sub_topic"]
    )
    Statement.objects.filter(request=gone).delete()
    Statement.objects.create(
        request=gone,
        text="We ask to be heard.",
        language="en",
        may_be_published=True,
        saved_at=timezone.now(),
        handed_in_at=timezone.now(),
        undelivered_at=timezone.now(),
    )
    keys = [one.registration_id for one in (come, gone, drawn.first())]
    registrations = Registration.objects.filter(pk__in=keys)
    registrations.update(**CHILD, region=RegionalGroup.objects.first())
    return registrations


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def doors_that_tell(scene) -> tuple[set[str], int]:
    """Where others read something of a child; and how many pages were looked at."""
    found, pages = set(), 0
    for role in OTHERS:
        client = scene.client(role)
        for row in read_table():
            if row["method"] == "GET" and row[role] == "200":
                page = body_of(client.get(address_of(row["door"], kwargs=scene.things[row["thing"]])))
                pages += 1
                if any(secret in page for secret in (NAME, ADULT, CONTACT)):
                    found.add(row["door"])
    return found, pages


def test_nothing_of_a_child_stands_where_others_read(scene, children):
    found, pages = doors_that_tell(scene)

    assert found == set()
    assert pages > 150
    listed = scene.client("stranger").get(scene.event.get_absolute_url()).text
    assert "A civil-society representative" in listed


def test_without_constraint_and_guard_the_name_is_found(scene, children, monkeypatch):
    monkeypatch.setattr(Registration, "shown_by", property(lambda one: one.public_name))
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table consultations_registration drop constraint a_child_has_no_public_name")
    children.update(public_name="full")

    found, _pages = doors_that_tell(scene)

    assert found == {
        "api:event",
        "consultations:programme",
        "consultations:swap",
        "consultations:undelivered_statements",
    }


def test_the_guard_alone_keeps_the_name_back(scene, children):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table consultations_registration drop constraint a_child_has_no_public_name")
    children.update(public_name="full")

    assert doors_that_tell(scene)[0] == set()
