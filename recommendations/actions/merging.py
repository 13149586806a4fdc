"""The same recommendation from two sources: a person merges the two, and may part them again."""

from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from recommendations.models import Judgement, PositionValue, Recommendation
from upr_portal.states import WrongState

LINKS = ("issues", "persons", "goals", "targets")


def in_order(one: Recommendation, other: Recommendation) -> dict[str, Recommendation]:
    first, second = sorted((one, other), key=lambda recommendation: recommendation.pk)
    return {"first": first, "second": second}


@transaction.atomic
def merge(kept: Recommendation, other: Recommendation, *, by: User) -> None:
    """Put `other` behind `kept`: both sources stay, one of them is listed.

    What `kept` lacks of themes and the like it gets; where it is pending, the answer of `other` counts.
    Raises WrongState where one of them is not listed any more, or they are of two reviews.
    """
    both = Recommendation.objects.select_for_update(of=("self",)).in_bulk([kept.pk, other.pk])
    kept, other = both[kept.pk], both[other.pk]
    if kept.pk == other.pk or kept.review_id != other.review_id or not (kept.is_listed and other.is_listed):
        raise WrongState("two listed recommendations of one review are merged")
    brought = bring(kept, other)
    Recommendation.objects.filter(merged_into=other).update(merged_into=kept)
    Recommendation.objects.filter(pk=other.pk).update(merged_into=kept, is_listed=False)
    Judgement.objects.update_or_create(
        **in_order(kept, other),
        defaults={"verdict": Judgement.Verdict.SAME, "brought": brought, "judged_by": by},
    )
    record(by, "merged", kept, other=other.pk)


def bring(kept: Recommendation, other: Recommendation) -> dict[str, Any]:
    """Give `kept` what it lacks; what that was, so that it can be taken away again."""
    brought: dict[str, Any] = {}
    for links in LINKS:
        has = set(getattr(kept, links).values_list("pk", flat=True))
        new = sorted(set(getattr(other, links).values_list("pk", flat=True)) - has)
        getattr(kept, links).add(*new)
        brought[links] = new
    changes = {}
    if other.is_action_confirmed and not kept.is_action_confirmed:
        brought["action_category"] = kept.action_category
        changes |= {"action_category": other.action_category, "is_action_confirmed": True}
    if kept.position == PositionValue.PENDING != other.position:
        brought["position"] = kept.position
        changes["position"] = other.position
    Recommendation.objects.filter(pk=kept.pk).update(**changes)
    return brought


@transaction.atomic
def unmerge(other: Recommendation, *, by: User) -> None:
    """List one that was merged again, and take from the kept one what it had brought. Raises WrongState."""
    other = (
        Recommendation.objects.select_for_update(of=("self",)).select_related("merged_into").get(pk=other.pk)
    )
    kept = other.merged_into
    if kept is None or other.split_from_id == kept.pk:
        raise WrongState("it is not merged")
    judgement = Judgement.objects.filter(**in_order(kept, other)).first()
    if judgement is None:
        raise WrongState("it was merged with another that was merged since: part these first")
    Recommendation.objects.filter(pk=other.pk).update(merged_into=None, is_listed=True)
    take_back(kept, judgement.brought)
    judgement.delete()
    record(by, "parted", kept, other=other.pk)


def take_back(kept: Recommendation, brought: dict[str, Any]) -> None:
    for links in LINKS:
        getattr(kept, links).remove(*brought.get(links, []))
    changes: dict[str, Any] = {}
    if "action_category" in brought:
        changes |= {"action_category": brought["action_category"], "is_action_confirmed": False}
    own = kept.positions.order_by("recorded_at", "pk").last()
    if "position" in brought:
        changes["position"] = own.value if own else PositionValue.PENDING
    Recommendation.objects.filter(pk=kept.pk).update(**changes)
