"""Imports that were made: what each brought, and taking one back. Moderators only."""

import hashlib
import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from recommendations.actions import undo_import
from recommendations.actions.going import Going
from recommendations.models import ImportBatch
from recommendations.permissions import can_import
from upr_portal.permissions import require
from upr_portal.states import WrongState

A_PAGE = 25
SHOWN = 200
NAMED = 20


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    """For those who may import."""
    require(can_import(request.user))
    batches = ImportBatch.objects.select_related("imported_by", "document")
    return get_object_or_404(batches, pk=pk)


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """All imports, the latest first."""
    require(can_import(request.user))
    made = ImportBatch.objects.select_related("document__review__state", "document__review__session")
    page = Paginator(made, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "recommendations/batches.html", {"page": page})


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Where each row of one import went, and the way to take it back."""
    made = batch_of(request, pk)
    reviews = list(made.reviews[: NAMED + 1])
    context = {
        "batch": made,
        "reviews": reviews[:NAMED],
        "has_more_reviews": len(reviews) > NAMED,
        "refusals": made.refusals[:SHOWN],
    }
    return render(request, "recommendations/batch.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What would go and what would stay; then it goes, if it is still what was shown."""
    made = batch_of(request, pk)
    if made.is_undone:
        if request.method == "POST":
            raise WrongState("the import was undone already")
        return redirect(made)
    going = Going(made)
    figures = going.figures
    if request.POST.get("shown") == mark_of(figures):
        undo_import(made, by=request.user)
        messages.success(request, said_of(figures))
        return redirect(made)
    if request.method == "POST":
        messages.warning(request, _("Something has changed meanwhile. Look again at what would go."))
        return redirect("recommendations:undo", made.pk)
    context = {
        "batch": made,
        "figures": figures,
        "shown": mark_of(figures),
        "kept_back": going.kept_back.with_source().order_by("pk")[:NAMED],
    }
    return render(request, "recommendations/undo.html", context)


def mark_of(figures: dict[str, int]) -> str:
    """Who confirms must have seen these figures."""
    return hashlib.blake2b(json.dumps(figures).encode(), digest_size=12).hexdigest()


def said_of(figures: dict[str, int]) -> str:
    count = figures["recommendations"]
    return ngettext(
        "The import is undone. %(count)d recommendation went with it.",
        "The import is undone. %(count)d recommendations went with it.",
        count,
    ) % {"count": count}
