"""Staff see more than others, so they prove who they are twice."""

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

# What staff may open before they have proved themselves: signing out, and all it takes to set up a factor.
OPEN_WITHOUT = {
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "healthz",
    "readyz",
}


class StaffNeedSecondFactor:
    """Lead staff without a second factor to set one up, and those who did not use theirs to use it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.url_name or ""
        if (
            name in OPEN_WITHOUT
            or name.startswith("mfa_")
            or request.resolver_match.view_name == "admin:logout"
        ):
            return None
        if not (request.user.is_staff or request.user.is_superuser) or has_passed(request):
            return None
        if not request.user.has_second_factor:
            messages.warning(request, _("Staff need a second factor. Set one up to go on."))
            return HttpResponseRedirect(reverse("mfa_index"))
        back = {"next": request.get_full_path()} if request.method == "GET" else {}
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode(back)}")


def has_passed(request: HttpRequest) -> bool:
    """Was the second factor used in this session, and is it still there?"""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records) and request.user.has_second_factor
