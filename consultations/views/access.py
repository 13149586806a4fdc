"""Whose registration a visitor may open: the account's own, or the one a letter's link led to."""

from django.http import Http404, HttpRequest

from consultations.models import Event, Registration

SESSION = "registrations"  # {event: registration}, by their keys


def own_registration(request: HttpRequest, event: Event) -> Registration | None:
    """The visitor's registration for this event, the standing one first; None without one."""
    found = None
    registrations = event.registrations.all()
    if request.user.is_authenticated:
        mine = registrations.filter(person=request.user)
        # "registered" comes before "withdrawn" in the alphabet, too.
        if found := mine.order_by("state", "-pk").first():
            found.person = request.user
    if found is None and (key := request.session.get(SESSION, {}).get(str(event.pk))):
        found = registrations.filter(pk=key).first()
    if found:
        found.event = event
    return found


def is_registered(request: HttpRequest, event: Event) -> bool:
    """Does the visitor take part in this event?"""
    registration = own_registration(request, event)
    return registration is not None and registration.is_standing


def own_registration_or_404(request: HttpRequest, event: Event) -> Registration:
    registration = own_registration(request, event)
    if registration is None:
        raise Http404
    return registration


def open_for(request: HttpRequest, registration: Registration) -> None:
    """Remember in the visitor's session that a link has led here, so that the address need not hold it."""
    request.session.cycle_key()
    opened = request.session.get(SESSION, {})
    request.session[SESSION] = {**opened, str(registration.event_id): registration.pk}
