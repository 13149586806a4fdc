"""bench/attack in small: known people send one after another; who holds the server tells them apart."""

import io
import logging
import os
from random import Random

import pytest
from django.db import connection
from django.test import Client

from bench.attack.linking import all_in, attack, hits_of, mark
from surveys.actions import envelopes, shuffle_new_responses
from surveys.models import Survey
from surveys.tasks import shuffle_all, shuffle_new
from surveys.tests.factories import QuestionFactory, SectionFactory, SurveyFactory

PEOPLE = 100
# The order in which they send: nothing that they write may tell it.
ORDER = Random(7).sample(range(PEOPLE), PEOPLE)  # noqa: S311
# Ten of a hundred by chance. So many or more come up less than once in ten million runs, all ways together.
TOO_MANY = 32


def send(survey: Survey, person: int) -> None:
    browser = Client(REMOTE_ADDR=f"10.0.0.{person}")
    browser.post(f"/en/surveys/{survey.slug}/1/", {"Q1": f"It is {mark(person)}."})
    assert browser.post(f"/en/surveys/{survey.slug}/check/").url.endswith("/received/")


@pytest.fixture
def log():
    """All that the portal logs, as it stands in the file."""
    lines = logging.StreamHandler(io.StringIO())
    lines.setFormatter(logging.getLogger().handlers[0].formatter if logging.getLogger().handlers else None)
    logging.getLogger().addHandler(lines)
    yield lines.stream
    logging.getLogger().removeHandler(lines)


@pytest.fixture
def survey(transactional_db) -> Survey:
    survey = SurveyFactory(open=True, slug="known")
    QuestionFactory(section=SectionFactory(survey=survey), code="Q1")
    return survey


def best_way(log: io.StringIO):
    return attack(ORDER, log.getvalue(), all_in(os.environ["REDIS_URL"]))[0]


def test_after_the_clock_came_nobody_can_tell_who_sent_which_sheet(survey, log):
    for person in ORDER:
        send(survey, person)
    # The control: at once, place and age tell everybody apart.
    assert best_way(log).hits == PEOPLE

    shuffle_new()
    assert best_way(log).hits < TOO_MANY

    shuffle_all()
    assert best_way(log).hits < TOO_MANY


def send_in_batches(survey: Survey) -> None:
    for number, person in enumerate(ORDER, 1):
        send(survey, person)
        if number % 10 == 0:
            shuffle_new()


def test_batches_of_one_day_cannot_be_told_from_one_another(survey, log):
    send_in_batches(survey)

    assert best_way(log).hits < TOO_MANY


def test_the_control_batches_that_are_not_mixed_with_those_before_are_found(survey, log, monkeypatch):
    monkeypatch.setattr(envelopes, "MOST_MIXED", 0)

    send_in_batches(survey)

    found = best_way(log)
    # A batch stands together by place as by age, in both tables: which of the ways hits most is chance.
    assert found.way.startswith(("surveys_response by ", "surveys_answer by "))
    assert found.hits > PEOPLE / 2


@pytest.fixture
def planted_time(transactional_db):
    """A column that somebody put there: when a response was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE surveys_response ADD planted timestamptz NOT NULL DEFAULT clock_timestamp()"
        )
        yield
        cursor.execute("ALTER TABLE surveys_response DROP planted")


def test_the_control_a_planted_time_of_writing_is_found(survey, planted_time, log):
    for person in ORDER:
        send(survey, person)

    shuffle_all()

    found = best_way(log)
    assert (found.way, found.hits) == ("surveys_response by planted", PEOPLE)


def test_fewer_than_five_new_sheets_wait_for_others(survey):
    for person in range(4):
        send(survey, person)
    assert shuffle_new_responses(survey) == 0

    send(survey, 5)
    assert shuffle_new_responses(survey) == 5
    assert shuffle_new_responses(survey) == 0


def test_hits_are_counted_within_the_tenth_around_the_known_place():
    order = list(range(100))

    assert hits_of(order, order) == 100
    assert hits_of(order, order[5:] + order[:5]) == 95 - 5 + 5
    assert hits_of(order, order[50:] + order[:50]) == 0
