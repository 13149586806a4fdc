"""Letters that ask somebody to answer a survey. Each holds a personal link, so it is forgotten once sent."""

from django.urls import reverse
from django.utils import translation

from accounts.models import Letter
from accounts.outbox import post
from accounts.writing import write
from surveys.models import Invitation, Survey

KEYS = "survey-invitation"
EXAMPLE = "x" * 32  # stands for the token where a letter is only shown


def template_of(reminders: int) -> str:
    return "survey_reminder" if reminders else "survey_invitation"


def key_of(invitation: Invitation) -> str:
    """One letter for the invitation, and one for each reminder: none is written twice."""
    return f"{key_beginning(invitation)}{invitation.reminders}"


def key_beginning(invitation: Invitation) -> str:
    return f"{key_beginning_of_all(invitation.survey)}{invitation.pk}:"


def key_beginning_of_all(survey: Survey) -> str:
    return f"{KEYS}:{survey.pk}:"


def invite(invitation: Invitation, token: str) -> Letter:
    """The invitation, or the reminder that its count says."""
    return post(
        template_of(invitation.reminders),
        to=invitation.email,
        key=key_of(invitation),
        language=invitation.language,
        secret=True,
        **context_of(invitation.survey, invitation.language, token),
    )


def example(survey: Survey, language: str, *, reminders: int) -> tuple[str, str]:
    """Subject and body of the letter as it would leave, but for the personal part of its link."""
    context = context_of(survey, language, EXAMPLE)
    return write(template_of(reminders), language, {}, reader=None, **context)


def context_of(survey: Survey, language: str, token: str) -> dict:
    with translation.override(language):
        return {
            "title": survey.title,
            "asked_by": survey.asked_by,
            "contact": survey.contact,
            "minutes": survey.minutes,
            "closes": survey.closes,
            "is_once": survey.access == Survey.Access.INVITATION,
            "link": reverse("surveys:enter", args=[token]),
            "stop": reverse("surveys:stop_writing", args=[token]),
        }
