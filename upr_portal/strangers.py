"""Pages that say the same to everybody who is not known: put together once for each state of things."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from upr_portal.shelves import Shelf

View = Callable[..., HttpResponse]

pages = Shelf(most=200)  # {(path, language): (state, content, headers)}

# Cookies that change nothing on a page without forms to send.
OF_NO_ACCOUNT = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}


def is_stranger(request: HttpRequest) -> bool:
    """Nobody is signed in, registered, or waits for a message; and nothing is asked of the page."""
    return request.method == "GET" and not request.GET and OF_NO_ACCOUNT.issuperset(request.COOKIES)


def same_for_strangers(state_of: Callable[[str | None], tuple | None]) -> Callable[[View], View]:
    """Give strangers the page that was put together for the last of them, as long as it still holds.

    `state_of` says of the `slug` in the address all on which the page depends; None where that is not known,
    or strangers may not see it.
    """

    def for_strangers(view: View) -> View:
        @wraps(view)
        def page_of(request: HttpRequest, **named) -> HttpResponse:
            state = state_of(named.get("slug")) if is_stranger(request) else None
            if state is None:
                return view(request, **named)
            key = (request.path, get_language())
            kept = pages.get(key)
            if kept is None or kept[0] != state:
                response = view(request, **named)
                if response.status_code != 200 or response.cookies:
                    return response
                kept = (state, response.content, dict(response.headers))
                # What changed meanwhile may stand on it, and seats can become again as they were.
                if state_of(named.get("slug")) == state:
                    pages.keep(key, kept)
            _state, content, headers = kept
            return HttpResponse(content, headers=headers)

        return page_of

    return for_strangers
