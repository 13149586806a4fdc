"""Taking part: registering with or without an account, and one's own page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions import registrations as actions
from consultations.actions.access import registration_behind
from consultations.forms import DetailsForm, RegistrationForm
from consultations.kept import card_of, counted_sub_topics
from consultations.models import Event, Registration, SpeakingRequest, Statement, SubTopic, Swap
from consultations.participant_forms import AdultForm, ChildDetailsForm
from consultations.permissions import (
    can_ask_to_speak,
    can_change,
    can_change_naming,
    can_name_substitute,
    can_propose_swap,
    can_register,
    can_see_joining_details,
    can_withdraw_request,
    can_write_statement,
)
from consultations.statement_forms import LeavingForm
from consultations.views.access import open_for, own_registration, own_registration_or_404
from consultations.views.programme import visible_event
from upr_portal.permissions import require

WANTED = "wanted"  # in the session: the key of the sub-topic for which somebody registered

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@get_or_post
@never_cache
def register(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Register. Without an account the answer is the same whether the address stands already or not.

    Who is under 18 is asked on a second page with which adult they come. `?sub_topic=` leads on to asking.
    """
    event = visible_event(request, slug, event)
    wanted = open_sub_topic(event, request.GET.get("sub_topic", ""))
    if (registration := own_registration(request, event)) and registration.is_standing:
        return redirect(page_after(event, wanted))
    if not can_register(event):
        return registration_is_closed(request, event)
    user = request.user
    form = RegistrationForm(request.POST or None, event=event, user=user)
    context = {"event": event, "form": form, "is_known": user.is_authenticated, "wanted": wanted}
    if form.is_valid():
        said = form.cleaned_data
        if said["is_under_18"]:
            adult = AdultForm(request.POST if "accompanying_adult" in request.POST else None)
            if not adult.is_valid():
                context |= {"adult": adult, "address": said.get("email", "")}
                status = 422 if adult.is_bound else 200
                return render(request, "consultations/register_child.html", context, status=status)
            said |= adult.cleaned_data
        person = user if user.is_authenticated else None
        known = (
            {"email": person.email, "language": person.language} if person else {"language": get_language()}
        )
        actions.register(event, by=person, **{**said, **known})
        if person:
            messages.success(
                request, _("You are registered. We have sent you a letter with calendar entries.")
            )
            return redirect(page_after(event, wanted))
        if wanted:
            request.session[WANTED] = wanted.pk
        return redirect(event.address_of("registered"))
    return render(request, "consultations/register.html", context, status=422 if form.is_bound else 200)


def registration_is_closed(request: HttpRequest, event: Event) -> HttpResponse:
    """Not open yet, closed, or the meeting is over: said in words, with the way back to the meeting."""
    now = timezone.now()
    context = {"event": event, "is_over": event.is_over(now), "is_early": now < event.registration_opens}
    status = 409 if request.method == "POST" else 200
    return render(request, "consultations/register_closed.html", context, status=status)


def open_sub_topic(event: Event, key: str) -> SubTopic | None:
    """The sub-topic of this key, where one can ask for a seat now."""
    found = event.sub_topics.filter(pk=key).first() if key.isdecimal() else None
    if found:
        found.event = event
    return found if found and found.takes_requests(timezone.now()) else None


def page_after(event: Event, wanted: SubTopic | None) -> str:
    """Where somebody goes on who is registered: to asking for the seat they came for, or to their page."""
    return event.address_of("ask", wanted.pk) if wanted else event.address_of("registration")


