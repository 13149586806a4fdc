"""What somebody needs to take part is answered: by letter, and on their own page."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.actions.access import make_link
from consultations.models import AccessAnswer, Registration
from upr_portal.states import WrongState


@transaction.atomic
def answer_needs(
    registration: Registration, *, needs: str, text: str, language: str, by: User
) -> AccessAnswer:
    """Answer the `needs` that were read. WrongState where the person says something else by now, or has
    withdrawn. Generated people get no letter."""
    people = Registration.objects.select_for_update(of=["self"]).select_related(
        "event__consultation", "person"
    )
    registration = people.get(pk=registration.pk)
    if not registration.is_standing or not needs or registration.access_needs != needs:
        raise WrongState(f"{registration!r} needs something else")
    answer = AccessAnswer.objects.create(
        registration=registration,
        needs=needs,
        text=text,
        language=language,
        answered_by=by,
        answered_at=timezone.now(),
    )
    if not registration.is_generated:
        emails.tell_access_answer(answer, make_link(registration))
    record(by, "answered", registration)
    return answer
