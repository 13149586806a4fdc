"""All surveys at a glance, for moderators."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from surveys.models import Survey
from surveys.overview import in_order_of_work, next_step, numbers_of_states, surveys_of
from surveys.permissions import can_run_surveys
from upr_portal.permissions import require

PAGE_SIZE = 50


@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """State and next step of each; `?state=draft` shows those only, `?mine=1` those one worked on."""
    require(can_run_surveys(request.user))
    surveys = surveys_of(request.user, only_own="mine" in request.GET)
    numbers, labels = numbers_of_states(surveys), dict(Survey.State.choices)
    chosen = request.GET.get("state")
    if chosen in numbers:
        surveys = surveys.filter(state=chosen)
    rows = Paginator(in_order_of_work(surveys), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": rows,
        "lines": [(survey, next_step(survey)) for survey in rows],
        "numbers": [(state, labels[state], count) for state, count in numbers.items()],
        "total": sum(numbers.values()),
        "chosen": chosen if chosen in numbers else "",
        "only_own": "mine" in request.GET,
    }
    return render(request, "surveys/overview.html", context)
