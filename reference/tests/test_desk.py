"""Moderators find and complete the reference data in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reference.models import (
    Cycle,
    Deadline,
    Goal,
    PersonsGroup,
    RegionalGroup,
    State,
    StateGroup,
    Target,
    Theme,
    UprSession,
    Vocabulary,
)
from reference.tests.factories import RegionalGroupFactory, StateAliasFactory, StateFactory, UprSessionFactory

EDITED = [Cycle, Goal, PersonsGroup, RegionalGroup, State, StateGroup, Target, Theme, UprSession, Vocabulary]


@pytest.fixture
def desk(client_of, moderator):
    return client_of(moderator)


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_every_list_and_every_form_opens(desk, reference, model):
    admin = f"admin:reference_{model._meta.model_name}"

    listed = desk.get(reverse(f"{admin}_changelist"))
    changed = desk.get(reverse(f"{admin}_change", args=[model.objects.first().pk]))

    assert (listed.status_code, changed.status_code) == (200, 200)


def test_a_state_is_found_by_any_of_its_spellings(desk):
    StateAliasFactory(state=StateFactory(iso3="VNM", name="Viet Nam"), spelling="Vietnam")
    StateFactory(name="Chad")

    page = desk.get(reverse("admin:reference_state_changelist"), {"q": "vietnam"})

    assert [state.iso3 for state in page.context["cl"].queryset] == ["VNM"]


def test_an_editor_moves_a_session_and_adds_a_deadline(desk):
    session = UprSessionFactory()
    address = reverse("admin:reference_uprsession_change", args=[session.pk])
    form = {
        "number": session.number,
        "cycle": session.cycle.pk,
        "starts_on": "2026-11-09",
        "ends_on": "2026-11-20",
        "precision": "day",
        "source": "a letter of the Secretariat",
        "last_checked": "2026-08-01",
        "deadlines-TOTAL_FORMS": 1,
        "deadlines-INITIAL_FORMS": 0,
        "deadlines-0-kind": Deadline.Kind.SUBMISSIONS,
        "deadlines-0-due_on": "2026-04-01",
        "deadlines-0-precision": "month",
    }

    answer = desk.post(address, form)

    session.refresh_from_db()
    assert answer.status_code == 302, answer.context["errors"]
    assert (str(session.starts_on), session.deadlines.get().precision) == ("2026-11-09", "month")


def test_a_session_without_a_date_cannot_claim_to_know_it(desk):
    session = UprSessionFactory()
    form = {
        "number": session.number,
        "cycle": session.cycle.pk,
        "precision": "day",
        "deadlines-TOTAL_FORMS": 0,
        "deadlines-INITIAL_FORMS": 0,
    }

    page = desk.post(reverse("admin:reference_uprsession_change", args=[session.pk]), form)

    assert page.status_code == 200
    assert "precision" in str(page.context["errors"])


def test_a_list_of_states_asks_as_many_queries_for_three_as_for_one(desk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("admin:reference_state_changelist"))
        return len(captured)

    queries()  # the first request fills caches
    StateFactory(regional_group=RegionalGroupFactory())
    for_one = queries()
    StateFactory(regional_group=RegionalGroupFactory())
    StateFactory(regional_group=RegionalGroupFactory())

    assert queries() == for_one
