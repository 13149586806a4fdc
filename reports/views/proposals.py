"""Pages of key issues and proposals: what people said, what they propose, where it led.

Visitors read what is printed, under its numbers and in its words; moderators read the draft beside it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultations.models import Consultation
from reports import chain, in_print
from reports.backing import backing_of
from reports.in_print import Difference, Editions
from reports.models import KeyIssue, PrintedKeyIssue, PrintedProposal, Proposal
from reports.permissions import can_follow
from upr_portal.permissions import require


def consultation_of(request: HttpRequest, slug: str) -> Consultation:
    return get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)


@login_not_required
@require_safe
def key_issues(request: HttpRequest, slug: str) -> HttpResponse:
    """What a consultation brought up, with the proposals of each key issue."""
    consultation = consultation_of(request, slug)
    issues = consultation.key_issues.told_to(request.user)
    material = chain.material_of(consultation)
    context = {
        "consultation": consultation,
        "issues": [told(issue, material) for issue in issues.with_proposals()],
        "is_told": issues.model is PrintedKeyIssue,
        "may_follow": can_follow(request.user),
    }
    return render(request, "reports/key_issues.html", context)


@login_not_required
@require_safe
def key_issue(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """One key issue: its narrative, and its proposals with what became of them."""
    consultation = consultation_of(request, slug)
    under = in_print.key_issues_at(consultation, position)
    issue = printed = in_print.asked_for(under, request.GET.get("report", ""))
    if issue is None:
        drafts = consultation.key_issues.visible_to(request.user).with_proposals()
        issue = get_object_or_404(drafts, position=position)
    source = printed.key_issue if printed else issue
    backings = backing_of(consultation)
    context = {
        "consultation": consultation,
        "is_told": printed is not None,
        "editions": printed and Editions.of(printed, under, in_print.prints_of(source)),
        "backing": backings.issues[issue.key],
        "threshold": backings.threshold,
        "may_follow": can_follow(request.user),
        **told(issue, chain.material_of(consultation)),
    }
    return render(request, "reports/key_issue.html", context)


def told(issue: KeyIssue | PrintedKeyIssue, material) -> dict:
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
    """One proposal by its printed number, with what stands behind it and where it led.

    The number leads to what the newest report prints under it, else to what an older one does; with
    `?report=` to what that one does. For moderators also to a draft that is not printed.
    """
    under = in_print.proposals_under(slug, position, number)
    printed = in_print.asked_for(under, request.GET.get("report", ""))
    if printed:
        return show_proposal(request, printed.proposal, printed, under)
    drafts = Proposal.objects.visible_to(request.user).with_place()
    draft = get_object_or_404(
        drafts, key_issue__consultation__slug=slug, key_issue__position=position, number=number
    )
    return show_proposal(request, draft, None, [])


@require_safe
def draft_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal by its key, for moderators: whatever its number is today and in print."""
    require(can_follow(request.user))
    draft = get_object_or_404(Proposal.objects.visible_to(request.user).with_place(), pk=pk)
    return show_proposal(request, draft, in_print.own(in_print.prints_of(draft)), [])


def show_proposal(
    request: HttpRequest,
    proposal: Proposal,
    printed: PrintedProposal | None,
    under_number: list[PrintedProposal],
) -> HttpResponse:
    """What is `printed`, else the draft; `under_number`: what else is printed under the number."""
    consultation = proposal.key_issue.consultation
    shown = printed or proposal
    prints = in_print.prints_of(proposal)
    material = chain.material_of(consultation)
    entries = chain.entries_of(proposal)
    backings = backing_of(consultation)
    context = {
        "proposal": proposal,
        "shown": shown,
        "consultation": consultation,
        "is_told": printed is not None,
        "editions": printed and Editions.of(printed, under_number, prints),
        "difference": Difference.of(proposal, [row for row in prints if row.is_newest]),
        "draft": chain.words_of(proposal, "text", material),
        "text": chain.words_of(shown, "text", material),
        "issue": chain.words_of(shown.key_issue, "title", material),
        "backing": backings.proposals[proposal.pk],
        "threshold": backings.threshold,
        "excerpts": chain.excerpts_of(proposal, request.user),
        "recommendations": chain.recommendations_of(proposal),
        "addressees": proposal.addressees.select_related("state"),
        "targets": proposal.targets.select_related("goal").order_by("goal", "pk"),
        "entries": entries,
        "standing": next((entry for entry in entries if not entry.is_corrected), None),
        "places": chain.places_of(proposal, prints, request.user, get_language()),
        "permalink": request.build_absolute_uri(
            printed.get_absolute_url() if printed else proposal.address_in_print
        ),
        "may_follow": can_follow(request.user),
    }
    return render(request, "reports/proposal.html", context)
