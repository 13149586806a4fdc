"""Dates of sessions and deadlines are said as exactly as they are known, and no more."""

import pytest
from django.db import IntegrityError
from django.utils import translation

from reference.models import Cycle, Deadline, Precision
from reference.tests.factories import UprSessionFactory


@pytest.mark.parametrize(
    ("starts_on", "precision", "language", "said"),
    [
        ("2026-05-04", Precision.DAY, "en", "4 May 2026"),
        ("2026-05-04", Precision.DAY, "fr", "4 mai 2026"),
        ("2026-11-01", Precision.MONTH, "en", "November 2026"),
        ("2026-11-01", Precision.MONTH, "es", "noviembre de 2026"),
        (None, Precision.UNKNOWN, "en", "Date not known"),
    ],
)
def test_a_date_is_said_no_more_exactly_than_it_is_known(db, starts_on, precision, language, said):
    session = UprSessionFactory(starts_on=starts_on, precision=precision)
    session.refresh_from_db()

    with translation.override(language):
        assert session.first_day.lower() == said.lower()


@pytest.mark.parametrize(
    "dates",
    [
        {"starts_on": "2026-05-15", "ends_on": "2026-05-04", "precision": Precision.DAY},
        {"starts_on": "2026-05-15", "precision": Precision.UNKNOWN},
        {"starts_on": None, "precision": Precision.MONTH},
    ],
)
def test_the_database_refuses_dates_that_cannot_be(db, dates):
    with pytest.raises(IntegrityError):
        UprSessionFactory(**dates)


def test_a_session_has_one_deadline_of_a_kind(db):
    session = UprSessionFactory()
    Deadline.objects.create(session=session, kind=Deadline.Kind.SUBMISSIONS)

    with pytest.raises(IntegrityError):
        Deadline.objects.create(session=session, kind=Deadline.Kind.SUBMISSIONS)


def test_a_cycle_ends_after_it_begins(db):
    with pytest.raises(IntegrityError):
        Cycle.objects.create(number=5, first_year=2027, last_year=2026)
