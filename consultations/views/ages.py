"""One's own page on which a wrong age is corrected."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consultations.actions.ages import correct_age
from consultations.participant_forms import AdultForm
from consultations.permissions import can_change, can_register_child
from consultations.views.access import own_registration_or_404
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from upr_portal.permissions import require


@login_not_required
@get_or_post
@never_cache
def age(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """From adult to child with an adult, where an officer is named; or back. The button says to which."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    require(can_change(registration))
    said = {"child": True, "adult": False}.get(request.POST.get("age", ""))
    takes_child = can_register_child(event)
    adult = AdultForm(request.POST if said else None)
    if said is bool(registration.is_under_18):  # twice is once
        return redirect(event.address_of("registration"))
    if said is False or (said and takes_child and adult.is_valid()):
        who = adult.cleaned_data if said else {}
        correct_age(registration, is_under_18=said, by=registration.person, **who)
        messages.success(request, said_of(said))
        return redirect(event.address_of("registration"))
    context = {"event": event, "registration": registration, "form": adult, "takes_child": takes_child}
    return render(request, "consultations/age.html", context, status=422 if said else 200)


def said_of(is_under_18: bool) -> str:
    if is_under_18:
        return _("We have noted that you are under 18. Your name is no longer shown in public.")
    return _("We have noted that you are 18 or older. What we knew of the adult is deleted.")
