"""Naming somebody to speak instead; and their answer, by the link of a letter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.actions import substitutes as actions
from consultations.actions.access import hash_of
from consultations.actions.registrations import standing_registration
from consultations.models import Event, Registration, SpeakingRequest, Substitute
from consultations.permissions import MOST_SUBSTITUTES_NAMED, can_name_substitute, can_speak_instead
from consultations.slots import slot_of
from consultations.substitute_forms import NameSubstituteForm, SpeakInsteadForm
from consultations.views.access import open_for, own_registration, own_registration_or_404
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from upr_portal.permissions import require

SESSION = "substitutes"  # {event: substitute}, by their keys


@login_not_required
@get_or_post
@never_cache
def substitute(request: HttpRequest, slug: str, event: str, speaking_request: int) -> HttpResponse:
    """Name somebody to speak instead, see whom one has named, or take it back."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    asked = own_request_or_404(registration, speaking_request)
    named = Substitute.objects.filter(request=asked).first()
    if named and request.POST.get("answer") == "take_back":
        actions.take_back_substitute(asked, by=registration.person)
        messages.success(request, _("Nobody is asked to speak in your place any more."))
        return redirect(event.address_of("registration"))
    context = {"event": event, "asked": asked, "named": named, "most": MOST_SUBSTITUTES_NAMED}
    if named:
        return render(request, "consultations/substitute_named.html", context)
    require(can_name_substitute(asked))
    form = NameSubstituteForm(request.POST or None)
    if form.is_valid():
        actions.name_substitute(asked, by=registration.person, **form.cleaned_data)
        messages.success(
            request, _("We have written to the other person. Until they accept, nothing changes.")
        )
        return redirect(event.address_of("registration"))
    context |= {"form": form}
    return render(request, "consultations/substitute.html", context, status=422 if form.is_bound else 200)


def own_request_or_404(registration: Registration, key: int) -> SpeakingRequest:
    standing = registration.requests.active().select_related("seat", "sub_topic__event__consultation")
    asked = get_object_or_404(standing, pk=key)
    asked.registration = registration
    return asked


@login_not_required
@require_safe
@never_cache
def substitute_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: change the token for a cookie, and go on at an address that says nothing."""
    found = Substitute.objects.filter(token_hash=hash_of(token))
    substitute = found.select_related("request__sub_topic__event__consultation").first()
    if substitute is None:
        return render(request, "consultations/substitute_over.html", status=404)
    event = substitute.request.sub_topic.event
    request.session.cycle_key()
    request.session[SESSION] = {**request.session.get(SESSION, {}), str(event.pk): substitute.pk}
    return redirect(event.address_of("speak_instead"))


@login_not_required
@get_or_post
@never_cache
def speak_instead(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Agree or decline; who has agreed is led to their own page."""
    event = visible_event(request, slug, event)
    substitute = opened_substitute(request, event)
    if substitute is None or not can_speak_instead(substitute):
        if own_registration(request, event):
            return redirect(event.address_of("registration"))
        return render(request, "consultations/substitute_over.html", status=404)
    if request.POST.get("answer") == "decline":
        actions.end_substitute(substitute, is_refused=True)
        messages.success(request, _("You have declined. We have told the person who asked you."))
        return redirect(event)
    form = form_for(request, event, substitute)
    slot_of(substitute.request.sub_topic)
    if form.is_valid() and agreed(request, substitute, form):
        return redirect(event.address_of("registration"))
    context = {"event": event, "substitute": substitute, "asked": substitute.request, "form": form}
    return render(request, "consultations/speak_instead.html", context, status=422 if form.is_bound else 200)


def opened_substitute(request: HttpRequest, event: Event) -> Substitute | None:
    """What a letter's link has opened in this browser."""
    key = request.session.get(SESSION, {}).get(str(event.pk))
    if key is None:
        raise Http404
    related = ("request__seat", "request__registration__event", "request__sub_topic__event__consultation")
    return Substitute.objects.filter(pk=key).select_related(*related).first()


def form_for(request: HttpRequest, event: Event, substitute: Substitute) -> SpeakInsteadForm:
    person = request.user if request.user.is_authenticated else None
    known = standing_registration(event, person, person.email if person else substitute.email)
    return SpeakInsteadForm(
        request.POST or None,
        event=event,
        registration=known or newcomer(substitute.request.registration),
        is_registered=known is not None,
        asks_naming=known is None or not known.requests.naming().exists(),
        initial={"name": person.name if person else substitute.name},
    )


def newcomer(before: Registration) -> Registration:
    """As whom somebody would be registered who is not yet: nothing of how the one before is named."""
    return Registration(organisation_name=before.organisation_name, stakeholder_kind=before.stakeholder_kind)


def agreed(request: HttpRequest, substitute: Substitute, form: SpeakInsteadForm) -> bool:
    """Take the request over; where that may not be, say why above the form."""
    person = request.user if request.user.is_authenticated else None
    try:
        registration = actions.speak_instead(substitute, by=person, **form.answers)
    except actions.CannotSpeakInstead as error:
        form.add_error(None, sentence_for(error.why))
        return False
    open_for(request, registration)
    messages.success(request, _("You speak instead. We have sent you a letter with everything you need."))
    return True


def sentence_for(why: str) -> str:
    if why == actions.CannotSpeakInstead.ASKS_ALREADY:
        return _("You ask to speak in this sub-topic yourself. Nobody can hold two places in it.")
    return _("Your own organisation already has as many seats as one organisation may have here.")
