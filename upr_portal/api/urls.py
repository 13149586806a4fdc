"""The doors of the public interface: JSON whatever happens, no cookies, open to anybody from any website."""

import json
from collections.abc import Callable
from functools import cache, wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from upr_portal.api.description import MEDIA, described

METHODS = ("GET", "HEAD")
FRESH = 60  # seconds for which whoever keeps an answer need not ask again


class Plain(JSONRenderer):
    """Letters as they are: Arabic takes a third of the room."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


api = NinjaAPI(
    title="UPR portal",
    version="1",
    description="Recommendations of the Universal Periodic Review and consultations, read only.",
    servers=[{"url": settings.SITE_URL}],
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    renderer=Plain(),
)
for router in settings.API_ROUTERS:
    api.add_router("", router)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Where and why; without what was sent."""
    faults = [{name: fault[name] for name in ("loc", "type", "msg")} for fault in error.errors]
    return api.create_response(request, {"detail": faults}, status=422)


@cache
def description() -> bytes:
    return Plain().render(None, described(api, reverse("api:root")), response_status=200).encode()


def openapi(request: HttpRequest) -> HttpResponse:
    """The description in OpenAPI 3.1."""
    return HttpResponse(description(), content_type=MEDIA)


def root(request: HttpRequest) -> HttpResponse:
    return redirect("api:openapi")


def nothing(request: HttpRequest) -> HttpResponse:
    return problem(404, f"Nothing is here; see {reverse('api:openapi')}.")


def problem(status: int, detail: str, **headers: str) -> HttpResponse:
    content = json.dumps({"detail": detail})
    return HttpResponse(content, status=status, content_type=MEDIA, headers=headers)


def door(view: Callable) -> Callable:
    """A view that everybody may read, from any website, and that is not sent twice while it is the same."""
    view = conditional_page(view)

    @login_not_required
    @csrf_exempt  # nothing is taken, so nothing can be forged; and who writes is told 405
    @wraps(view)
    def knock(request: HttpRequest, **words: str) -> HttpResponse:
        if request.method not in METHODS:
            response = problem(405, "This interface is read only.", Allow=", ".join(METHODS))
        else:
            response = read(request, view, words)
        # Django asked who is there before the view; no answer differs by it.
        request.session.accessed = False
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return knock


def read(request: HttpRequest, view: Callable, words: dict[str, str]) -> HttpResponse:
    """What the view answers; ninja takes no HEAD, and the server leaves out the body by itself."""
    method, request.method = request.method, "GET"
    try:
        response = view(request, **words)
    finally:
        request.method = method
    language = request.GET.get("language")
    is_good = response.status_code in (200, 304)
    response.headers["Content-Language"] = language if is_good and language else settings.LANGUAGE_CODE
    if is_good:
        response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return response


def doors():
    """Ninja's addresses behind our doors, without its own page of descriptions at the root."""
    for pattern in api.urls[0]:
        if pattern.name != "api-root":
            pattern.callback = door(pattern.callback)
            yield pattern


app_name = "api"
urlpatterns = [
    path("", door(root), name="root"),
    path("openapi.json", door(openapi), name="openapi"),
    *doors(),
    re_path(r"^.*/$", door(nothing)),
]
