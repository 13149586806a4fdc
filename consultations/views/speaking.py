"""Asking for the floor, and giving it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consultations.actions.asking import ask_to_speak
from consultations.actions.offers import accept_offer
from consultations.actions.seats import withdraw_request
from consultations.forms import SpeakForm
from consultations.kept import counted_sub_topics
from consultations.models import Statement, SubTopic
from consultations.permissions import can_ask_to_speak, can_withdraw_request
from consultations.slots import slot_of
from consultations.views.access import own_registration_or_404
from consultations.views.programme import visible_event, visible_sub_topic
from consultations.views.registrations import get_or_post, left_behind
from upr_portal.permissions import require


@login_not_required
@get_or_post
@never_cache
def ask(request: HttpRequest, slug: str, event: str, sub_topic: int) -> HttpResponse:
    """Ask for a seat: rule, deadline and free seats stand before the form; the outcome comes at once."""
    event, sub_topic = visible_sub_topic(request, slug, event, sub_topic)
    registration = own_registration_or_404(request, event)
    may_ask = can_ask_to_speak(registration, sub_topic)
    named_by = list(registration.requests.naming().values_list("sub_topic", "withdrawn_at"))
    form = SpeakForm(
        request.POST or None, registration=registration, sub_topic=sub_topic, asks_naming=not named_by
    )
    if may_ask and form.is_valid():
        asked = ask_to_speak(registration, sub_topic, by=registration.person, **form.answers)
        messages.success(request, _("Your request to speak: %(outcome)s.") % {"outcome": asked.outcome})
        return redirect(event.address_of("registration"))
    # Who has asked is led to their own page, also once requests are closed; and who has withdrawn.
    if (sub_topic.pk, None) in named_by or not registration.is_standing:
        return redirect(event.address_of("registration"))
    if not may_ask:
        return requests_are_closed(request, sub_topic)
    context = {
        "event": event,
        "registration": registration,
        "sub_topic": counted_sub_topics(event)[sub_topic.pk],
        "form": form,
        "now": timezone.now(),
        "has_room": sub_topic.has_room_for(registration.organisation_key),
    }
    return render(request, "consultations/ask.html", context, status=422 if form.is_bound else 200)


def requests_are_closed(request: HttpRequest, sub_topic: SubTopic) -> HttpResponse:
    """Not open yet, or closed: said in words, with the way back to one's own page."""
    is_early = timezone.now() < sub_topic.requests_open
    context = {"event": sub_topic.event, "sub_topic": sub_topic, "is_early": is_early}
    status = 409 if request.method == "POST" else 200
    return render(request, "consultations/ask_closed.html", context, status=status)


@login_not_required
@get_or_post
@never_cache
def give_back(request: HttpRequest, slug: str, event: str, speaking_request: int) -> HttpResponse:
    """Ask whether one is sure, then give back a seat or a place in the line."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    asked = get_object_or_404(
        registration.requests.active().select_related("seat", "sub_topic"), pk=speaking_request
    )
    asked.registration, asked.sub_topic.event = registration, event
    require(can_withdraw_request(asked))
    written, form = left_behind(request, asked)
    if request.method == "POST" and (form is None or form.is_valid()):
        withdraw_request(asked, by=registration.person, keeps_statement=form is None or form.keeps)
        messages.success(request, _("Your request to speak is withdrawn."))
        return redirect(event.address_of("registration"))
    context = {"event": event, "asked": asked, "written": written, "form": form}
    context["may_ask_again"] = can_ask_to_speak(registration, asked.sub_topic)
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/give_back.html", context, status=status)


@login_not_required
@get_or_post
@never_cache
def answer(request: HttpRequest, slug: str, event: str, speaking_request: int) -> HttpResponse:
    """Accept or decline a seat that is offered; who has answered is led to their page.

    Who has written a statement declines on the page that asks what is to become of it.
    """
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    requests = registration.requests.select_related("seat", "sub_topic__event__consultation")
    asked = get_object_or_404(requests, pk=speaking_request)
    asked.registration = registration
    if not asked.is_offered:
        return redirect(event.address_of("registration"))
    if request.POST.get("answer") == "accept":
        accept_offer(asked, by=registration.person)
        messages.success(request, _("The seat is yours."))
        return redirect(event.address_of("registration"))
    if request.POST.get("answer") == "decline":
        withdraw_request(asked, by=registration.person)
        messages.success(request, _("You have declined. The seat goes to the next person."))
        return redirect(event.address_of("registration"))
    slot_of(asked.sub_topic)
    context = {"event": event, "asked": asked, "written": Statement.objects.filter(request=asked).exists()}
    return render(request, "consultations/answer.html", context)
