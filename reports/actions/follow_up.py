"""Linking a proposal onward, and recording what became of it."""

from datetime import date

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from reference.models import State, Target
from reports.chain import Links
from reports.models import Addressee, Evidence, FollowUp, LinkedRecommendation, Proposal
from upr_portal.states import WrongState


@transaction.atomic
def keep_links(proposal: Proposal, *, by: User, wanted: Links, seen: Links) -> None:
    """Add what is wanted and was not `seen` on the page, and take away what was seen and is not wanted.

    What somebody else has linked meanwhile stays.
    """
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    stands = Links.of(proposal)
    added, removed = wanted.without(seen).without(stands), seen.without(wanted).among(stands)
    if not added and not removed:
        return
    link_recommendations(proposal, added, removed, by)
    address(proposal, added, removed)
    proposal.targets.add(*Target.objects.filter(code__in=added.targets))
    proposal.targets.remove(*Target.objects.filter(code__in=removed.targets))
    record(by, "linked", proposal, added=in_words(added), removed=in_words(removed))


def in_words(links: Links) -> dict[str, list]:
    return {name: sorted(keys) for name, keys in links._asdict().items() if keys}


def link_recommendations(proposal: Proposal, added: Links, removed: Links, by: User) -> None:
    LinkedRecommendation.objects.bulk_create(
        [
            LinkedRecommendation(proposal=proposal, recommendation_id=pk, linked_by=by)
            for pk in sorted(added.recommendations)
        ]
    )
    proposal.recommendation_links.filter(recommendation__in=removed.recommendations).delete()


def address(proposal: Proposal, added: Links, removed: Links) -> None:
    named = State.objects.filter(iso3__in=added.states)
    rows = [Addressee(proposal=proposal, kind=kind) for kind in Addressee.Kind.values if kind in added.kinds]
    rows += [Addressee(proposal=proposal, kind=Addressee.Kind.STATE, state=state) for state in named]
    Addressee.objects.bulk_create(rows)
    proposal.addressees.filter(kind__in=removed.kinds, state=None).delete()
    proposal.addressees.filter(state__iso3__in=removed.states).delete()


@transaction.atomic
def record_follow_up(
    proposal: Proposal,
    *,
    by: User,
    outcome: str,
    happened_on: date,
    narrative: str,
    language: str,
    evidence: list[str],
    corrects: FollowUp | None = None,
) -> FollowUp:
    """Add an entry to what became of a proposal; the same one sent twice is kept once.

    WrongState if the entry that it corrects is of another proposal or was corrected meanwhile.
    """
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    said = {"outcome": outcome, "happened_on": happened_on, "narrative": narrative, "language": language}
    again = proposal.follow_ups.filter(**said, corrects=corrects, recorded_by=by).first()
    if again and sorted(one.address for one in again.evidence.all()) == sorted(evidence):
        return again
    if corrects and not proposal.follow_ups.filter(pk=corrects.pk, corrected_by=None).exists():
        raise WrongState(f"{corrects!r} was corrected meanwhile")
    entry = FollowUp.objects.create(proposal=proposal, corrects=corrects, recorded_by=by, **said)
    Evidence.objects.bulk_create([Evidence(follow_up=entry, address=one) for one in evidence])
    record(by, "followed up", proposal, entry=entry.pk, outcome=outcome)
    return entry
