"""The page about the public interface, for the people who write programs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from upr_portal.api.asked import LARGEST_PAGE
from upr_portal.api.limit import REQUESTS

EXAMPLES = [
    (
        _("What Ghana supports of what it was asked about water"),
        "recommendations/?state=GHA&position=supported&q=water",
    ),
    (_("How many recommendations of the fourth cycle each theme has"), "filters/issue/?cycle=4"),
    (_("The figures of the reviews of Ghana, with names in French"), "states/GHA/?language=fr"),
]


@login_not_required
@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    root = request.build_absolute_uri(reverse("api:root"))
    context = {
        "examples": [(title, root + address) for title, address in EXAMPLES],
        "largest_page": LARGEST_PAGE,
        "requests": REQUESTS,
    }
    return render(request, "recommendations/programs.html", context)
