"""The UPR's calendar: sessions and deadlines as they are known, with their source."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from recommendations.calendars import upcoming, upr_calendar
from reference.models import Cycle

SHOWN = 12


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes next, then the sessions of the latest cycle, or of the one that was asked for."""
    cycles = list(Cycle.objects.order_by("-number"))
    asked = request.GET.get("cycle", "")
    shown = next((one for one in cycles if str(one.number) == asked), cycles[0] if cycles else None)
    context = {
        "upcoming": upcoming(timezone.localdate())[:SHOWN],
        "cycles": cycles,
        "cycle": shown,
        "sessions": shown.sessions.prefetch_related("deadlines") if shown else [],
    }
    return render(request, "recommendations/calendar.html", context)


@login_not_required
@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The same as a calendar to subscribe to, in the language of the address."""
    response = HttpResponse(upr_calendar(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="upr.ics"'
    return response
