"""The programme for the pages of others: framed by anybody, and it knows nobody."""

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from consultations.standing import standings
from consultations.views.programme import event_seen_by, planned

FRESH = 60  # seconds


@login_not_required
@require_safe
@cache_control(public=True, max_age=FRESH)
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Days, items and seats for everybody, whoever asks; without navigation, forms, cookies or session."""
    event = event_seen_by(AnonymousUser(), slug, event)
    now = timezone.now()
    context = {
        "event": event,
        "days": planned(event),
        "now": now,
        "standing": standings([event], now)[0],
        "language": get_language(),
        "page_direction": "rtl" if get_language_bidi() else "ltr",
    }
    # Without the request: what every other page shows of it asks who is there.
    response = HttpResponse(render_to_string("consultations/embed.html", context))
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    request.session.accessed = False  # whatever is around this view may have looked; no answer differs by it
    return response
