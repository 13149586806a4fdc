"""From proposals to the shapes of schemas.py; the asked language must be the active one."""

from django.conf import settings

from consultations.models import Consultation
from reports.chain import material_of, words_of
from reports.models import Proposal


def proposals_of(consultation: Consultation, seen) -> list[dict]:
    """Those of `seen` in their printed order; the number of queries does not grow with them."""
    found = seen.with_place().filter(key_issue__consultation=consultation)
    found = found.order_by("key_issue__position", "number").prefetch_related(
        "addressees__state", "targets", "recommendation_links__recommendation", "follow_ups__evidence"
    )
    material = material_of(consultation)
    return [proposal_item(one, material) for one in found]


def proposal_item(one: Proposal, material) -> dict:
    text, standing = words_of(one, "text", material), one.standing
    return {
        "number": str(one),
        "address": settings.SITE_URL + one.get_absolute_url(),
        "key_issue": words_of(one.key_issue, "title", material)["text"],
        "text": text["text"],
        "language": text["language"],
        "addressees": [
            {"kind": to.kind, "state": to.state.iso3 if to.state else ""} for to in one.addressees.all()
        ],
        "targets": [target.code for target in one.targets.all()],
        "recommendations": sorted({kept(link.recommendation) for link in one.recommendation_links.all()}),
        "outcome": standing.outcome if standing else None,
        "follow_up": follow_up_of(one),
    }


def kept(recommendation) -> int:
    """One that was merged stands behind the one it was merged into."""
    return recommendation.merged_into_id or recommendation.pk


def follow_up_of(one: Proposal) -> list[dict]:
    entries = list(one.follow_ups.all())
    corrected = {entry.corrects_id for entry in entries}
    return [
        {
            "outcome": entry.outcome,
            "date": entry.happened_on.isoformat(),
            "narrative": entry.narrative,
            "language": entry.language,
            "evidence": [evidence.address for evidence in entry.evidence.all()],
            "is_corrected": entry.pk in corrected,
        }
        for entry in entries
    ]
