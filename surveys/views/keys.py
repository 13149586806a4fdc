"""The cookies that open drafts and sent answers: for our own pages only, and no script reads them."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from surveys import actions
from surveys.actions import FoundDraft, Sent
from surveys.codes import TooBusy, grouped, lock_code, open_code
from surveys.models import Response, Survey
from surveys.sealing import reference, response_id

KEEP_RECEIPT = 600  # seconds
# The key to a draft, to answers that were sent, the reference of these, and a code that was just made.
KINDS = ("answers", "sent", "receipt", "code")
# Stands behind the reference where answers took the place of those that were sent before.
CHANGED = ".changed"


def cookie_name(survey: Survey, kind: str = "answers") -> str:
    return f"{'__Host-' if settings.HTTPS else ''}{kind}-{survey.pk}"


def set_cookie(response: HttpResponse, name: str, text: str, **options) -> None:
    """Without `max_age` it ends with the browser window."""
    response.set_cookie(name, text, httponly=True, samesite="Strict", secure=settings.HTTPS, **options)


def forget(response: HttpResponse, survey: Survey, *kinds: str) -> None:
    for kind in kinds:
        response.delete_cookie(cookie_name(survey, kind), samesite="Strict")


@sensitive_variables()
def found_in(request: HttpRequest, survey: Survey) -> FoundDraft | None:
    """The draft that this browser has the key to."""
    return actions.find_draft(survey, request.COOKIES.get(cookie_name(survey), ""))


@sensitive_variables()
def unsent_in(request: HttpRequest, survey: Survey) -> FoundDraft | None:
    found = found_in(request, survey)
    return found if found and not found.draft.is_sent else None


@sensitive_variables()
def sent_in(request: HttpRequest, survey: Survey) -> tuple[str, Response | None]:
    """The key to sent answers that this browser has, and the answers if they are still there."""
    token = request.COOKIES.get(cookie_name(survey, "sent"), "")
    return token, survey.responses.filter(pk=response_id(token)).first() if token else None


def show_code_for_a_while(response: HttpResponse, survey: Survey, code: str | None) -> None:
    if code:
        set_cookie(response, cookie_name(survey, "code"), lock_code(code), max_age=KEEP_RECEIPT)


def code_in(request: HttpRequest, survey: Survey) -> str | None:
    """A code that was made a few minutes ago in this browser, in groups of four."""
    code = open_code(request.COOKIES.get(cookie_name(survey, "code"), ""))
    return grouped(code) if code else None


def receipt_in(request: HttpRequest, survey: Survey) -> tuple[str, bool]:
    """The reference of what was sent from this browser a few minutes ago, and whether it was a change."""
    shown = request.COOKIES.get(cookie_name(survey, "receipt"), "")
    return shown.removesuffix(CHANGED), shown.endswith(CHANGED)


@sensitive_variables()
def hand_out_receipt(survey: Survey, sent: Sent, *, is_change: bool = False) -> HttpResponse:
    """To the confirmation. Reference, code and the key to what was sent stay for ten minutes; the key of the
    draft is taken back."""
    response = redirect("surveys:received", survey.slug)
    receipt = reference(sent.token) + (CHANGED if is_change else "")
    set_cookie(response, cookie_name(survey, "receipt"), receipt, max_age=KEEP_RECEIPT)
    set_cookie(response, cookie_name(survey, "sent"), sent.token, max_age=KEEP_RECEIPT)
    show_code_for_a_while(response, survey, sent.code)
    forget(response, survey, "answers")
    return response


def busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "surveys/busy.html", status=503)
    response.headers["Retry-After"] = "60"
    return response


def says_when_busy(view: Callable) -> Callable:
    """For views that have nothing to lose when codes cannot be looked at just now."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **options) -> HttpResponse:
        try:
            return view(request, *args, **options)
        except TooBusy:
            return busy(request)

    return answer
