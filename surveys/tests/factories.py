"""Surveys for tests: small ones made of rows, and the shipped questionnaire as an open survey."""

import base64
import secrets
from datetime import timedelta

import factory
from django.utils import timezone
from nacl.public import PrivateKey

from surveys.actions import add_safeguarding_key, create_survey, open_survey
from surveys.actions.participation import hash_of
from surveys.models import Choice, Invitation, Question, Section, Survey


class SurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Survey

    slug = factory.Sequence(lambda number: f"survey-{number}")
    title = factory.Sequence(lambda number: f"Survey {number}")
    introduction = "We want to know."
    asked_by = "An organisation"
    contact = "An office, office@example.org"
    opens = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    state = Survey.State.DRAFT
    closed_on = factory.LazyAttribute(
        lambda survey: timezone.localdate() if survey.state == Survey.State.CLOSED else None
    )

    class Params:
        open = factory.Trait(state=Survey.State.OPEN)
        closed = factory.Trait(state=Survey.State.CLOSED)
        overdue = factory.Trait(
            state=Survey.State.OPEN,
            opens=factory.LazyFunction(lambda: timezone.now() - timedelta(days=2)),
            closes=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1)),
        )


def in_state(state: str) -> dict:
    """The fields of a survey in a state, where a test does not care how it came there."""
    return {"state": state, "closed_on": timezone.localdate() if state == Survey.State.CLOSED else None}


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section

    survey = factory.SubFactory(SurveyFactory)
    position = factory.LazyAttribute(lambda section: section.survey.sections.count() + 1)
    title = "A section"


class QuestionFactory(factory.django.DjangoModelFactory):
    """With `codes=["a", "b"]`, a question with these choices."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    section = factory.SubFactory(SectionFactory)
    position = factory.LazyAttribute(lambda question: question.section.questions.count() + 1)
    code = factory.Sequence(lambda number: f"X{number}")
    kind = "text"
    text = "What do you say?"

    @factory.post_generation
    def codes(question, create, extracted, **options):
        for place, code in enumerate(extracted or [], 1):
            Choice.objects.create(question=question, position=place, code=code, label=f"Label {code}")


class InvitationFactory(factory.django.DjangoModelFactory):
    """Sent ten days ago; `.token` is the secret of its letter's link."""

    class Meta:
        model = Invitation
        skip_postgeneration_save = True

    survey = factory.SubFactory(SurveyFactory, open=True, access=Survey.Access.INVITATION)
    email = factory.Sequence(lambda number: f"asked-{number}@example.org")
    language = "en"
    state = Invitation.State.SENT
    sent_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10))

    @factory.post_generation
    def token(invitation, create, extracted, **options):
        invitation.token = extracted or secrets.token_urlsafe(24)
        invitation.links.create(token_hash=hash_of(invitation.token))


def officers_key(by) -> PrivateKey:
    """A new officer: the public key is in the portal, the private one is returned."""
    key = PrivateKey.generate()
    add_safeguarding_key("An officer", base64.b64encode(bytes(key.public_key)).decode(), by=by)
    return key


def shipped_survey(by, slug: str = "shipped") -> Survey:
    """The questionnaire of 2021, open from yesterday until tomorrow. It needs an officer's key."""
    survey = create_survey(
        "fourth_cycle_2021",
        slug=slug,
        opens=timezone.now() - timedelta(days=1),
        closes=timezone.now() + timedelta(days=1),
        by=by,
        asked_by="An organisation",
        contact="An office, office@example.org",
    )
    open_survey(survey, by=by)
    return survey


def small_survey(**options) -> Survey:
    """Three sections: A (yes or no, required); B (text, only after yes) and C (choices); D (reprisals) and E
    (contact). It needs an officer's key to be answered."""
    survey = SurveyFactory(open=True, **options)
    first, second, third = (SectionFactory(survey=survey, title=f"Part {number}") for number in (1, 2, 3))
    QuestionFactory(section=first, code="A", kind="yes_no", required=True)
    QuestionFactory(section=second, code="B", shown_if={"question": "A", "equals": "yes"})
    QuestionFactory(section=second, code="C", kind="multiple", codes=["a", "b"], offers_other=True)
    QuestionFactory(section=third, code="D", sensitivity="reprisal")
    QuestionFactory(section=third, code="E", kind="contact")
    return survey
