"""One recommendation: its wording, its positions with their sources, its lineage, how to cite it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from recommendations import history
from recommendations.action_verbs import proposed_category
from recommendations.models import Recommendation
from recommendations.names import code_of


@login_not_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was merged into another leads there; what was split shows its parts."""
    recommendations = Recommendation.objects.visible_to(request.user).with_source()
    recommendation = get_object_or_404(recommendations.select_related("merged_into", "split_from"), pk=pk)
    if recommendation.merged_into_id:
        return redirect(recommendation.merged_into)
    text, language = recommendation.text_for(get_language())
    context = {
        "recommendation": recommendation,
        "positions": history.positions_of(recommendation),
        "appearances": history.appearances_of(recommendation),
        "lineage": history.lineage_of(recommendation),
        "parts": recommendation.parts.filter(is_listed=True).order_by("part"),
        "proposals": history.proposals_behind(recommendation),
        "drafts": history.drafts_behind(recommendation, request.user),
        "recommenders": history.recommenders_of(recommendation),
        "issues": terms_of(recommendation.issues, "issue"),
        "persons": terms_of(recommendation.persons, "persons"),
        "goals": recommendation.goals.all(),
        "proposal": proposed_category(text, language),
        "permalink": request.build_absolute_uri(recommendation.get_absolute_url()),
    }
    return render(request, "recommendations/detail.html", context)


def terms_of(terms, name: str) -> list[tuple]:
    """(the term as the list's filter takes it, the term)."""
    return [(code_of(term, name), term) for term in terms.select_related("vocabulary")]
