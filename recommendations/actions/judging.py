"""What people decide about recommendations: which repeat earlier ones, and which action is asked for."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from recommendations.models import ActionCategory, Judgement, Recommendation


@transaction.atomic
def link_repeat(recommendation: Recommendation, earlier: Recommendation, *, by: User) -> None:
    """Say that it repeats one of an earlier review of the same State. Raises ValidationError otherwise."""
    review, before = recommendation.review, earlier.review
    if review.state_id != before.state_id or review.session.number <= before.session.number:
        raise ValidationError(_("Choose a recommendation of an earlier review of the same State."))
    Recommendation.objects.filter(pk=recommendation.pk).update(repeats=earlier)
    recommendation.repeats = earlier
    record(by, "linked to an earlier one", recommendation, earlier=earlier.pk)


@transaction.atomic
def unlink_repeat(recommendation: Recommendation, *, by: User) -> None:
    """Take the link to an earlier recommendation back."""
    earlier = recommendation.repeats_id
    Recommendation.objects.filter(pk=recommendation.pk).update(repeats=None)
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
