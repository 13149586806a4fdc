"""Pages on which moderators judge the recommendations of one review: repeats and action categories."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from recommendations.actions.judging import (
    call_different,
    confirm_action_category,
    link_repeat,
    unlink_repeat,
)
from recommendations.forms.judging import CategoriesForm, RepeatsForm
from recommendations.models import Recommendation, Review
from recommendations.permissions import can_judge
from recommendations.repeats import possible_repeats
from upr_portal.permissions import require
from upr_portal.states import WrongState

AT_ONCE = 20


def review_of(iso3: str, session: int) -> Review:
    reviews = Review.objects.select_related("state", "session__cycle")
    return get_object_or_404(reviews, state__iso3=iso3, session__number=session)


@require_http_methods(["GET", "HEAD", "POST"])
def repeats(request: HttpRequest, iso3: str, session: int) -> HttpResponse:
    """Pairs that may ask for the same in two cycles, the most alike first; a person decides."""
    require(can_judge(request.user))
    review = review_of(iso3, session)
    pairs = possible_repeats(review)
    form = RepeatsForm(request.POST or None, pairs=pairs if request.POST else pairs[:AT_ONCE])
    if form.is_valid():
        answers = form.answers()
        for pair, answer in answers:
            judge = link_repeat if answer == "repeats" else call_different
            judge(pair.recommendation, pair.earlier, by=request.user)
        said = ngettext("%(count)d pair was decided.", "%(count)d pairs were decided.", len(answers))
        messages.success(request, said % {"count": len(answers)})
        return redirect("recommendations:repeats", iso3, session)
    context = {"review": review, "form": form, "left": len(pairs)}
    return render(request, "recommendations/repeats.html", context, status=422 if form.is_bound else 200)


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that one repeats an earlier one, which the form names."""
    require(can_judge(request.user))
    linked = Recommendation.objects.filter(repeats__isnull=False)
    recommendation = get_object_or_404(linked.select_related("review__state", "review__session"), pk=pk)
    if request.POST.get("earlier") != str(recommendation.repeats_id):
        raise WrongState("it is linked to another one by now")
    unlink_repeat(recommendation, by=request.user)
    messages.success(request, _("It is no longer linked to an earlier recommendation."))
    return redirect(recommendation)


@require_http_methods(["GET", "HEAD", "POST"])
def categories(request: HttpRequest, iso3: str, session: int) -> HttpResponse:
    """Proposed action categories with the reason; a person confirms or corrects them."""
    require(can_judge(request.user))
    review = review_of(iso3, session)
    open_ones = Recommendation.objects.listed().filter(review=review, is_action_confirmed=False)
    shown = open_ones.order_by("pk")
    if request.POST:
        asked = [name.removeprefix("category-") for name in request.POST if name.startswith("category-")]
        shown = shown.filter(pk__in=[key for key in asked if key.isdecimal()])
    form = CategoriesForm(request.POST or None, recommendations=list(shown[:AT_ONCE]))
    if form.is_valid():
        confirmed = form.confirmed()
        for recommendation, category in confirmed:
            confirm_action_category(recommendation, category, by=request.user)
        said = ngettext(
            "%(count)d action category was confirmed.",
            "%(count)d action categories were confirmed.",
            len(confirmed),
        )
        messages.success(request, said % {"count": len(confirmed)})
        return redirect("recommendations:categories", iso3, session)
    context = {"review": review, "form": form, "left": open_ones.count()}
    return render(request, "recommendations/categories.html", context, status=422 if form.is_bound else 200)
