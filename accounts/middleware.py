"""Staff see more than others, so they prove who they are twice, and again after a pause."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

LONGEST_PAUSE = 30 * 60  # seconds
SEEN = "staff_seen"
SIGNING_OUT = {"account_logout", "admin:logout", "accounts:delete"}
# What staff may open before they have proved themselves: signing out, and all it takes to set up a factor.
OPEN_WITHOUT = {
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "admin:logout",
    "healthz",
    "readyz",
}
# What says the same to everybody, like the interface for programs (api:), needs no session.
KNOWS_NOBODY = {"consultations:embed"}


class LoginRequired(LoginRequiredMiddleware):
    """Django's, which asks who is there also where everybody may enter: the session is left alone there."""

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        return super().process_view(request, view, args, kwargs)


class StaffNeedSecondFactor:
    """Lead staff without a second factor to set one up, and those who did not use theirs to use it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        # With its namespace: "admin:mfa_…" is not one of allauth's own pages.
        name = request.resolver_match.view_name
        if name in OPEN_WITHOUT or name in KNOWS_NOBODY or name.startswith(("mfa_", "api:")):
            return None
        if not (request.user.is_staff or request.user.is_superuser) or has_passed(request):
            return None
        if not request.user.has_second_factor:
            messages.warning(request, _("Staff need a second factor. Set one up to go on."))
            return HttpResponseRedirect(reverse("mfa_index"))
        # What they were sending is kept, and goes on once they have shown the factor.
        return suspend_request(request, reverse("mfa_reauthenticate"))


def has_passed(request: HttpRequest) -> bool:
    """Was the second factor used in this session, is it still there, and was there no long pause since?"""
    records = get_authentication_records(request, request.user)
    used = [record["at"] for record in records if record.get("method") == "mfa"]
    seen, now = request.session.get(SEEN, 0), time.time()
    if not used or now - max(seen, *used) > LONGEST_PAUSE:
        return False
    if now - seen > 60:
        request.session[SEEN] = now
    return request.user.has_second_factor


class ClearAfterSigningOut:
    """On a shared computer nothing of ours stays behind in the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if (
            match
            and match.view_name in SIGNING_OUT
            and request.method == "POST"
            and response.status_code < 400
        ):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
