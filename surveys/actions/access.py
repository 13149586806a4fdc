"""Who may come in, how many in an hour, and how many answers are hoped for."""

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from surveys.models import Choice, Survey, Target
from upr_portal.states import WrongState


@transaction.atomic
def change_access(
    survey: Survey, *, access: str, most_an_hour: int, remind_days_before: int | None, by: User
) -> None:
    """Who may answer, the ceiling of the open link, and the clock's reminder. WrongState once it is closed.

    Another number of days means one more reminder.
    """
    standing = Survey.objects.select_for_update().get(pk=survey.pk)
    if standing.state == Survey.State.CLOSED:
        raise WrongState(f"{survey!r} is closed")
    if standing.remind_days_before != remind_days_before:
        standing.reminded_on = None
    facts = {
        "access": access,
        "most_an_hour": most_an_hour,
        "remind_days_before": remind_days_before,
    }
    for field, value in facts.items():
        setattr(standing, field, value)
    standing.save(update_fields=[*facts, "reminded_on"])
    record(by, "changed access", survey, **facts)


@transaction.atomic
def set_target(choice: Choice, *, wanted: int | None, by: User) -> None:
    """So many answers of this choice are hoped for; None takes the target away."""
    if wanted:
        Target.objects.update_or_create(choice=choice, defaults={"wanted": wanted})
    else:
        Target.objects.filter(choice=choice).delete()
    record(by, "set target", choice, wanted=wanted)
