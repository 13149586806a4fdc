"""What people decide about recommendations: which repeat earlier ones, and which action is asked for."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from recommendations.models import ActionCategory, Judgement, Recommendation
from upr_portal.states import WrongState


@transaction.atomic
def link_repeat(recommendation: Recommendation, earlier: Recommendation, *, by: User) -> None:
    """Say that it repeats one of an earlier review of the same State. Raises ValidationError otherwise."""
    if not recommendation.may_repeat(earlier):
        raise ValidationError(_("Choose a recommendation of an earlier review of the same State."))
    Recommendation.objects.filter(pk=recommendation.pk).update(repeats=earlier)
    recommendation.repeats = earlier
    record(by, "linked to an earlier one", recommendation, earlier=earlier.pk)


@transaction.atomic
def unlink_repeat(recommendation: Recommendation, *, by: User) -> None:
    """Take the link to an earlier recommendation back. Raises WrongState where there is none, or another one
    than was shown."""
    earlier = recommendation.repeats_id
    linked = Recommendation.objects.filter(pk=recommendation.pk, repeats=earlier, repeats__isnull=False)
    if not linked.update(repeats=None):
        raise WrongState("it is not linked to this earlier one")
    recommendation.repeats = None
    record(by, "unlinked from an earlier one", recommendation, earlier=earlier)


@transaction.atomic
def call_different(recommendation: Recommendation, other: Recommendation, *, by: User) -> None:
    """Remember that two recommendations are two, so that the pair is not offered again."""
    first, second = sorted((recommendation, other), key=lambda one: one.pk)
    Judgement.objects.update_or_create(
        first=first,
        second=second,
        defaults={"verdict": Judgement.Verdict.DIFFERENT, "judged_by": by},
    )
    record(by, "called different", recommendation, other=other.pk)


@transaction.atomic
def confirm_action_category(recommendation: Recommendation, category: ActionCategory, *, by: User) -> None:
    """A person's judgement of the action asked for, after UPR Info's method."""
    Recommendation.objects.filter(pk=recommendation.pk).update(
        action_category=category, is_action_confirmed=True
    )
    recommendation.action_category, recommendation.is_action_confirmed = category, True
    record(by, "confirmed the action category", recommendation, category=category)
