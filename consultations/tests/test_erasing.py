"""What is kept of those who registered goes by itself when its time is over; the numbers stay."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from consultations.actions.access import make_link
from consultations.actions.access_needs import answer_needs
from consultations.actions.asking import ask_to_speak
from consultations.actions.erasing import KEEP_DETAILS, KEEP_REGISTRATIONS
from consultations.actions.statements import mark_undelivered, save_statement
from consultations.models import AccessAnswer, Event, Phase, Registration, Statement
from consultations.tasks import erase_what_is_over
from consultations.tests.factories import AgendaItemFactory, PhaseFactory, RegistrationFactory
from consultations.tests.test_children import ADULT, CHILD
from consultations.tests.test_statements import ALL, TEXT

pytestmark = pytest.mark.django_db
PERSONAL = (
    "Tariro",
    "tariro@",
    "Water for Us",
    "Ines",
    ADULT["adult_contact"],
    "captions",
    "for clean water",
)


@pytest.fixture
def event(moderator):
    """A day in 21 days, a phase of 40 days, and a child with needs who has a seat and a statement."""
    item = AgendaItemFactory(with_sub_topic=True)
    event = item.day.event
    PhaseFactory(consultation=event.consultation, ends=item.day.date + timedelta(days=19))
    child = RegistrationFactory(
        event=event,
        person=UserFactory(),
        name="Tariro",
        email="tariro@example.org",
        organisation_name="Water for Us",
        access_needs="captions",
        **CHILD,
    )
    answer_needs(child, needs="captions", text="You will have captions.", language="en", by=moderator)
    save_statement(ask_to_speak(child, item.sub_topic, language="en"), hand_in=True, **TEXT, **ALL)
    make_link(child)
    return event


@pytest.fixture
def the_clock_strikes(monkeypatch, event):
    """`the_clock_strikes(days, after=date)`: so many days after that day, and twice."""
    now = timezone.now

    def strike(days: int, after) -> None:
        ahead = after - timezone.localdate(now()) + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: now() + ahead)
        erase_what_is_over()
        erase_what_is_over()
        monkeypatch.setattr(timezone, "now", now)

    return strike


def what_is_kept() -> set[str]:
    rows = [*Registration.objects.values(), *AccessAnswer.objects.values(), *Statement.objects.values()]
    return {word for word in PERSONAL if any(word in str(row) for row in rows)}


@pytest.mark.parametrize(("days", "is_gone"), [(30, False), (31, True)])
def test_needs_and_adults_go_thirty_days_after_the_meeting(event, the_clock_strikes, days, is_gone):
    assert KEEP_DETAILS.days == 30 and what_is_kept() == set(PERSONAL), "the control"
    the_clock_strikes(days, after=event.days.get().date)

    details = {"Ines", ADULT["adult_contact"], "captions"}
    assert what_is_kept() == set(PERSONAL) - (details if is_gone else set())
    assert AccessAnswer.objects.exists() != is_gone
    assert Registration.objects.get().is_under_18, "so that nobody is named"
    assert AuditEntry.objects.filter(verb__startswith="erased needs").count() == is_gone


def test_only_the_clock_may_leave_a_child_without_an_adult(event):
    with pytest.raises(IntegrityError, match="a_child_comes_with_an_adult"), transaction.atomic():
        Registration.objects.update(accompanying_adult="", adult_contact="")


@pytest.mark.parametrize(("days", "is_gone"), [(731, False), (732, True)])
def test_registrations_go_24_months_after_the_last_phase_and_are_counted(
    event, the_clock_strikes, days, is_gone
):
    the_clock_strikes(days, after=Phase.objects.get().ends)

    found = Registration.objects.get()
    assert bool(what_is_kept() & {"Tariro", "tariro@", "Water for Us", "for clean water"}) != is_gone
    assert (found.person is None, found.links.exists()) == (is_gone, not is_gone)
    assert (found.is_standing, found.stakeholder_kind, found.requests.get().seat.number) == (
        True,
        "national-ngo",
        1,
    )
    assert AuditEntry.objects.filter(verb="erased the registrations of").count() == is_gone


def test_a_meeting_after_the_last_phase_keeps_them_longer(event, the_clock_strikes):
    Phase.objects.update(ends=timezone.localdate(), starts=timezone.localdate())

    the_clock_strikes(KEEP_REGISTRATIONS.days + 1, after=timezone.localdate())

    assert "Tariro" in what_is_kept(), "the day is three weeks later"


def test_a_statement_that_was_published_stays_without_a_name(client, event, the_clock_strikes, moderator):
    later = timezone.now() + timedelta(days=60)
    mark_undelivered(Statement.objects.get(), is_undelivered=True, by=moderator, at=later)

    the_clock_strikes(732, after=Phase.objects.get().ends)

    assert what_is_kept() == {"for clean water"}


def test_generated_people_and_undated_consultations_stay(event, the_clock_strikes):
    after = Phase.objects.get().ends
    Registration.objects.update(is_generated=True)
    undated = RegistrationFactory()

    the_clock_strikes(5000, after=after)

    undated.refresh_from_db()
    assert what_is_kept() == set(PERSONAL) and undated.name
    assert Event.objects.get(pk=undated.event_id).days.count() == 0
