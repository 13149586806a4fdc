"""Pages on which moderators close a consultation, open it again, and cancel a meeting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from consultations.actions import closing as actions
from consultations.actions.announcing import told_by_letter
from consultations.models import Consultation
from consultations.views.making import fetch, workbench_of
from consultations.views.preparing import fetch as fetch_event
from consultations.views.registrations import get_or_post
from upr_portal.states import WrongState


@get_or_post
@never_cache
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """What is still open, and whether one is sure; then close it."""
    consultation = fetch(request, slug, to_change=True)
    if not consultation.can_move_to(Consultation.State.CLOSED):
        raise WrongState(f"{consultation!r} is not published")
    is_sent = request.method == "POST"
    if is_sent:
        try:
            actions.close_consultation(consultation, by=request.user)
        except ValidationError:
            pass  # the page says what stands in the way
        else:
            messages.success(request, _("The consultation is closed."))
            return redirect(workbench_of(consultation))
    found = actions.what_is_open(consultation)
    context = {
        "consultation": consultation,
        "findings": found,
        "is_held_up": any(not finding.is_advice for finding in found),
    }
    return render(request, "consultations/making/close.html", context, status=422 if is_sent else 200)


@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """It goes on as it was before it was closed."""
    consultation = fetch(request, slug)
    actions.reopen_consultation(consultation, by=request.user)
    messages.success(request, _("The consultation is open again."))
    return redirect(workbench_of(consultation))


@get_or_post
@never_cache
def cancel_event(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """How many people would be told, and the button that does it."""
    event = fetch_event(request, slug, event, to_change=True)
    if not event.is_on or event.is_over(timezone.now()):
        raise WrongState(f"{event!r} cannot be cancelled")
    if request.method == "POST":
        letters = actions.cancel_event(event, by=request.user)
        said = ngettext("%(letters)s letter is on its way.", "%(letters)s letters are on their way.", letters)
        messages.success(request, _("The meeting is cancelled.") + " " + said % {"letters": letters})
        return redirect(event.address_of("prepare"))
    context = {"event": event, "readers": told_by_letter(event).count()}
    return render(request, "consultations/making/cancel.html", context)
