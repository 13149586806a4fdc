"""From proposals to the shapes of schemas.py; the asked language must be the active one."""

from django.conf import settings

from consultations.models import Consultation
from reports.chain import material_of, words_of
from reports.models import PrintedProposal, Proposal

LIVE = ("addressees__state", "targets", "recommendation_links__recommendation", "follow_ups__evidence")


def proposals_of(consultation: Consultation) -> list[dict]:
    """Those that are printed, in their order; the number of queries does not grow with them."""
    found = PrintedProposal.objects.newest().filter(key_issue__report__consultation=consultation)
    found = found.with_place().select_related("proposal").in_order()
    found = found.prefetch_related(*(f"proposal__{links}" for links in LIVE))
    material = material_of(consultation)
    return [proposal_item(one, material) for one in found]


def proposal_item(printed: PrintedProposal, material) -> dict:
    """Its number and words as they are printed; where it led and what became of it as of today."""
    one = printed.proposal
    text, standing = words_of(printed, "text", material), one.standing
    return {
        "number": str(printed),
        "address": settings.SITE_URL + printed.get_absolute_url(),
        "key_issue": words_of(printed.key_issue, "title", material)["text"],
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
