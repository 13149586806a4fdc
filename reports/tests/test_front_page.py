"""The front page says what can be done now, links to it, and tells what is made up."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import Day, SpeakingRequest, SubTopic
from consultations.tests.factories import (
    ConsultationFactory,
    DayFactory,
    EventFactory,
    PhaseFactory,
    RegistrationFactory,
    SubTopicFactory,
)
from recommendations.models import ImportBatch
from recommendations.tests.factories import ImportBatchFactory, RecommendationFactory
from reports.tests.factories import ReportFactory
from surveys.tests.factories import SurveyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def front_page(client):
    return lambda: client.get(reverse("reports:home")).content.decode()


def open_one(**fields):
    """A published consultation that goes on, with its survey and a meeting with six seats."""
    consultation = ConsultationFactory(**fields)
    survey = SurveyFactory(open=True)
    PhaseFactory(consultation=consultation, kind="survey", survey=survey)
    event = EventFactory(consultation=consultation)
    return survey, event, SubTopicFactory(event=event)


def test_an_open_consultation_shows_what_can_be_done_now(front_page):
    survey, event, _ = open_one()

    page = front_page()

    assert f'href="{survey.get_absolute_url()}">Answer the survey' in page
    assert f'href="{event.get_absolute_url()}">Ask for a seat' in page
    assert "6 seats to speak are free" in page


def test_only_seats_that_are_free_and_can_be_asked_for_are_counted(front_page):
    _, event, sub_topic = open_one()
    SubTopicFactory(event=event, closed=True)
    SpeakingRequest.objects.create(
        registration=RegistrationFactory(event=event),
        sub_topic=sub_topic,
        seat=sub_topic.seats.first(),
        language="en",
        asked_at=timezone.now(),
    )

    assert "5 seats to speak are free" in front_page()


@pytest.mark.parametrize("rule", ["draw", "moderated"])
def test_seats_that_are_given_later_are_asked_for_and_not_called_free(front_page, rule):
    _, event, sub_topic = open_one()
    SubTopic.objects.filter(pk=sub_topic.pk).update(allocation_rule=rule)

    page = front_page()

    assert f'href="{event.get_absolute_url()}">Ask for a seat' in page
    assert "to speak are free" not in page


def test_a_meeting_that_is_over_is_not_open_whatever_its_registration_says(front_page):
    _, event, _sub_topic = open_one()
    day = DayFactory(event=event)
    assert event.get_absolute_url() in front_page()

    Day.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=2))

    assert event.consultation.title in front_page() and event.get_absolute_url() not in front_page()


def test_without_free_seats_one_can_still_register(front_page):
    _, event, sub_topic = open_one()
    sub_topic.requests_close = timezone.now() - timedelta(hours=1)
    sub_topic.save()

    page = front_page()

    assert f'href="{event.get_absolute_url()}">Register' in page
    assert "Ask for a seat" not in page


@pytest.mark.parametrize("kept_back", ["draft", "closed"])
def test_what_is_not_published_offers_nothing(front_page, kept_back):
    survey, event, _ = open_one(**{kept_back: True})

    page = front_page()

    assert event.consultation.title not in page
    assert survey.get_absolute_url() not in page and event.get_absolute_url() not in page


def test_a_draft_survey_and_a_draft_report_do_not_show(front_page):
    survey, event, _ = open_one()
    survey.state = survey.State.DRAFT
    survey.save()
    draft = ReportFactory(consultation=event.consultation)

    page = front_page()

    assert event.consultation.title in page
    assert survey.get_absolute_url() not in page and draft.title not in page


def test_figures_of_generated_examples_are_called_that(front_page):
    RecommendationFactory(batch=ImportBatchFactory(kind=ImportBatch.Kind.GENERATED))
    RecommendationFactory(batch=ImportBatchFactory())

    page = front_page()

    assert '<dd class="number">2</dd>' in page
    assert "1 of these recommendations is a generated example: no State ever made it." in page
    assert "of these consultations" not in page


def test_real_figures_need_no_such_words(front_page):
    RecommendationFactory(batch=ImportBatchFactory())

    assert "generated example" not in front_page()


def test_the_front_page_asks_as_many_queries_for_one_consultation_as_for_three(
    client, django_assert_num_queries
):
    address = reverse("reports:home")
    ReportFactory(published=True)
    open_one()
    client.get(address)  # the counts are remembered from here on

    with django_assert_num_queries(6):
        client.get(address)

    open_one(), open_one()
    with django_assert_num_queries(6):
        client.get(address)
