"""Making a report of any kind on a page."""

import pytest
from django.urls import reverse

from consultations.tests.factories import EventFactory
from recommendations.tests.factories import RecommendationFactory
from reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client_of, moderator):
    desk = client_of(moderator)
    return lambda **sent: desk.post(reverse("reports:make"), {"languages": ["en", "fr"], **sent})


def test_each_thing_gets_the_kind_of_report_that_tells_of_it_with_its_sections(send):
    event = EventFactory(title_en="Two days of dialogue", title_fr="Deux jours de dialogue")
    recommendation = RecommendationFactory(review__state__name_en="Morocco")
    state = recommendation.review.state
    cycle = recommendation.review.session.cycle

    for about in (f"consultation:{event.consultation.pk}", f"event:{event.pk}", f"state:{state.pk}"):
        assert send(about=about).status_code == 302
    send(about=f"state:{state.pk}", session=recommendation.review.session.number)
    send(about=f"cycle:{cycle.pk}")

    reports = list(Report.objects.order_by("pk"))
    assert [report.kind for report in reports] == ["outcome", "event", *["recommendations"] * 3]
    assert [report.subject for report in reports] == [
        event.consultation, event, state, recommendation.review, cycle,
    ]  # fmt: skip
    assert (reports[1].title_en, reports[1].title_fr) == ("Two days of dialogue", "Deux jours de dialogue")
    assert reports[2].slug == "morocco-recommendations-and-answers"
    assert reports[1].sections.first().kind == "summary"
    assert not reports[4].sections.get(kind="list").switched_on


def test_a_second_report_of_the_same_thing_has_an_address_of_its_own(send):
    event = EventFactory(title="Dialogue")

    for _number in range(2):
        send(about=f"event:{event.pk}")

    assert sorted(Report.objects.values_list("slug", flat=True)) == ["dialogue", "dialogue-2"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"about": ""}, "Choose what the report tells of."),
        ({"about": "state:{state}", "session": 999}, "This State was not reviewed in that session."),
        ({"about": "cycle:{cycle}", "session": 1}, "Only a State was reviewed in a session."),
        ({"about": "state:999999999"}, "Select a valid choice"),
        ({"about": "state:{state}", "languages": []}, "Choose at least one language."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(send, sent, said):
    review = RecommendationFactory().review
    known = {"state": review.state.pk, "cycle": review.session.cycle.pk}

    answer = send(**sent | {"about": sent["about"].format(**known)})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Report.objects.exists()
