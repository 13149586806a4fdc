"""How one comes in: by the survey's address or by a personal link, and who has to wait.

The secret of a personal link stands in an address once. It is then in a cookie until the window closes, and
is read again only to begin and to send: docs/decisions/0016-invitations.md.
"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from surveys import actions, limits
from surveys.forms import public_survey
from surveys.models import Survey

KEEP_STOP = 1800  # seconds: to read the page and press its button


def survey_at(request: HttpRequest, slug: str) -> Survey:
    """The survey of an address; 404 if there is none that this person may see."""
    return public_survey(slug) or get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)


def cookie_name(survey: Survey) -> str:
    return f"{'__Host-' if settings.HTTPS else ''}invitation-{survey.pk}"


def stop_cookie() -> str:
    return f"{'__Host-' if settings.HTTPS else ''}no-letters"


def keep(response: HttpResponse, name: str, token: str, **options) -> None:
    """`Lax`: it must come along when a link in a letter leads here. No script reads it."""
    response.set_cookie(name, token, httponly=True, samesite="Lax", secure=settings.HTTPS, **options)


def clean_address(response: HttpResponse) -> HttpResponse:
    """303 to an address without the secret; the one with it is told to nobody and kept nowhere."""
    response.status_code = 303
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def token_of(request: HttpRequest, survey: Survey) -> str:
    """The secret of the personal link that this browser came with."""
    return request.COOKIES.get(cookie_name(survey), "")


def is_admitted(request: HttpRequest, survey: Survey) -> bool:
    return actions.is_admitted(survey, token_of(request, survey))


def may_type(request: HttpRequest, survey: Survey) -> bool:
    """Whether a page of questions is shown; who came with an invitation loses nothing that is on the way."""
    invited = request.method == "POST" and actions.invitation_of(survey, token_of(request, survey))
    return bool(invited) or is_admitted(request, survey)


@sensitive_variables()
def how_one_comes_in(request: HttpRequest, survey: Survey) -> dict:
    """For the start page: whether this browser may begin, and why not."""
    token = token_of(request, survey)
    invitation = actions.invitation_of(survey, token) if token else None
    return {
        "is_admitted": survey.is_open and is_admitted(request, survey),
        "is_invited": invitation is not None,
        "has_answered": invitation is not None and actions.has_answered(invitation),
    }


def must_wait(request: HttpRequest, survey: Survey) -> int:
    """Minutes until a sheet from here may be sent; 0 if it may now."""
    try:
        client = get_adapter().get_client_ip(request)
    except PermissionDenied:
        client = ""  # a server behind a socket that names nobody: all are counted as one
    return limits.must_wait(survey, client)


def forget(response: HttpResponse, survey: Survey) -> None:
    response.delete_cookie(cookie_name(survey), samesite="Lax")


@login_not_required
@require_safe
@never_cache
@sensitive_variables()
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The personal link of a letter: change its secret for a cookie, and go on at the start of the survey."""
    invitation = actions.invitation_behind(token)
    if invitation is None or invitation.survey.state == Survey.State.DRAFT:
        return clean_refusal(request)
    response = clean_address(redirect(invitation.survey))
    if not invitation.survey.is_over:
        keep(response, cookie_name(invitation.survey), token)
    return response


def clean_refusal(request: HttpRequest) -> HttpResponse:
    response = render(request, "surveys/invitations/unknown.html", status=404)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@require_safe
@never_cache
@sensitive_variables()
def stop_writing(request: HttpRequest, token: str) -> HttpResponse:
    """The other link of a letter. Nothing happens before a button is pressed, at a clean address."""
    if actions.invitation_behind(token) is None:
        return clean_refusal(request)
    response = clean_address(redirect("surveys:no_letters"))
    keep(response, stop_cookie(), token, max_age=KEEP_STOP)
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_variables()
def no_letters(request: HttpRequest) -> HttpResponse:
    """One button: no more letters about surveys. No account: the cookie of the letter's link says who."""
    token = request.COOKIES.get(stop_cookie(), "")
    if actions.invitation_behind(token) is None:
        return clean_refusal(request)
    if request.method == "POST":
        actions.stop_writing(token)
    return render(request, "surveys/invitations/no_letters.html", {"is_done": request.method == "POST"})
