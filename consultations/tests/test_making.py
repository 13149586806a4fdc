"""A consultation is made from nothing, checked, published and closed; a programme is copied."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consultations.actions.asking import ask_to_speak
from consultations.actions.consultations import publish_consultation
from consultations.actions.copying import copy_programme
from consultations.models import Consultation, Event, Phase, SubTopic
from consultations.outline import Outline
from consultations.publication import checked, what_is_missing
from consultations.tests.factories import (
    AgendaItemFactory,
    ConsultationFactory,
    DayFactory,
    EventFactory,
    PhaseFactory,
    RegistrationFactory,
    SubTopicFactory,
)
from surveys.tests.factories import QuestionFactory, SurveyFactory
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db

CONSULTATION = {
    "slug": "water-2027",
    "title_en": "Water",
    "summary_en": "What should change?",
    "languages_offered": ["en", "fr"],
    "contact": "UPR Info, info@example.org",
}
EVENT = {
    "slug": "dialogue",
    "kind": "dialogue",
    "mode": "hybrid",
    "time_zone": "Africa/Nairobi",
    "title_en": "Two days",
    "title_fr": "Deux jours",
    "place_en": "Nairobi time",
    "place_fr": "heure de Nairobi",
    "venue_en": "Room XX",
    "registration_opens": "2027-01-10T09:00",
    "registration_closes": "2027-02-10T18:00",
    "joining_link": "https://meet.example.org/x",
    "interpretation": ["en", "fr"],
}


def address(name: str, consultation, *more) -> str:
    return reverse(f"consultations:{name}", args=[consultation.slug, *more])


@pytest.fixture
def ready():
    """A draft in one language that nothing keeps from being published, with one day and one sub-topic."""
    consultation = ConsultationFactory(draft=True, languages=["en"], contact="UPR Info", slug="ready")
    officer = {"safeguarding_officer": "Amara K.", "safeguarding_contact": "+41 22 555 01 24"}
    event = EventFactory(consultation=consultation, interpretation=["en"], **officer)
    event.registration_closes = DayFactory(event=event).starts_at
    event.save()
    AgendaItemFactory(day=event.days.get(), position=1, minutes=10)
    AgendaItemFactory(day=event.days.get(), position=2, with_sub_topic=True)
    today = event.days.get().date
    PhaseFactory(consultation=consultation, event=event, starts=today, ends=today)
    return consultation


def test_a_consultation_is_made_from_nothing(client_of, moderator):
    client = client_of(moderator)

    client.post(reverse("consultations:new_consultation"), CONSULTATION)
    consultation = Consultation.objects.get(slug="water-2027")
    assert consultation.is_draft
    assert (consultation.title, consultation.languages) == ("Water", ["en", "fr"])
    for kind, day in (("survey", "01"), ("dialogue", "15")):
        phase = {"kind": kind, "starts": f"2027-02-{day}", "ends": f"2027-02-{day}"}
        assert client.post(address("new_phase", consultation), phase).status_code == 302
    answer = client.post(address("new_event", consultation), EVENT)
    assert answer.status_code == 302, answer.context["form"].errors
    event = consultation.events.get()
    assert event.registration_opens == datetime(2027, 1, 10, 6, tzinfo=UTC), "by the clock of Nairobi"
    assert (event.title_fr, event.venue_en, event.interpretation) == ("Deux jours", "Room XX", ["en", "fr"])
    assert consultation.phases.get(kind="dialogue").event == event
    page = client.get(address("prepare_consultation", consultation)).content.decode()
    assert "Two days" in page
    assert "Missing in:" in page, "the French of title and summary"


@pytest.mark.parametrize("slug", ["new", "taken"])
def test_a_name_that_leads_elsewhere_is_refused(client_of, moderator, slug):
    ConsultationFactory(slug="taken")

    answer = client_of(moderator).post(
        reverse("consultations:new_consultation"), CONSULTATION | {"slug": slug}
    )

    assert answer.status_code == 422
    assert "This name is not free." in answer.content.decode()
    assert Consultation.objects.count() == 1


def test_the_language_in_which_one_writes_must_be_chosen(client_of, moderator):
    data = CONSULTATION | {"languages_offered": ["fr"]}

    answer = client_of(moderator).post(reverse("consultations:new_consultation"), data)

    assert "Choose English too: you are writing in it." in answer.content.decode()


def test_texts_are_completed_language_by_language(client_of, moderator):
    consultation, client = ConsultationFactory(draft=True, slug="draft"), client_of(moderator)
    form = client.get(address("edit_consultation", consultation)).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() is not None}

    answer = client.post(address("edit_consultation", consultation), sent | {"title_fr": "Eau"})

    assert answer.status_code == 302, answer.context["form"].errors
    consultation.refresh_from_db()
    assert (consultation.title_fr, consultation.title_en) == ("Eau", sent["title_en"])


def test_the_address_of_a_published_consultation_stays(client_of, moderator):
    consultation = ConsultationFactory()

    form = client_of(moderator).get(address("edit_consultation", consultation)).context["form"]

    assert "slug" not in form.fields


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends": "2027-01-01"}, "The phase must not end before it starts."),
        ({"kind": "report", "event": True}, "Only the phase of dialogue has a meeting."),
    ],
)
def test_a_phase_that_cannot_be_is_refused_in_words(client_of, moderator, wrong, said):
    event = EventFactory()
    data = {"kind": "dialogue", "starts": "2027-02-01", "ends": "2027-02-02", **wrong}
    if "event" in wrong:
        data["event"] = event.pk

    answer = client_of(moderator).post(address("new_phase", event.consultation), data)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_form_asks_for_the_name_of_a_time_and_not_of_a_city(client_of, moderator):
    page = client_of(moderator).get(address("new_event", ConsultationFactory())).text

    assert "Name of the local time" in page and "“Geneva time”, not the city alone." in page
    assert "City whose time" not in page


def test_an_unknown_time_zone_is_refused_in_words(client_of, moderator):
    consultation = ConsultationFactory()

    answer = client_of(moderator).post(
        address("new_event", consultation), EVENT | {"time_zone": "Mars/Olympus"}
    )

    assert answer.status_code == 422
    assert "is not the name of a time zone" in answer.content.decode()


def test_what_is_ready_is_published_by_a_button_and_closed_by_another(client_of, moderator, ready):
    client = client_of(moderator)
    assert what_is_missing(ready) == []
    assert ">Publish</button>" in client.get(address("check", ready)).content.decode()

    client.post(address("publish", ready))
    ready.refresh_from_db()
    assert ready.is_published
    assert client.post(address("publish", ready)).status_code == 409
    ready.events.get().days.update(date=date(2020, 1, 1))
    client.post(address("close", ready))
    ready.refresh_from_db()
    assert ready.state == Consultation.State.CLOSED


def two_languages(consultation, event):
    Consultation.objects.filter(pk=consultation.pk).update(languages=["en", "fr"])


def overrun(consultation, event):
    AgendaItemFactory(day=event.days.get(), position=9, minutes=200)


def no_place(consultation, event):
    SubTopicFactory(event=event, title="Wells")


def no_link(consultation, event):
    Event.objects.filter(pk=event.pk).update(joining_link="")


def no_contact(consultation, event):
    Consultation.objects.filter(pk=consultation.pk).update(contact="")


def late_requests(consultation, event):
    event.sub_topics.update(requests_close=event.days.get().ends_at)


def late_registration(consultation, event):
    Event.objects.filter(pk=event.pk).update(
        registration_closes=datetime.combine(date(2099, 1, 1), time(), UTC)
    )


def day_outside(consultation, event):
    consultation.phases.update(starts=date(2020, 1, 1), ends=date(2020, 1, 2))


def phases_reversed(consultation, event):
    PhaseFactory(
        consultation=consultation, kind=Phase.Kind.REPORT, starts=date(2020, 1, 1), ends=date(2020, 2, 1)
    )


def day_passed(consultation, event):
    passed = timezone.localdate() - timedelta(days=3)
    event.days.update(date=passed)
    consultation.phases.update(starts=passed)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (day_passed, "has passed already."),
        (two_languages, "lacks texts in: Français."),
        (overrun, "minutes more than the day has."),
        (no_place, "“Wells” stands on no day of the programme."),
        (no_link, "has no joining link."),
        (no_contact, "Say who answers questions"),
        (late_requests, "close after its day has begun."),
        (late_registration, "closes after the meeting."),
        (day_outside, "lies outside the phase"),
        (phases_reversed, "The phase “Report” starts before the phase “Dialogue”."),
    ],
)
def test_each_check_stops_publishing(client_of, moderator, ready, spoil, said):
    spoil(ready, ready.events.get())
    ready.refresh_from_db()

    answer = client_of(moderator).post(address("publish", ready))

    ready.refresh_from_db()
    assert ready.is_draft
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ">Publish</button>" not in answer.content.decode()
    with pytest.raises(ValidationError):
        publish_consultation(ready, by=moderator)


def test_a_meeting_that_is_over_needs_no_link(ready):
    Event.objects.filter(consultation=ready).update(joining_link="")
    assert len(what_is_missing(ready)) == 1
    past = {"date": date(2020, 1, 1), "starts": time(9), "ends": time(10)}
    ready.events.get().days.update(**past)

    assert not any("joining link" in sentence for sentence in what_is_missing(ready))


def test_advice_does_not_stop_publishing(ready):
    Event.objects.filter(consultation=ready).update(mode="hybrid")
    RegistrationFactory(event=ready.events.get(), access_needs="Captions")

    found = [finding for _check, findings in checked(ready) for finding in findings]

    assert [finding.is_advice for finding in found] == [True, True]
    assert what_is_missing(ready) == []


def advice(consultation) -> list[str]:
    return [one.sentence for _check, found in checked(consultation) for one in found if one.is_advice]


def test_two_phases_of_a_kind_that_overlap_are_named_and_two_that_do_not_are_not(ready):
    first = ready.phases.get()
    after = {"starts": first.ends + timedelta(days=1), "ends": first.ends + timedelta(days=9)}
    second = PhaseFactory(consultation=ready, **after)
    assert advice(ready) == []

    second.starts = first.ends
    second.save()

    assert advice(ready) == ["Two phases “Dialogue” overlap."]


def test_the_record_of_an_earlier_time_is_published_with_advice(ready):
    event, passed = ready.events.get(), date(2020, 1, 1)
    event.days.update(date=passed)
    ready.phases.update(starts=passed, ends=passed)

    assert "has passed already." in " ".join(advice(ready))
    assert not any("passed" in sentence for sentence in what_is_missing(ready))


def test_without_a_safeguarding_officer_the_check_says_that_no_child_can_register(ready):
    assert advice(ready) == []
    ready.events.update(safeguarding_officer="", safeguarding_contact="")

    [sentence] = advice(Consultation.objects.get(pk=ready.pk))

    assert sentence.endswith("names no safeguarding officer, so nobody under 18 can register.")


def test_what_is_needed_to_publish_is_not_called_optional(client_of, moderator, ready):
    client = client_of(moderator)
    for page, field in (
        (address("edit_consultation", ready), "id_contact"),
        (ready.events.get().address_of("edit_event"), "id_joining_link"),
    ):
        label = client.get(page).text.partition(f'for="{field}">')[2].partition("</label>")[0]
        assert "(needed to publish)" in label and "(optional)" not in label


def test_the_check_asks_as_much_for_three_events_as_for_one(ready, django_assert_num_queries):
    with django_assert_num_queries(40, exact=False) as first:
        checked(ready)
    for number in range(2):
        event = {"day__event__consultation": ready, "day__event__slug": f"event-{number}"}
        AgendaItemFactory(**event, with_sub_topic=True)
    again = Consultation.objects.get(pk=ready.pk)

    with django_assert_num_queries(len(first)):
        checked(again)


@pytest.fixture
def source():
    """Two days in summer time, in Zurich; a sub-topic that somebody asked for."""
    event = EventFactory(time_zone="Europe/Zurich")
    first = DayFactory(event=event, date=date(2026, 10, 13), starts=time(13), ends=time(15))
    DayFactory(event=event, date=date(2026, 10, 15), starts=time(9), ends=time(11))
    item = AgendaItemFactory(day=first, position=1, with_sub_topic=True, sub_topic__title_fr="Puits")
    ask_to_speak(RegistrationFactory(event=event), item.sub_topic, language="en")
    window = {
        "requests_open": datetime(2026, 9, 13, 8, tzinfo=UTC),
        "requests_close": datetime(2026, 10, 12, 8, tzinfo=UTC),
    }
    event.sub_topics.update(**window)
    return event


def test_a_copy_has_the_same_hours_on_other_days_and_nothing_that_people_sent(moderator, source):
    target = EventFactory(time_zone="Europe/Zurich")

    copy_programme(source, target, first_date=date(2026, 11, 10), by=moderator)

    days = list(target.days.all())
    assert [(day.date, day.starts) for day in days] == [
        (date(2026, 11, 10), time(13)),
        (date(2026, 11, 12), time(9)),
    ]
    assert [day.starts_utc.hour for day in days] == [12, 8], "winter time"
    sub_topic = days[0].items.get().sub_topic
    assert (sub_topic.title_fr, sub_topic.seats.count(), sub_topic.requests.count()) == ("Puits", 6, 0)
    assert sub_topic.requests_open == datetime(2026, 10, 11, 8, tzinfo=UTC), "10:00, still in summer time"
    assert sub_topic.requests_close == datetime(2026, 11, 9, 9, tzinfo=UTC), "10:00, in winter time"
    assert {day.uid for day in days}.isdisjoint(day.uid for day in source.days.all())


def test_a_copy_keeps_the_hours_of_the_clock_in_another_zone(moderator, source):
    target = EventFactory(time_zone="Africa/Nairobi")

    copy_programme(source, target, first_date=date(2026, 10, 13), by=moderator)

    assert target.days.first().starts_utc.hour == 10
    assert target.sub_topics.get().requests_open == datetime(2026, 9, 13, 7, tzinfo=UTC)


def test_a_drawn_sub_topic_is_copied_with_a_seed_of_its_own(moderator, source):
    drawn = SubTopicFactory(event=source, drawn=True, title="Drawn")
    target = EventFactory()

    copy_programme(source, target, first_date=date(2027, 1, 1), by=moderator)

    assert target.sub_topics.get(title="Drawn").draw.seed != drawn.draw.seed
    assert [one.title for one in Outline(target).unplaced] == ["Drawn"]


def test_seats_that_were_chosen_are_to_be_chosen_anew_in_the_copy(moderator, source):
    chosen = SubTopicFactory(event=source, title="Chosen", allocation_rule="moderated")
    SubTopic.objects.filter(pk=chosen.pk).update(chosen_at=chosen.requests_close + timedelta(hours=1))
    target = EventFactory()

    copy_programme(source, target, first_date=date(2027, 1, 1), by=moderator)

    assert target.sub_topics.get(title="Chosen").chosen_at is None


def test_a_copy_keeps_findings_and_how_one_gets_in_where_that_is_not_said(moderator, source):
    survey = SurveyFactory()
    PhaseFactory(consultation=source.consultation, kind="survey", survey=survey)
    question = QuestionFactory(section__survey=survey)
    source.sub_topics.get().grounds.set([question])
    Event.objects.filter(pk=source.pk).update(venue_en="Room XX", access_notes_en="A ramp")
    source.refresh_from_db()
    plain = {"consultation": source.consultation, "slug": "again", "interpretation": []}
    target, elsewhere = EventFactory(**plain, venue="Room 7"), EventFactory()

    for event in (target, elsewhere):
        copy_programme(source, event, first_date=date(2027, 1, 1), by=moderator)

    target.refresh_from_db()
    assert (target.venue, target.access_notes, target.interpretation) == ("Room 7", "A ramp", ["en", "fr"])
    assert list(target.sub_topics.get().grounds.all()) == [question]
    assert not elsewhere.sub_topics.get().grounds.exists(), "its consultation has not asked this"


def test_a_copy_makes_a_new_meeting_which_is_a_draft(client_of, moderator, source):
    data = {"target": "", "slug": "again", "first_date": "2026-11-10"}
    client = client_of(moderator)

    taken = client.post(source.address_of("copy"), data | {"slug": source.slug})
    client.post(source.address_of("copy"), data)

    assert taken.status_code == 422
    event = source.consultation.events.get(slug="again")
    assert (event.is_draft, event.title, event.joining_link) == (True, source.title, "")
    assert event.days.count() == 2
    moved = event.registration_opens - source.registration_opens
    assert abs(moved - timedelta(days=28)) <= timedelta(hours=1)


def later_meeting(**fields) -> Event:
    """A draft in a published consultation, ready to be published."""
    consultation = ConsultationFactory(languages=["en"], contact="UPR Info")
    plain = {"consultation": consultation, "slug": "later", "title": "Later days", "state": Event.State.DRAFT}
    event = EventFactory(**plain | fields)
    Event.objects.filter(pk=event.pk).update(registration_closes=DayFactory(event=event).starts_at)
    return event


def test_a_meeting_that_comes_later_is_hidden_until_it_is_published(client, client_of, moderator):
    event = later_meeting()
    PhaseFactory(consultation=event.consultation, event=event, ends=event.days.get().date)
    pages = [event.consultation.get_absolute_url(), f"/api/v1/consultations/{event.consultation.slug}/"]
    assert not any("Later days" in client.get(page).text for page in pages)
    assert client.get(event.get_absolute_url()).status_code == 404
    assert not event.takes_registrations(timezone.now())

    answer = client_of(moderator).post(event.address_of("publish_event"))

    assert answer.url == event.address_of("prepare")
    assert all("Later days" in client.get(page).text for page in pages)
    assert client.get(event.get_absolute_url()).status_code == 200
    assert Event.objects.get(pk=event.pk).takes_registrations(timezone.now())
    assert client_of(moderator).post(event.address_of("publish_event")).status_code == 409


def test_the_same_checks_stop_a_meeting_that_comes_later(client_of, moderator):
    event, client = later_meeting(joining_link=""), client_of(moderator)
    no_link(event.consultation, EventFactory(consultation=event.consultation, title="Other"))

    answer = client.post(event.address_of("publish_event"))

    assert answer.status_code == 422
    assert "1 point must be mended before the meeting can be published." in answer.text
    assert "“Other”" not in answer.text, "that meeting is public already"
    assert Event.objects.get(pk=event.pk).is_draft


def test_the_checks_of_a_published_consultation_do_not_speak_of_publishing(client_of, moderator):
    consultation = ConsultationFactory(contact="")

    page = client_of(moderator).get(address("check", consultation)).text

    assert "to be mended." in page and "before the consultation can be published" not in page


def test_a_new_meeting_of_a_published_consultation_is_a_draft(client_of, moderator):
    consultation = ConsultationFactory()

    client_of(moderator).post(address("new_event", consultation), EVENT)

    assert consultation.events.get().is_draft


def test_only_a_meeting_without_a_programme_is_copied_into(client_of, moderator, source):
    empty, full = EventFactory(title="Empty"), DayFactory(event__title="Full").event
    client = client_of(moderator)
    page = client.get(source.address_of("copy")).content.decode()
    assert "Empty" in page
    assert "Full" not in page

    refused = client.post(source.address_of("copy"), {"target": full.pk, "first_date": "2027-01-01"})
    answer = client.post(source.address_of("copy"), {"target": empty.pk, "first_date": "2027-01-01"})

    assert refused.status_code == 422
    assert answer.url == empty.address_of("prepare")
    assert empty.days.count() == 2
    with pytest.raises(WrongState):
        copy_programme(source, full, first_date=date(2027, 1, 1), by=moderator)
