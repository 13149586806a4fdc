"""For moderators and safeguarding officers: who is under 18, and who accompanies them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.permissions import can_see_children
from consultations.views.programme import visible_event
from upr_portal.permissions import require

PAGE = 50


@require_safe
@never_cache
def children(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Names, and how the adults are reached: nobody else sees this list."""
    event = visible_event(request, slug, event)
    require(can_see_children(request.user))
    registered = event.registrations.standing().filter(is_under_18=True).order_by("registered_at", "pk")
    page = Paginator(registered, PAGE).get_page(request.GET.get("page"))
    return render(request, "consultations/children.html", {"event": event, "page": page})
