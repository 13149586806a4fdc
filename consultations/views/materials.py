"""Documents of a consultation: as a page or as a file, from their publication on."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from consultations.models import Material


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def material(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The text as a page, or the file to be kept; who may have it is asked again each time."""
    materials = Material.objects.visible_to(request.user).select_related("consultation")
    found = get_object_or_404(materials, consultation__slug=slug, pk=pk)
    if not found.file:
        return render(request, "consultations/material.html", {"material": found})
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{slugify(found.title) or found.kind}-{found.language}.{found.format.lower()}"
    # Kept, never shown: a document runs nothing in our name.
    response = FileResponse(file, as_attachment=True, filename=name, content_type=found.content_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
