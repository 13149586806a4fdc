"""Proposing to swap seats, and answering."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consultations.actions import swaps as actions
from consultations.models import Swap
from consultations.permissions import MOST_SWAPS_PROPOSED, can_propose_swap
from consultations.substitute_forms import SwapForm
from consultations.views.access import own_registration_or_404
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from consultations.views.substitutes import own_request_or_404
from upr_portal.permissions import require

RELATED = [
    f"{one}__{name}"
    for one in ("proposed", "wanted")
    for name in ("seat", "sub_topic__event__consultation", "registration__region")
]


@login_not_required
@get_or_post
@never_cache
def swap(request: HttpRequest, slug: str, event: str, speaking_request: int) -> HttpResponse:
    """Propose a swap to one of those who hold seats, see what one has proposed, or take it back."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    asked = own_request_or_404(registration, speaking_request)
    proposed = Swap.objects.filter(proposed=asked).select_related(*RELATED).first()
    context = {"event": event, "asked": asked, "swap": proposed, "most": MOST_SWAPS_PROPOSED}
    if proposed and request.POST.get("answer") == "take_back":
        actions.take_back_swap(proposed, by=registration.person)
        messages.success(request, _("Your proposal is taken back."))
        return redirect(event.address_of("registration"))
    if proposed:
        return render(request, "consultations/swap_proposed.html", context)
    require(can_propose_swap(asked))
    seats = actions.swappable(asked).select_related("seat", "sub_topic", "registration__region")
    form = SwapForm(request.POST or None, seats=list(seats.order_by("sub_topic", "seat__number")))
    if form.is_valid():
        actions.propose_swap(asked, form.chosen, by=registration.person)
        messages.success(
            request, _("We have written to the other person. Until they accept, nothing changes.")
        )
        return redirect(event.address_of("registration"))
    context |= {"form": form}
    return render(request, "consultations/swap.html", context, status=422 if form.is_bound else 200)


@login_not_required
@get_or_post
@never_cache
def answer_swap(request: HttpRequest, slug: str, event: str, pk: int) -> HttpResponse:
    """Accept or decline a swap; who has answered, or is too late, is led to their page."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    swap = Swap.objects.filter(pk=pk, wanted__registration=registration).select_related(*RELATED).first()
    if swap is None:
        messages.info(request, _("There is nothing to answer any more."))
        return redirect(event.address_of("registration"))
    if request.POST.get("answer") == "accept":
        actions.accept_swap(swap, by=registration.person)
        messages.success(request, _("You have swapped. Both of you get a letter."))
        return redirect(event.address_of("registration"))
    if request.POST.get("answer") == "decline":
        actions.end_swap(swap, is_refused=True, by=registration.person)
        messages.success(request, _("You have declined. You keep your seat."))
        return redirect(event.address_of("registration"))
    return render(request, "consultations/answer_swap.html", {"event": event, "swap": swap})
