"""A person's own pages."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import (
    change_settings,
    delete_account,
    join_organisation,
    leave_organisation,
    propose_organisation,
)
from accounts.forms import DeleteAccountForm, JoinOrganisationForm, ProposeOrganisationForm, SettingsForm
from accounts.models import User


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """My page: who I am, whom I speak for, and what I take part in."""
    registrations = request.user.registrations.with_requests().order_by("-registered_at")
    known = User.objects.known_by_address().filter(pk=request.user.pk).exists()
    return render(request, "accounts/home.html", {"registrations": registrations, "is_known": known})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.user)
    if form.is_valid():
        change_settings(by=request.user, **form.cleaned_data)
        with override(request.user.language):
            messages.success(request, _("Your settings are saved."))
            return redirect("accounts:home")
    return render(request, "accounts/settings.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def organisation(request: HttpRequest) -> HttpResponse:
    """Choose the organisation one speaks for."""
    form = JoinOrganisationForm(request.POST or None, user=request.user)
    if form.is_valid():
        join_organisation(form.cleaned_data["organisation"], by=request.user)
        messages.success(request, _("We have noted the organisation that you speak for."))
        return redirect("accounts:home")
    return render(request, "accounts/organisation.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def propose(request: HttpRequest) -> HttpResponse:
    """Name an organisation that is not in the list."""
    form = ProposeOrganisationForm(request.POST or None)
    if form.is_valid():
        propose_organisation(by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. A moderator will look at your organisation."))
        return redirect("accounts:home")
    return render(request, "accounts/propose.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    leave_organisation(by=request.user)
    messages.success(request, _("You do not speak for an organisation any more."))
    return redirect("accounts:home")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete(request: HttpRequest) -> HttpResponse:
    """Leave the portal; the password confirms it."""
    form = DeleteAccountForm(request.POST or None, user=request.user)
    if form.is_valid():
        delete_account(request.user)
        logout(request)
        messages.success(request, _("Your account is deleted."))
        return redirect("reports:home")
    return render(request, "accounts/delete.html", {"form": form}, status=422 if form.errors else 200)
