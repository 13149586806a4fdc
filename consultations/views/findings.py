"""Moderators choose what a sub-topic rests on, and invite those who left contact details in the survey."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from consultations.actions.findings import (
    asked_for_contact,
    contacts_of,
    invite_contacts,
    questions_for,
    rest_on,
    written_to,
)
from consultations.finding_forms import FindingsForm
from consultations.permissions import can_moderate
from consultations.views.programme import visible_event
from consultations.views.registrations import get_or_post
from upr_portal.permissions import require


@get_or_post
@never_cache
def choose(request: HttpRequest, slug: str, event: str, sub_topic: int) -> HttpResponse:
    """The questions of the consultation's surveys, to be ticked as the ground of a sub-topic."""
    event = visible_event(request, slug, event)
    require(can_moderate(request.user))
    sub_topic = get_object_or_404(event.sub_topics, pk=sub_topic)
    sub_topic.event = event
    form = FindingsForm(
        request.POST if request.method == "POST" else None,
        questions=questions_for(sub_topic),
        initial={"questions": list(sub_topic.grounds.values_list("pk", flat=True))},
    )
    if form.is_valid():
        rest_on(sub_topic, form.cleaned_data["questions"], by=request.user)
        messages.success(request, _("The programme says now what this sub-topic rests on."))
        return redirect(event.address_of("prepare"))
    context = {"event": event, "sub_topic": sub_topic, "form": form}
    return render(request, "consultations/findings.html", context, status=422 if form.is_bound else 200)


@get_or_post
@never_cache
def invite(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """How many would be written to, who was already, and the button that does it.

    Nobody sees who answered what.
    """
    event = visible_event(request, slug, event)
    require(can_moderate(request.user))
    if request.method == "POST":
        letters = invite_contacts(event, by=request.user)
        said = ngettext("%(letters)s letter is on its way.", "%(letters)s letters are on their way.", letters)
        messages.success(request, said % {"letters": letters})
        return redirect(event.get_absolute_url())
    count, written = contacts_of(event.consultation).count(), written_to(event)
    context = {
        "event": event,
        "count": count,
        "written": list(written.items()),
        "left": count - len(written),
        "asked": asked_for_contact(event.consultation),
    }
    return render(request, "consultations/invite.html", context)
