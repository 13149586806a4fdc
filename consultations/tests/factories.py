"""Consultations for tests: published, with an event in three weeks that takes registrations and requests."""

from datetime import time, timedelta

import factory
from django.utils import timezone

from accounts.models import Organisation
from consultations.actions.consultations import set_up
from consultations.models import AgendaItem, Consultation, Day, Event, Phase, Registration, SubTopic


class ConsultationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consultation

    slug = factory.Sequence(lambda number: f"consultation-{number}")
    title = factory.Sequence(lambda number: f"Consultation {number}")
    summary = "What should change in the next cycle?"
    languages = ["en", "fr"]
    state = Consultation.State.PUBLISHED

    class Params:
        draft = factory.Trait(state=Consultation.State.DRAFT)
        closed = factory.Trait(state=Consultation.State.CLOSED)


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Event

    consultation = factory.SubFactory(ConsultationFactory)
    title = "Two days of dialogue"
    state = Event.State.PUBLIC
    place = "Geneva time"
    joining_link = "https://meet.example.org/secret-room"
    dial_in = "+41 22 000 00 00"
    interpretation = ["en", "fr"]
    registration_opens = factory.LazyFunction(lambda: timezone.now() - timedelta(days=7))
    registration_closes = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))

    class Params:
        over = factory.Trait(
            registration_closes=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
        )


class DayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Day

    event = factory.SubFactory(EventFactory)
    date = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=21))
    theme = "Participation"
    starts = time(13)
    ends = time(15)


class SubTopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SubTopic
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda number: f"Sub-topic {number}")
    questions = "What has worked?\nWhat has not?"
    requests_open = factory.LazyFunction(lambda: timezone.now() - timedelta(days=7))
    requests_close = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))

    class Params:
        closed = factory.Trait(
            requests_close=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
        )

        drawn = factory.Trait(allocation_rule=SubTopic.AllocationRule.DRAW)
        moderated = factory.Trait(allocation_rule=SubTopic.AllocationRule.MODERATED)

    @factory.post_generation
    def seated(sub_topic, create, extracted, **options):
        if create:
            set_up(sub_topic, by=None)


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    day = factory.SubFactory(DayFactory)
    position = factory.Sequence(lambda number: number + 1)
    kind = AgendaItem.Kind.OPENING
    title = "Opening"
    minutes = 10

    class Params:
        with_sub_topic = factory.Trait(
            kind=AgendaItem.Kind.SUB_TOPIC,
            title="",
            minutes=None,
            sub_topic=factory.SubFactory(SubTopicFactory, event=factory.SelfAttribute("..day.event")),
        )


class PhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Phase

    consultation = factory.SubFactory(ConsultationFactory)
    kind = Phase.Kind.DIALOGUE
    starts = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7))
    ends = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda number: f"Speaker {number}")
    email = factory.Sequence(lambda number: f"speaker{number}@example.org")
    language = "en"
    organisation_name = "Rights Watchers"
    stakeholder_kind = Organisation.Kind.NATIONAL_NGO
    mode = Registration.Mode.ONLINE
    registered_at = factory.LazyFunction(timezone.now)
