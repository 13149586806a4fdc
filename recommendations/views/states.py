"""One State under review, and one review of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from recommendations import history
from recommendations.models import Pledge, Review
from reference.models import State


@login_not_required
@require_safe
def state(request: HttpRequest, iso3: str) -> HttpResponse:
    """Its reviews side by side: what was asked and answered, about what, and what was asked again."""
    reviewed = get_object_or_404(State.objects.filter(reviews__isnull=False).distinct(), iso3=iso3)
    sides = history.sides_of(reviewed.reviews.all())
    context = {
        "state": reviewed,
        "sides": sides,
        "theme_tables": history.theme_tables(sides),
        "repeated": history.repeated(reviewed),
        "reports": history.reports_on(reviewed),
    }
    return render(request, "recommendations/state.html", context)


@login_not_required
@require_safe
def review(request: HttpRequest, iso3: str, session: int) -> HttpResponse:
    """One review: its dates with their source, its documents, its figures and its pledges."""
    held = get_object_or_404(
        Review.objects.select_related("state", "session__cycle", "previous__session", "previous__state"),
        state__iso3=iso3,
        session__number=session,
    )
    [side] = history.sides_of(Review.objects.filter(pk=held.pk))
    context = {
        "review": held,
        "side": side,
        "steps": history.steps_of(held),
        "deadlines": held.session.deadlines.all(),
        "documents": held.documents.order_by("pk"),
        "troika": held.troika.all(),
        "theme_tables": history.theme_tables([side]),
        "reports": held.reports.published(),
        "pledges": Pledge.objects.filter(review=held).order_by("pk"),
    }
    return render(request, "recommendations/review.html", context)
