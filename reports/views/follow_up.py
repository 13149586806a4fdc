"""Doors for moderators: linking a proposal onward, and recording what became of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recommendations.catalogue import catalogue
from recommendations.forms.filters import RecommendationFilter
from recommendations.results import Found
from recommendations.rows import rows_of
from reports.actions.follow_up import keep_links, record_follow_up
from reports.chain import Links, material_of, words_of
from reports.forms.follow_up import FollowUpForm, LinksForm
from reports.models import Proposal
from reports.permissions import can_follow
from upr_portal.permissions import require

SHOWN = 20  # answers of a search; whoever misses one searches for more words


def proposal_of(request: HttpRequest, pk: int) -> Proposal:
    """For those who may follow it."""
    require(can_follow(request.user))
    return get_object_or_404(Proposal.objects.visible_to(request.user).with_place(), pk=pk)


def head_of(proposal: Proposal) -> dict:
    """What both pages say of the proposal."""
    material = material_of(proposal.key_issue.consultation)
    return {"proposal": proposal, "text": words_of(proposal, "text", material)}


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom it is addressed, SDG targets, and recommendations found by a search. Searching is sent with the
    form, so that what was ticked before stays ticked."""
    proposal = proposal_of(request, pk)
    is_searching = "search" in request.POST
    form = LinksForm(request.POST or None, links=Links.of(proposal))
    if not is_searching and form.is_valid():
        keep_links(proposal, by=request.user, wanted=form.wanted, seen=form.cleaned_data["seen"])
        messages.success(request, _("The links are kept."))
        return redirect(proposal)
    asked = request.POST if is_searching else request.GET
    context = {**head_of(proposal), "form": form, **found_for(asked, form.ticked)}
    is_refused = form.is_bound and not is_searching
    return render(request, "reports/links.html", context, status=422 if is_refused else 200)


def found_for(asked, ticked: list[int]) -> dict:
    """The recommendations that are ticked, and the first that a search finds besides."""
    language, kept = get_language(), catalogue()
    names = kept.names_in(language)
    search = RecommendationFilter(asked, names)
    found = Found(search, language, kept) if not search.is_empty else None
    rows = [row for row in found[: SHOWN + len(ticked)] if row.pk not in ticked] if found else []
    return {
        "search": search,
        "states": names["state"],
        "found": found,
        "rows": rows[:SHOWN],
        "ticked": rows_of(ticked, names, language),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an entry; with `?corrects=` in the place of an earlier one, which stays readable."""
    proposal = proposal_of(request, pk)
    key = request.GET.get("corrects", "")
    earlier = proposal.follow_ups.filter(corrected_by=None)
    corrects = get_object_or_404(earlier, pk=key if key.isdecimal() and len(key) < 19 else 0) if key else None
    form = FollowUpForm(request.POST or None, corrects=corrects)
    if form.is_valid():
        record_follow_up(proposal, by=request.user, corrects=corrects, **form.cleaned_data)
        messages.success(
            request, _("The entry is recorded. Everybody can read it where the proposal is public.")
        )
        return redirect(proposal)
    context = {**head_of(proposal), "form": form, "corrects": corrects}
    return render(request, "reports/record_follow_up.html", context, status=422 if form.is_bound else 200)