@login_not_required
@require_safe
def registered(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Look into your mailbox: shown after every registration without an account."""
    return render(request, "consultations/registered.html", {"event": visible_event(request, slug, event)})


@login_not_required
@require_safe
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: change the token for a cookie, and go on at an address that says nothing.

    Whoever registered in this browser to ask for a seat is led on to asking for it, once.
    """
    registration = registration_behind(token)
    if registration is None:
        return render(request, "consultations/link.html", status=404)
    open_for(request, registration)
    event, wanted = registration.event, str(request.session.pop(WANTED, ""))
    return redirect(page_after(event, open_sub_topic(event, wanted) if registration.is_standing else None))


@login_not_required
@require_safe
@never_cache
def registration(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """One's own page: what we know of you, your requests to speak, the sub-topics still open, how to join."""
    event = visible_event(request, slug, event)
    registration = own_registration(request, event)
    if registration is None:
        return render(request, "consultations/link.html", {"event": event}, status=404)
    return render(request, "consultations/registration.html", own_page(registration))


def own_page(registration: Registration) -> dict:
    """What the page of a registration shows at this moment."""
    event, now = registration.event, timezone.now()
    if registration.must_be_verified:
        registration.is_verified = Registration.objects.verified().filter(pk=registration.pk).exists()
    sub_topics = counted_sub_topics(event)
    asked_for = registration.requests.filter(Q(withdrawn_at=None) | Q(statement__isnull=False))
    asked_for = asked_for.select_related("seat", "substitute", "swap", "statement").defer("statement__file")
    requests = [one for one in asked_for if one.withdrawn_at is None]
    left = [one for one in asked_for if one.withdrawn_at is not None]
    requests.sort(key=lambda one: list(sub_topics).index(one.sub_topic_id))
    for one in requests:
        one.registration, one.sub_topic = registration, sub_topics[one.sub_topic_id]
        one.can_be_withdrawn = can_withdraw_request(one, now)
        one.can_be_handed_over = can_name_substitute(one, now)
        one.can_have_a_statement = can_write_statement(one, now)
        one.can_be_swapped = can_propose_swap(one, now) and others_hold_seats(requests, sub_topics)
    asked = {one.sub_topic_id for one in requests}
    others = [one for key, one in sub_topics.items() if key not in asked]
    return {
        "event": event,
        "now": now,
        "is_over": event.is_over(now),
        "registration": registration,
        "requests": requests,
        "left": left,
        "swaps": Swap.objects.filter(wanted__in=requests).select_related("wanted__sub_topic"),
        "open_sub_topics": [card_of(one, now) for one in others if can_ask_to_speak(registration, one, now)],
        "access_answer": registration.access_answers.first() if registration.access_needs else None,
        "can_change": can_change(registration, now),
        "can_change_naming": can_change_naming(registration),
        "can_register": can_register(event, now),
        "can_join": can_see_joining_details(registration, now),
    }


def others_hold_seats(own: list[SpeakingRequest], sub_topics: dict[int, SubTopic]) -> bool:
    """Does anybody else at this event hold a seat, or is offered one?"""
    taken = sum(sub_topic.taken for sub_topic in sub_topics.values())
    return taken > sum(one.seat_id is not None for one in own)


@login_not_required
@get_or_post
@never_cache
def change(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Change how one takes part."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    require(can_change(registration))
    form_class = ChildDetailsForm if registration.is_under_18 else DetailsForm
    form = form_class(request.POST or None, event=event, registration=registration)
    if form.is_valid():
        actions.change_registration(registration, by=registration.person, **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect(event.address_of("registration"))
    context = {"event": event, "form": form, "registration": registration}
    return render(request, "consultations/change.html", context, status=422 if form.is_bound else 200)


@login_not_required
@get_or_post
@never_cache
def withdraw(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Ask whether one is sure, then withdraw from the event."""
    event = visible_event(request, slug, event)
    registration = own_registration_or_404(request, event)
    require(can_change(registration))
    written, form = left_behind(request, *registration.requests.active())
    if request.method == "POST" and (form is None or form.is_valid()):
        keeps = form is None or form.keeps
        actions.withdraw_registration(registration, by=registration.person, keeps_statements=keeps)
        messages.success(request, _("You have withdrawn. We have sent you a letter that says so."))
        return redirect(event)
    context = {"event": event, "registration": registration, "written": written, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/withdraw.html", context, status=status)


def left_behind(request: HttpRequest, *asked: SpeakingRequest) -> tuple[list[Statement], LeavingForm | None]:
    """What was written for these requests to speak, and the form that asks what is to become of it."""
    written = Statement.objects.without_contents().filter(request__in=asked).order_by("pk")
    written = list(written.select_related("request__sub_topic"))
    data = request.POST if request.method == "POST" else None
    return written, LeavingForm(data) if written else None
