"""What States answered, entered by moderators: positions, parts, and what stayed without an answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from recommendations.actions import (
    close_unanswered,
    record_position,
    split_recommendation,
    unanswered,
    undo_split,
)
from recommendations.forms import CloseForm, PositionForm, SplitForm
from recommendations.models import Recommendation, Review
from recommendations.permissions import can_record_position
from upr_portal.permissions import require


def recommendation_of(request: HttpRequest, pk: int) -> Recommendation:
    """For those who may record an answer to it."""
    require(can_record_position(request.user))
    return get_object_or_404(Recommendation.objects.visible_to(request.user).with_source(), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a position with its source; the earlier ones stay."""
    recommendation = recommendation_of(request, pk)
    form = PositionForm(request.POST or None)
    if form.is_valid():
        record_position(recommendation, by=request.user, **form.answer)
        messages.success(request, _("The position was recorded."))
        return redirect(recommendation)
    context = {"recommendation": recommendation, "form": form}
    return render(request, "recommendations/record.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Put clear parts in the place of a recommendation that was answered in parts."""
    recommendation = recommendation_of(request, pk)
    text, language = recommendation.text_for(get_language())
    initial = {"text_1": text, "text_2": text, "language": language}
    form = SplitForm(request.POST or None, initial=initial)
    if form.is_valid():
        split_recommendation(recommendation, by=request.user, parts=form.parts, **form.source)
        messages.success(request, _("The parts stand in its place now."))
        return redirect(recommendation)
    context = {"recommendation": recommendation, "form": form}
    return render(request, "recommendations/split.html", context, status=422 if form.is_bound else 200)


@require_POST
def unsplit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the whole in the place of its parts again."""
    recommendation = recommendation_of(request, pk)
    undo_split(recommendation, by=request.user)
    messages.success(request, _("The whole recommendation is listed again."))
    return redirect(recommendation)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """At the adoption of the outcome: what has no answer is noted, and said to have none."""
    require(can_record_position(request.user))
    review = get_object_or_404(Review.objects.select_related("state", "session"), pk=pk)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        count = close_unanswered(review, by=request.user, language=get_language(), **form.cleaned_data)
        said = ngettext(
            "%(count)d recommendation is noted: no answer.",
            "%(count)d recommendations are noted: no answer.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect(review)
    context = {"review": review, "form": form, "left": unanswered(review).count()}
    return render(request, "recommendations/close.html", context, status=422 if form.is_bound else 200)
