"""The list with its search; all values of a filter; charts, files and a feed of what was found."""

from functools import cache
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from recommendations import exports, results
from recommendations.catalogue import catalogue
from recommendations.feeds import feed_of
from recommendations.forms.filters import LABELS, SORTS, WORDS, RecommendationFilter
from recommendations.markup import items_of, links_of
from recommendations.names import Name

ROWS = 20
# Beside the list: the filters in their order, and how many of their values; their pages have all.
BESIDE = {
    "position": 3,
    "state": 5,
    "recommender": 5,
    "issue": 6,
    "cycle": 5,
    "session": 5,
    "action": 5,
    "group": 5,
    "organisation": 5,
    "persons": 5,
    "goal": 5,
}
# The values of these come in their own order, those of the others with the most frequent first.
IN_THEIR_ORDER = ("position", "cycle", "session", "action")
OPEN = ("position", "state", "recommender", "issue")
FILES = {"csv": _("CSV"), "xlsx": _("Excel"), "json": _("JSON")}


class Counted(NamedTuple):
    """A value of a filter: how many recommendations it would leave, and the address with it or without it."""

    value: str
    name: Name
    count: int
    address: str
    is_chosen: bool

    @property
    def number(self) -> str:
        """The count, grouped as the reader writes figures."""
        return str(self.count) if self.count < 1000 else number_format(self.count, force_grouping=True)


def search(request: HttpRequest) -> results.Found:
    """What the address asks for, found."""
    language, kept = get_language(), catalogue()
    return results.Found(RecommendationFilter(request.GET, kept.names_in(language)), language, kept)


def described(found: results.Found) -> dict:
    """What every page of a search shows of it."""
    asked = found.asked
    words = [(_("Words"), Name(asked.words), asked.address(without="q") or "?")] if asked.words else []
    return {
        "filter": asked,
        "found": found,
        "query": asked.address(),
        "active": words
        + [
            (LABELS[name], asked.names[name][value], asked.toggled(name, value))
            for name, values in asked.chosen.items()
            for value in values
        ],
    }


def counted(found: results.Found, name: str) -> list[Counted]:
    """The values of a filter that would leave something or are chosen, in the order of `names`."""
    asked, counts = found.asked, found.counts(name)
    chosen, address = asked.chosen.get(name, []), asked.toggling(name)
    return [
        Counted(value, label, counts.get(value, 0), address(value), value in chosen)
        for value, label in asked.names[name].items()
        if value in counts or value in chosen
    ]


def beside(found: results.Found, name: str) -> dict:
    """A filter as it stands beside the list: what is chosen, and its first values."""
    asked, counts = found.asked, found.counts(name)
    chosen, address = asked.chosen.get(name, []), asked.toggling(name)
    names = asked.names[name]
    if name in IN_THEIR_ORDER:
        others = [value for value in names if value in counts and value not in chosen]
    else:
        others = sorted((value for value in counts if value not in chosen), key=lambda one: -counts[one])
    values = [
        Counted(value, names[value], counts.get(value, 0), address(value), value in chosen)
        for value in [*chosen, *others[: BESIDE[name]]]
    ]
    return {
        "name": name,
        "label": LABELS[name],
        "is_open": name in OPEN or name in asked.chosen,
        "has_more": len(others) > BESIDE[name],
        "values": values,
        "links": links_of(values),
        "address": addresses_of_values(found.language)[name],
    }


@cache
def addresses_of_values(language: str) -> dict[str, str]:
    """Filter → the page of all its values; `language` must be the active one."""
    return {name: reverse("recommendations:values", args=[name]) for name in LABELS}


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list: search, filters, counts by filter; everything that was chosen stands in the address."""
    found = search(request)
    asked = found.asked
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    orders = [(name, label) for name, label in SORTS.items() if asked.words or name != "relevance"]
    context = described(found) | {
        "page": page,
        "rows": items_of(page, language=found.language, address=reverse("recommendations:index")),
        "words_label": WORDS,
        "without_words": asked.pairs(without="q"),
        "facets": [beside(found, name) for name in BESIDE],
        "sorts": [(label, asked.address(sort=name) or "?", asked.sort == name) for name, label in orders],
        "files": FILES,
    }
    return render(request, "recommendations/index.html", context)


@login_not_required
@require_safe
def values(request: HttpRequest, name: str) -> HttpResponse:
    """All values of one filter with their counts, to choose several; 404 for what is no filter."""
    if name not in LABELS:
        raise Http404(name)
    found = search(request)
    context = described(found) | {
        "name": name,
        "label": LABELS[name],
        "values": counted(found, name),
        "others": found.asked.pairs(without=name),
        "filters": [(other, label, other == name) for other, label in LABELS.items()],
    }
    return render(request, "recommendations/values.html", context)


@login_not_required
@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """Pictures of what was found, each of them a table: positions by cycle, themes, regions, categories."""
    found = search(request)
    context = described(found) | {
        "cycles": results.positions_of_cycles(found),
        "charts": [(LABELS[name], results.chart(found, name)) for name in ("issue", "group", "action")],
    }
    return render(request, "recommendations/charts.html", context)


@login_not_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of the list, all pages of it, as a file; 404 for a kind that is not written."""
    if kind not in FILES:
        raise Http404(kind)
    found = search(request)
    site = request.build_absolute_uri("/")[:-1]
    if kind == "xlsx":
        return FileResponse(
            exports.workbook(found, site=site), filename="recommendations.xlsx", as_attachment=True
        )
    write, content_type = {
        "csv": (exports.lines_of, "text/csv; charset=utf-8"),
        "json": (exports.json_of, "application/json"),
    }[kind]
    response = StreamingHttpResponse(write(found, site=site), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="recommendations.{kind}"'
    return response


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What was found as an Atom feed, the newest of the portal first."""
    found = search(request)
    names = [str(name) for _label, name, _address in described(found)["active"]]
    content = feed_of(found, names=names, address=request.build_absolute_uri())
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
