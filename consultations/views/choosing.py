"""Moderators choose who speaks: the form, a look at the result, and what was decided."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultations.actions.choosing import choose_speakers
from consultations.choosing_forms import ChoosingForm
from consultations.models import SubTopic
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
    requests = sub_topic.requests.pending().with_verification()
    requests = requests.select_related("registration__region", "draw_region")
    form = ChoosingForm(sub_topic, list(requests), request.POST or None)
    context = {"event": event, "sub_topic": sub_topic, "form": form}
    if not form.is_bound or request.POST.get("step") == "change":
        return render(request, "consultations/choosing.html", context)
    if not form.is_valid():
        return render(request, "consultations/choosing.html", context, status=422)
    if request.POST.get("step") != "decide":
        return render(request, "consultations/choosing_look.html", context)
    choose_speakers(sub_topic, form.decisions, by=request.user)
    messages.success(request, _("The seats are given. Everybody who asked gets a letter."))
    return redirect(event.address_of("choosing", sub_topic.pk))


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
