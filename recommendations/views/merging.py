"""The same recommendation from two sources: moderators merge pairs, or part what was merged."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from recommendations.actions.judging import call_different
from recommendations.actions.merging import merge as merge_pair
from recommendations.actions.merging import unmerge as part_pair
from recommendations.doubles import possible_doubles
from recommendations.forms import DoublesForm
from recommendations.models import Recommendation, Review
from recommendations.permissions import can_judge
from upr_portal.permissions import require

AT_ONCE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Pairs side by side, the most alike first; a person merges them or says that they differ."""
    require(can_judge(request.user))
    review = get_object_or_404(Review.objects.select_related("state", "session"), pk=pk)
    doubles = possible_doubles(review)
    form = DoublesForm(request.POST or None, doubles=asked_of(request, doubles))
    if form.is_valid():
        for double, verdict in form.verdicts:
            judge = merge_pair if verdict == "same" else call_different
            judge(double.kept, double.other, by=request.user)
        said = ngettext("%(count)d pair was decided.", "%(count)d pairs were decided.", len(form.verdicts))
        messages.success(request, said % {"count": len(form.verdicts)})
        return redirect("recommendations:merge", review.pk)
    merged = Recommendation.objects.filter(review=review, merged_into__isnull=False, split_from=None)
    context = {
        "review": review,
        "form": form,
        "left": len(doubles),
        "merged": merged.select_related("merged_into", "review__state", "review__session").order_by("pk"),
    }
    return render(request, "recommendations/merge.html", context, status=422 if form.is_bound else 200)


def asked_of(request: HttpRequest, doubles: list) -> list:
    """The pairs on the page: the first ones, or those that the form which was sent had."""
    if not request.POST:
        return doubles[:AT_ONCE]
    return [double for double in doubles if f"pair-{double.key}" in request.POST]


@require_POST
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """List one that was merged again."""
    require(can_judge(request.user))
    other = get_object_or_404(Recommendation.objects.filter(merged_into__isnull=False), pk=pk)
    part_pair(other, by=request.user)
    messages.success(request, _("Both recommendations are listed again."))
    return redirect("recommendations:merge", other.review_id)
