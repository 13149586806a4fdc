"""Kinds of reports beside the outcome report: what they tell, and what they keep to themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone, translation

from accounts.models import Organisation
from consultations.actions.asking import ask_to_speak
from consultations.models import Material, Registration, Statement
from consultations.tests.factories import (
    AgendaItemFactory,
    DayFactory,
    EventFactory,
    RegistrationFactory,
    SubTopicFactory,
)
from recommendations.models import Position
from recommendations.tests.factories import RecommendationFactory, ReviewFactory
from reference.tests.factories import StateFactory, UprSessionFactory
from reports.actions import create_report
from reports.models import Report
from reports.sections import facts_now
from reports.tests.factories import ReportFactory

pytestmark = pytest.mark.django_db


def make(subject, kind: str, by) -> Report:
    return create_report(subject, kind=kind, slug=kind, languages=["en"], by=by, title_en="A report")


def facts_of(report, language: str = "en") -> dict:
    """Section kind → facts."""
    with translation.override(language):
        return {section["kind"]: section for section in facts_now(report)["sections"]}


@pytest.fixture
def over():
    """An event of yesterday with a sub-topic of twelve seats."""
    event = EventFactory(title="Two days of dialogue", over=True)
    day = DayFactory(event=event, date=timezone.localdate() - timedelta(days=2))
    sub_topic = SubTopicFactory(event=event, title="Taking part", seat_count=12)
    AgendaItemFactory(day=day, with_sub_topic=True, sub_topic=sub_topic)
    return event


def seat(event, *, consents: bool, name="Ana Lima", kind=Organisation.Kind.NATIONAL_NGO, naming="full"):
    registration = RegistrationFactory(event=event, name=name, stakeholder_kind=kind)
    sub_topic = event.sub_topics.get()
    asked = ask_to_speak(
        registration,
        sub_topic,
        language="en",
        by=None,
        at=timezone.now(),
        public_name=naming if consents else "",
        region=None,
        consents_to_listing=consents,
    )
    return asked


def test_an_event_report_lists_who_agreed_as_they_chose_and_counts_nobody_by_name(over, moderator):
    seat(over, consents=True, name="Ana Lima")
    seat(over, consents=True, name="Not Told", naming="organisation")
    seat(over, consents=False, name="Never Named")

    report = make(over, "event", moderator)
    speakers = facts_of(report)["speakers"]

    assert speakers["sub_topics"][0]["names"] == ["Ana Lima (Rights Watchers)", "Rights Watchers"]
    assert speakers["others"] == {"count": None, "charts": []}
    assert "Never Named" not in str(facts_of(report)) and "Not Told" not in str(facts_of(report))


def test_who_is_not_listed_is_counted_from_the_threshold_on_and_small_groups_are_not_told(over, moderator):
    for _number in range(5):
        seat(over, consents=False, kind=Organisation.Kind.NATIONAL_NGO)
    for _number in range(2):
        seat(over, consents=False, kind=Organisation.Kind.ACADEMIA)

    others = facts_of(make(over, "event", moderator))["speakers"]["others"]

    assert others["count"] == 7
    told = {row["code"]: row["count"] for chart in others["charts"] for row in chart["rows"]}
    assert 2 not in told.values()
    assert told.get("national-ngo") is None, "seven less five would tell the two"


def test_a_registration_that_is_withdrawn_is_in_no_report(over, moderator):
    asked = seat(over, consents=True, name="Ana Lima")
    report = make(over, "event", moderator)
    assert "Ana Lima" in str(facts_of(report)), "the control"

    asked.registration.move_to(Registration.State.WITHDRAWN)

    assert "Ana Lima" not in str(facts_of(report))


def test_statements_that_were_not_delivered_are_told_only_with_consent(over, moderator):
    for number, may in enumerate([True, False]):
        Statement.objects.create(
            request=seat(over, consents=False, name=f"Speaker {number}"),
            text=f"Words of {number}",
            language="fr",
            may_be_published=may,
            moderator_may_read=True,
            saved_at=timezone.now(),
            handed_in_at=timezone.now(),
            undelivered_at=timezone.now(),
        )

    told = facts_of(make(over, "event", moderator))["undelivered"]["sub_topics"]

    assert [one["statements"] for one in told] == [
        [{"name": "Without a name", "language": "fr", "paragraphs": [{"text": "Words of 0"}]}]
    ]


def test_documents_are_those_that_everybody_may_read(over, moderator):
    shared = {"consultation": over.consultation, "event": over, "language": "en", "text": "Words"}
    Material.objects.create(kind="guidance", title="For all", **shared)
    later = timezone.now() + timedelta(days=3)
    Material.objects.create(kind="guidance", title="Not yet", published_at=later, **shared)

    documents = facts_of(make(over, "event", moderator))["materials"]["documents"]

    assert [document["title"]["text"] for document in documents] == ["For all"]


def test_the_outcome_report_has_the_speakers_who_agreed_in_its_second_annex(over, moderator):
    seat(over, consents=True, name="Ana Lima")
    seat(over, consents=False, name="Never Named")

    sections = facts_of(make(over.consultation, "outcome", moderator))

    assert (sections["questions"]["annex"], sections["speakers_annex"]["annex"]) == (1, 2)
    assert sections["speakers_annex"]["sub_topics"][0]["names"] == ["Ana Lima (Rights Watchers)"]
    assert "Never Named" not in str(sections)


@pytest.fixture
def asked():
    """A State that was asked four things in two reviews; two States made one of them together."""
    state, chile = StateFactory(name_en="Morocco"), StateFactory(name_en="Chile")
    reviews = [ReviewFactory(state=state, session=UprSessionFactory(number=number)) for number in (3, 13)]
    made = [
        RecommendationFactory(review=reviews[1], number="6.9", position="supported", recommenders=[chile]),
        RecommendationFactory(
            review=reviews[1],
            number="6.10",
            position="noted",
            recommenders=[chile, StateFactory()],
            text_en="",
            text_ar="نص",
            original_language="ar",
        ),
        RecommendationFactory(review=reviews[1], number="6.11", position="pending", recommenders=[chile]),
        RecommendationFactory(review=reviews[0], number="1", position="supported", recommenders=[chile]),
    ]
    RecommendationFactory(text_en="Of another State.")
    Position.objects.create(recommendation=made[1], value="noted", own_words="نعم في جزء منه", language="ar")
    return state, reviews, made


def test_a_report_of_a_state_counts_three_positions_and_lists_everything(asked, moderator):
    state, _reviews, _made = asked

    sections = facts_of(make(state, "recommendations", moderator))

    altogether, by_session = sections["positions"]["charts"]
    assert [(row["code"], row["count"]) for row in altogether["rows"]] == [
        ("supported", 2),
        ("noted", 1),
        ("pending", 1),
    ]
    assert [part["code"] for part in by_session["series"]] == ["supported", "noted", "pending"]
    assert [figure["number"] for figure in sections["positions"]["figures"]] == [4, 5, 2, 2]
    listed = [one["name"] for review in sections["list"]["reviews"] for one in review["recommendations"]]
    assert listed == ["6.9", "6.10", "6.11", "1"]


def test_words_of_others_keep_their_language(asked, moderator):
    sections = facts_of(make(asked[0], "recommendations", moderator), "fr")

    [_first, second, *_rest] = sections["list"]["reviews"][0]["recommendations"]
    [said] = sections["own_words"]["reviews"][0]["answers"]
    assert second["text"] == {"language": "ar", "text": "نص"}
    assert said["words"] == {"language": "ar", "text": "نعم في جزء منه"}


def test_a_report_of_one_review_and_of_a_cycle_tell_of_nothing_else(asked, moderator):
    _state, reviews, _made = asked

    of_review = facts_of(make(reviews[0], "recommendations", moderator))
    Report.objects.all().delete()
    of_cycle = make(reviews[0].session.cycle, "recommendations", moderator)

    assert of_review["positions"]["figures"][0]["number"] == 1
    assert "list" not in facts_of(of_cycle), "tens of thousands are not listed unless somebody asks"


@pytest.mark.parametrize("rows", [1, 3])
def test_facts_are_gathered_in_as_many_queries_for_one_as_for_three(
    asked, moderator, rows, django_assert_num_queries
):
    state, reviews, _made = asked
    for number in range(rows):
        RecommendationFactory(review=reviews[0], number=f"9.{number}")
    report = Report.objects.get(pk=make(state, "recommendations", moderator).pk)
    facts_now(report)

    with django_assert_num_queries(6):
        facts_now(report)


def test_what_a_report_is_about_fits_its_kind(over, moderator):
    with pytest.raises(IntegrityError):
        make(over, "recommendations", moderator)


def test_a_report_about_two_things_is_refused(over):
    Report(kind="event", event=over).clean()

    with pytest.raises(ValidationError):
        Report(kind="event", event=over, consultation=over.consultation).clean()


def test_one_report_of_a_kind_is_published_of_an_event(over):
    about = {"consultation": None, "event": over, "kind": "event", "published": True}
    ReportFactory(slug="first", **about)

    with pytest.raises(IntegrityError):
        ReportFactory(slug="second", **about)
