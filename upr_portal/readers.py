"""Pages of readers whom the portal knows: put together once for nobody, then each reader's own words put in.

What is kept never sees a reader: it is made from a request of nobody. A template says by `{% own_words %}`
where a reader has words of their own; there it has a mark, new each time, so that no text can contain it.
"""

import re
import secrets
from collections.abc import Callable
from functools import wraps
from types import MappingProxyType
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.translation import get_language

from upr_portal.shelves import Shelf
from upr_portal.strangers import View, is_stranger

frames = Shelf(most=200)  # {(path, language, what is true of the reader): Frame}


class Frame(NamedTuple):
    """Between each piece and the next stands what the template of that place says to a reader."""

    state: tuple
    pieces: list[bytes]
    places: list[str]
    headers: dict[str, str]

    def filled_for(self, request: HttpRequest) -> HttpResponse:
        content = [self.pieces[0]]
        for template, piece in zip(self.places, self.pieces[1:], strict=True):
            content += [get_template(template).render({}, request).encode(), piece]
        return HttpResponse(b"".join(content), headers=self.headers)


class Nobody(HttpRequest):
    """Asks for a page without a browser: no cookie, no session, no account, no host, nothing to write to."""

    def __init__(self, path: str):
        super().__init__()
        self.method, self.path, self.path_info = "GET", path, path
        self.user, self.session = AnonymousUser(), MappingProxyType({})
        self.secret = secrets.token_hex(16)
        self.places: list[str] = []

    def place_for(self, template: str) -> str:
        """The mark of a place where each reader will have words of their own."""
        self.places.append(template)
        return f"[{self.secret}:{len(self.places) - 1}]"

    def cut(self, content: bytes) -> list[bytes] | None:
        """The pieces between the marks; None where a place is missing, or not where it was said."""
        pieces = re.split(rb"\[" + self.secret.encode() + rb":(\d+)\]", content)
        found = [int(number) for number in pieces[1::2]]
        return pieces[::2] if found == list(range(len(self.places))) else None


def kept_for_readers(
    state_of: Callable[[str | None], tuple | None], true_of: Callable[..., dict | None]
) -> Callable[[View], View]:
    """Give readers who are known the page that was put together for nobody, with their own words.

    `state_of`: as for strangers. `true_of(request, **named)` says what is true of a reader and changes more
    than their own words: never what somebody typed. It is a part of the name under which a page is kept, and
    goes to the view by name; None where the page is for this reader alone.
    """

    def for_readers(view: View) -> View:
        @wraps(view)
        def page_of(request: HttpRequest, **named) -> HttpResponse:
            true = true_of(request, **named) if may_share(request) else None
            frame = None if true is None else frame_for(view, request.path, state_of, named, true)
            return frame.filled_for(request) if frame else view(request, **named)

        return page_of

    return for_readers


def may_share(request: HttpRequest) -> bool:
    """Nothing is asked of the page. Strangers have theirs already; staff see more than others."""
    is_plain = request.method == "GET" and not request.GET
    return is_plain and not is_stranger(request) and not request.user.is_staff


def frame_for(
    view: View, path: str, state_of: Callable[[str | None], tuple | None], named: dict, true: dict
) -> Frame | None:
    """The one that is kept if the state is the same, else a new one; None for what cannot be shared."""
    key, state = (path, get_language(), *sorted(true.items())), state_of(named.get("slug"))
    frame = frames.get(key)
    if state is None or (frame and frame.state == state):
        return state and frame
    frame = new_frame(view, Nobody(path), state, named | true)
    # What changed meanwhile may stand on it, and seats can become again as they were.
    if frame and state_of(named.get("slug")) == state:
        frames.keep(key, frame)
    return frame


def new_frame(view: View, nobody: Nobody, state: tuple, named: dict) -> Frame | None:
    response = view(nobody, **named)
    has_form_to_send = "CSRF_COOKIE" in nobody.META  # its token would be the same for all
    if response.status_code != 200 or response.cookies or has_form_to_send:
        return None
    pieces = nobody.cut(response.content)
    return pieces and Frame(state, pieces, nobody.places, dict(response.headers))
