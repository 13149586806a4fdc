"""What everybody may read: consultations and how far they are."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultations.models import Consultation
from consultations.permissions import can_moderate
from surveys.models import Survey
from surveys.permissions import can_see_results

PAGE = 20


@login_not_required
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """Those that go on or will begin, all on one page; then those that are over, the last first."""
    visible = Consultation.objects.visible_to(request.user).with_dates()
    over = Q(state=Consultation.State.CLOSED) | Q(ends__lt=timezone.localdate())
    past = visible.filter(over).order_by("-ends", "-pk")
    return render(
        request,
        "consultations/consultations.html",
        {
            "current": visible.exclude(over).order_by("begins", "pk"),
            "page": Paginator(past, PAGE).get_page(request.GET.get("page")),
            "is_moderator": can_moderate(request.user),
        },
    )


@login_not_required
@require_safe
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """One consultation: what it asks, its phases with what belongs to them, its events and reports."""
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    seen = Survey.objects.visible_to(request.user)
    phases = list(consultation.phases.prefetch_related(Prefetch("survey", seen)).select_related("event"))
    for phase in phases:
        phase.shows_results = phase.survey is not None and can_see_results(request.user, phase.survey)
    return render(
        request,
        "consultations/consultation.html",
        {
            "consultation": consultation,
            "today": timezone.localdate(),
            "phases": phases,
            "events": consultation.events.prefetch_related("days__event"),
            "reports": consultation.reports.visible_to(request.user),
            "is_moderator": can_moderate(request.user),
        },
    )
