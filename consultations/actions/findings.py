"""From survey to agenda: what a sub-topic rests on, and inviting those who wished to be written to."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from accounts.audit import record
from accounts.models import Letter, User
from consultations import emails
from consultations.models import Consultation, Event, SubTopic
from surveys.models import ContactOptIn, Question
from upr_portal.states import WrongState


def questions_for(sub_topic: SubTopic):
    """Questions that it may rest on: those of the consultation's surveys whose results may be shown."""
    surveys = sub_topic.event.consultation.phases.values("survey")
    questions = Question.objects.filter(survey__in=surveys).select_related("survey")
    return questions.exclude(sensitivity=Question.Sensitivity.REPRISAL).exclude(kind="contact")


@transaction.atomic
def rest_on(sub_topic: SubTopic, questions: Iterable[Question], *, by: User) -> None:
    """Say which questions of the survey a sub-topic rests on, in the place of what was said before.

    ValueError for a question that is in no survey of the consultation, or whose answers are never shown.
    """
    chosen = {question.pk for question in questions}
    known = set(questions_for(sub_topic).filter(pk__in=chosen).values_list("pk", flat=True))
    if unknown := chosen - known:
        raise ValueError(f"{sub_topic!r} cannot rest on {unknown}")
    sub_topic.grounds.set(chosen)
    record(by, "grounded", sub_topic, questions=len(chosen))


def contacts_of(consultation: Consultation):
    """Those who left contact details in the consultation's surveys, each address once.

    Contacts have no key in common with answers (docs/decisions/0009-unlinkable-answers.md), so nobody is
    invited for what they answered.
    """
    surveys = consultation.phases.exclude(survey=None).values("survey")
    return (
        ContactOptIn.objects.filter(survey__in=surveys)
        .order_by("email", "pk")
        .distinct("email")
        .select_related("survey")
    )


def written_to(event: Event) -> dict[str, Letter]:
    """The letters that some of them got about this event, by their addresses."""
    keys = {emails.invitation_key(event, one): one.email for one in contacts_of(event.consultation)}
    letters = Letter.objects.filter(key__in=keys).order_by("created_at", "pk")
    return {keys[letter.key]: letter for letter in letters}


def asked_for_contact(consultation: Consultation) -> QuerySet[Question]:
    """What the consultation's surveys said to those who left an address."""
    surveys = consultation.phases.exclude(survey=None).values("survey")
    asked = Question.objects.filter(survey__in=surveys, kind="contact").select_related("survey")
    return asked.order_by("survey", "section__position", "position")


@transaction.atomic
def invite_contacts(event: Event, *, by: User) -> int:
    """Write to all of them once that they can register; returns how many letters were written.

    Addresses that were written to before get nothing. WrongState while nobody can read of the event.
    """
    if not event.is_on:
        raise WrongState(f"{event!r} is not published")
    letters = sum(emails.invite(event, contact) for contact in contacts_of(event.consultation))
    record(by, "invited", event, letters=letters)
    return letters
