"""Doors for everybody: the key issues of a consultation, and each proposal with the chain through it."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultations.models import Consultation
from reports import chain
from reports.backing import backing_of
from reports.models import KeyIssue, Proposal
from reports.permissions import can_follow


def seen_issues(request: HttpRequest, slug: str) -> tuple[Consultation, QuerySet[KeyIssue]]:
    """A consultation, and its key issues that the reader may see, with their proposals."""
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    issues = KeyIssue.objects.visible_to(request.user).filter(consultation=consultation).order_by("position")
    return consultation, issues.select_related("consultation").prefetch_related("proposals__follow_ups")


def is_told(request: HttpRequest, consultation: Consultation) -> bool:
    """Whether everybody can read this; to who is no moderator only that is shown."""
    if not can_follow(request.user):
        return True
    return consultation.reports.telling_key_issues().exists()


@login_not_required
@require_safe
def key_issues(request: HttpRequest, slug: str) -> HttpResponse:
    """What a consultation brought up, with the proposals of each key issue."""
    consultation, issues = seen_issues(request, slug)
    material = chain.material_of(consultation)
    context = {
        "consultation": consultation,
        "issues": [told(issue, material) for issue in issues],
        "is_told": is_told(request, consultation),
    }
    return render(request, "reports/key_issues.html", context)


@login_not_required
@require_safe
def key_issue(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """One key issue: its narrative, and its proposals with what became of them."""
    consultation, issues = seen_issues(request, slug)
    issue = get_object_or_404(issues, position=position)
    material = chain.material_of(consultation)
    backings = backing_of(consultation)
    context = {
        "consultation": consultation,
        "is_told": is_told(request, consultation),
        "backing": backings.issues[issue.pk],
        "threshold": backings.threshold,
        **told(issue, material),
    }
    return render(request, "reports/key_issue.html", context)


def told(issue: KeyIssue, material) -> dict:
    """A key issue in the reader's language: {"issue", "title", "narrative", "proposals"}."""
    proposals = sorted(issue.proposals.all(), key=lambda proposal: proposal.number)
    return {
        "issue": issue,
        "title": chain.words_of(issue, "title", material),
        "narrative": chain.words_of(issue, "narrative", material),
        "proposals": [(one, chain.words_of(one, "text", material)) for one in proposals],
    }


@login_not_required
@require_safe
def proposal(request: HttpRequest, slug: str, position: int, number: int) -> HttpResponse:
    """One proposal by its printed number, with what stands behind it and where it led."""
    seen = Proposal.objects.visible_to(request.user).with_place()
    proposal = get_object_or_404(
        seen, key_issue__consultation__slug=slug, key_issue__position=position, number=number
    )
    consultation = proposal.key_issue.consultation
    material = chain.material_of(consultation)
    entries = chain.entries_of(proposal)
    backings = backing_of(consultation)
    context = {
        "proposal": proposal,
        "consultation": consultation,
        "is_told": is_told(request, consultation),
        "text": chain.words_of(proposal, "text", material),
        "issue": chain.words_of(proposal.key_issue, "title", material),
        "backing": backings.proposals[proposal.pk],
        "threshold": backings.threshold,
        "excerpts": chain.excerpts_of(proposal, request.user),
        "recommendations": chain.recommendations_of(proposal),
        "addressees": proposal.addressees.select_related("state"),
        "targets": proposal.targets.select_related("goal").order_by("goal", "pk"),
        "entries": entries,
        "standing": next((entry for entry in entries if not entry.is_corrected), None),
        "places": chain.places_of(proposal, request.user, get_language()),
        "permalink": request.build_absolute_uri(proposal.get_absolute_url()),
        "may_follow": can_follow(request.user),
    }
    return render(request, "reports/proposal.html", context)
