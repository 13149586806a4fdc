"""Verifying who speaks for a national institution, a parliament or the United Nations: codes, and by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from consultations.actions import verification as actions
from consultations.making_forms.verification import MakeCodeForm, VerifyForm
from consultations.participant_forms import UseCodeForm
from consultations.permissions import can_change, can_prepare
from consultations.views.access import own_registration_or_404
from consultations.views.preparing import fetch
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from surveys.codes import grouped
from surveys.guessing import SECONDS, may_try
from upr_portal.permissions import require

PAGE = 50


@login_not_required
@get_or_post
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def use_code(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Type the code of a focal point, and be verified. Why a code is not good is not said."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    require(can_change(registration))
    form = UseCodeForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if not may_try(request, "verification codes"):
            form.add_error(None, _("Too many codes have been tried. Please try again in ten minutes."))
            status = 429
        elif verified(request, registration, form):
            return redirect(event.address_of("registration"))
    context = {"event": event, "form": form}
    response = render(request, "consultations/use_code.html", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(2 * SECONDS)
    return response


@sensitive_variables()
def verified(request: HttpRequest, registration, form: UseCodeForm) -> bool:
    """Use the code that was typed; where it is not good, say so beside it."""
    try:
        actions.use_code(registration, form.cleaned_data["code"], by=registration.person)
    except actions.CodeIsNotGood:
        form.add_error(
            "code",
            _("This code is not good here, or not any more. Compare each digit, or ask for a new code."),
        )
        return False
    messages.success(request, _("You are verified."))
    return True


@require_safe
@never_cache
def verification(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """For moderators: who states to be of these kinds, who is not verified first; and all codes."""
    event = fetch(request, slug, event)
    stated = event.registrations.standing().to_be_verified()
    related = ("verification__by", "verification__code", "person__organisation")
    context = {
        "event": event,
        "page": Paginator(stated.select_related(*related), PAGE).get_page(request.GET.get("page")),
        "unverified": stated.filter(is_verified=False).count(),
        "codes": event.verification_codes.select_related("made_by").order_by("-made_at", "-pk"),
        "now": timezone.now(),
        "can_prepare": can_prepare(request.user, event.consultation),
    }
    return render(request, "consultations/making/verification.html", context)


@require_POST
def verify(request: HttpRequest, slug: str, event: str, registration: int) -> HttpResponse:
    """By hand, with one click; or take that back. What is verified is what stood beside the button."""
    event = fetch(request, slug, event)
    registration = get_object_or_404(event.registrations, pk=registration)
    form = VerifyForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Load the page again."))
    elif form.cleaned_data["is_true"] == "no":
        actions.take_back_verification(registration, by=request.user)
        messages.success(request, _("The verification is taken back."))
    else:
        read = {name: form.cleaned_data[name] for name in ("kind", "organisation_name")}
        actions.verify_by_hand(registration, **read, by=request.user)
        messages.success(request, _("This person is verified."))
    return redirect(event.address_of("verification"))


@get_or_post
@never_cache
@sensitive_variables()
def new_code(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Make a code for a focal point. The answer shows it, this one time."""
    event = fetch(request, slug, event, to_change=True)
    with timezone.override(event.zone):  # the moment is typed by the clock of the event
        form = MakeCodeForm(request.POST if request.method == "POST" else None, event=event)
        if form.is_valid():
            code, digits = actions.make_code(event, by=request.user, **form.cleaned_data)
            shown = {"event": event, "code": code, "digits": grouped(digits)}
            return render(request, "consultations/making/code.html", shown)
        context = {"event": event, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "consultations/making/new_code.html", context, status=status)


@require_POST
def end_code(request: HttpRequest, slug: str, event: str, code: int) -> HttpResponse:
    """Nobody can use it any more."""
    event = fetch(request, slug, event)
    actions.end_code(get_object_or_404(event.verification_codes, pk=code), by=request.user)
    messages.success(request, _("Nobody can use this code any more."))
    return redirect(event.address_of("verification"))
