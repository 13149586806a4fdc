"""Moderators choose who speaks: the form, a look at the result, and what was decided."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations.actions.choosing import choose_speakers
from consultations.actions.choosing_drafts import draft_of, save_draft
from consultations.choosing_forms import ChoosingForm, FilterForm, typed_by
from consultations.models import SpeakingRequest, SubTopic
from consultations.permissions import can_choose, can_moderate
from consultations.views.programme import visible_event
from upr_portal.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def choosing(request: HttpRequest, slug: str, event: str, sub_topic: int) -> HttpResponse:
    """Who asked and, once requests have closed, a decision for each; final only after a second look."""
    event = visible_event(request, slug, event)
    require(can_moderate(request.user))
    moderated = SubTopic.objects.filter(event=event, allocation_rule=SubTopic.AllocationRule.MODERATED)
    sub_topic = get_object_or_404(moderated.select_related("event__consultation"), pk=sub_topic)
    if not can_choose(request.user, sub_topic):
        if request.method == "POST":
            return redirect(event.address_of("choosing", sub_topic.pk))
        return render(request, "consultations/chosen.html", page_of(sub_topic))
    in_question = sub_topic.requests.pending().with_verification()
    requests = list(in_question.select_related("registration__region", "draw_region"))
    tell_of_other_seats(requests)
    if request.method != "POST":
        return show(request, sub_topic, ChoosingForm(sub_topic, requests, draft_of(sub_topic)))
    if request.POST.get("step") == "decide":
        return decide(request, sub_topic, requests)
    typed = typed_by(request.POST, requests)
    others = save_draft(sub_topic, typed, by=request.user)
    draft = draft_of(sub_topic)
    if others:
        mine = {key: typed[key][0] for key in others}
        form = ChoosingForm(sub_topic, requests, draft | mine, others=others)
        return show(request, sub_topic, form, 409)
    if request.POST.get("step") == "save":
        messages.success(request, _("The draft is saved. Other moderators see it, too."))
        return redirect(request.get_full_path())
    form = ChoosingForm(sub_topic, requests, draft, data=request.POST)
    if not form.is_valid():
        return show(request, sub_topic, form, 422)
    context = {"event": event, "sub_topic": sub_topic, "form": form}
    return render(request, "consultations/choosing_look.html", context)


def tell_of_other_seats(requests: list[SpeakingRequest]) -> None:
    """`other_seats` of each: those that the person holds in other sub-topics of the same meeting."""
    seated = SpeakingRequest.objects.seated().filter(
        registration__in=[one.registration_id for one in requests]
    )
    held = defaultdict(list)
    for one in seated.select_related("seat", "sub_topic"):
        held[one.registration_id].append(one)
    for one in requests:
        one.other_seats = held[one.registration_id]


def decide(request: HttpRequest, sub_topic: SubTopic, requests: list[SpeakingRequest]) -> HttpResponse:
    """What was looked at becomes final, if the draft is still the same."""
    form = ChoosingForm(sub_topic, requests, draft_of(sub_topic), data=request.POST)
    is_valid = form.is_valid()
    if request.POST.get("seen") != form.seen:
        form.problems = [_("The draft has changed since you looked. Look at the result once more.")]
        return show(request, sub_topic, form, 409)
    if not is_valid:
        return show(request, sub_topic, form, 422)
    choose_speakers(sub_topic, form.decisions, by=request.user)
    messages.success(request, _("The seats are given. Everybody who asked gets a letter."))
    return redirect(sub_topic.event.address_of("choosing", sub_topic.pk))


def show(request: HttpRequest, sub_topic: SubTopic, form: ChoosingForm, status: int = 200) -> HttpResponse:
    """The people that the filter lets through; with something to mend, everybody."""
    filtering = FilterForm(request.GET, [choice.request for choice in form])
    if status == 200:
        form.shown = [choice for choice in form if filtering.lets_through(choice)]
    context = {"event": sub_topic.event, "sub_topic": sub_topic, "form": form, "filter": filtering}
    return render(request, "consultations/choosing.html", context, status=status)


def page_of(sub_topic: SubTopic) -> dict:
    """What stands before requests have closed, and after the moderators have chosen."""
    requests = sub_topic.requests.with_verification()
    requests = requests.select_related("seat", "registration__region", "draw_region")
    found = {
        "pending": requests.pending(),
        "seated": requests.seated(),
        "offered": requests.offered(),
        "waiting": requests.waiting(),
        "not_selected": requests.not_selected(),
    }
    listed = [one for name in ("seated", "offered", "waiting", "not_selected") for one in found[name]]
    for one in listed:
        one.sub_topic = sub_topic
    return {
        "event": sub_topic.event,
        "sub_topic": sub_topic,
        "now": timezone.now(),
        "pending": found["pending"],
        "decided": listed,
    }
