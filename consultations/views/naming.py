"""One's own page on which one says how one is named in public, at any time."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consultations.actions.naming import change_naming
from consultations.naming_forms import NamingForm
from consultations.permissions import can_change_naming
from consultations.views.access import own_registration_or_404
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from upr_portal.permissions import require


@login_not_required
@get_or_post
@never_cache
def naming(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """See how one is named and where, and change it: also when requests have closed or the event is over."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    require(can_change_naming(registration))
    form = NamingForm(request.POST or None, registration=registration, asks_naming=True)
    if form.is_valid():
        change_naming(registration, by=registration.person, **form.cleaned_data)
        messages.success(request, _("From now on you are named as you have said."))
        return redirect(event.address_of("registration"))
    context = {"event": event, "registration": registration, "form": form}
    return render(request, "consultations/naming.html", context, status=422 if form.is_bound else 200)
