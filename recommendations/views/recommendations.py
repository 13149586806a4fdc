"""The list with its search, and the table to keep."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from recommendations import results
from recommendations.exports import lines_of
from recommendations.forms import RecommendationFilter
from recommendations.models import Recommendation

ROWS = 20
COUNTED = {
    "position": results.by_position,
    "session": results.by_session,
    "action": results.by_action,
    "issue": results.by_issue,
}


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list: search, filters, counts by filter; everything that was chosen stands in the address."""
    everything = Recommendation.objects.visible_to(request.user)
    form = RecommendationFilter(request.GET)
    found = form.apply(everything)
    page = Paginator(form.in_order(found).with_source(), ROWS).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": page,
        "made_by_states": results.made_by_states(found),
        "active": [active_filter(request, form, name) for name in form.chosen],
        "facets": [facet(request, form, name, everything) for name in COUNTED],
        "query": request.GET.urlencode(),
    }
    return render(request, "recommendations/index.html", context)


def active_filter(request: HttpRequest, form: RecommendationFilter, name: str) -> dict:
    """A filter in use, with the address of the list without it."""
    return {"label": form.fields[name].label, "value": form.named(name), "address": address(request, name)}


def facet(request: HttpRequest, form: RecommendationFilter, name: str, everything) -> dict:
    """What each value of a filter would leave, given all other filters."""
    counted = COUNTED[name](form.apply(everything, without=name))
    values = [
        {
            "label": label,
            "count": count,
            "address": address(request, name, value),
            "is_chosen": form.chosen.get(name) == value,
        }
        for value, label, count in counted
    ]
    return {"label": form.fields[name].label, "values": values}


def address(request: HttpRequest, name: str, value: str = "") -> str:
    """The list's address with one filter set, or taken out, and from the first page on."""
    query = request.GET.copy()
    query.pop("page", None)
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"


@login_not_required
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The rows of the list, all pages of it, as a table."""
    form = RecommendationFilter(request.GET)
    found = form.in_order(form.apply(Recommendation.objects.visible_to(request.user)))
    lines = lines_of(found, language=get_language(), site=request.build_absolute_uri("/")[:-1])
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recommendations.csv"'
    return response
