"""Forms whose text must not be lost: a request that cannot be trusted any more is turned away with its page.

Their views are exempt from the check of the middleware, and ask here instead.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware


class ForgeryCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def has_lost_its_page(request: HttpRequest) -> bool:
    """Whether the browser forgot, since it showed the page, the cookie that proves that the page was ours.

    So it is after a restart of the browser, and after signing in anew. PermissionDenied if another site has
    sent the form.
    """
    reason = ForgeryCheck(lambda request: None).process_view(request, None, (), {})
    if reason and not reason.startswith("CSRF "):
        raise PermissionDenied
    return reason is not None
