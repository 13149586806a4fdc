"""Security headers that Django does not set by itself."""

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse

# Unfold is written with Alpine (evaluated expressions) and sets styles inline; the admin alone pays for it.
ADMIN_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}


class SecurityHeaders:
    """Keep other sites out of our windows and our pages out of theirs; give the admin its own policy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        request.is_admin = request.resolver_match.app_name == "admin"


class ContentSecurityPolicy(CSPMiddleware):
    """The policy of the settings everywhere, the admin's own in the admin."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False):
        parts = super().get_policy_parts(request, response, report_only)
        if getattr(request, "is_admin", False) and not report_only:
            parts.replace = ADMIN_POLICY
        return parts
