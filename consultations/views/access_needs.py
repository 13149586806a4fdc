"""For moderators: what registered people need to take part, and answering each of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.actions.access_needs import answer_needs
from consultations.making_forms.access import AccessAnswerForm
from consultations.views.preparing import fetch
from consultations.views.registrations import get_or_post

PAGE = 50


@require_safe
@never_cache
def access_needs(request: HttpRequest, slug: str, event: str) -> HttpResponse:
    """Those who need something, who waits for an answer first."""
    event = fetch(request, slug, event)
    needs = event.registrations.standing().with_needs()
    page = Paginator(
        needs.order_by("is_answered", "registered_at", "pk").prefetch_related("access_answers__answered_by"),
        PAGE,
    ).get_page(request.GET.get("page"))
    context = {"event": event, "page": page, "unanswered": needs.filter(is_answered=False).count()}
    return render(request, "consultations/making/access_needs.html", context)


@get_or_post
@never_cache
def answer_access_needs(request: HttpRequest, slug: str, event: str, registration: int) -> HttpResponse:
    """Answer one person; earlier answers stand above."""
    event = fetch(request, slug, event)
    registration = get_object_or_404(event.registrations.standing().with_needs(), pk=registration)
    registration.event = event
    form = AccessAnswerForm(request.POST if request.method == "POST" else None, registration=registration)
    if form.is_valid():
        given = form.cleaned_data
        answer_needs(
            registration,
            needs=registration.access_needs,
            text=given["text"],
            language=given["language"],
            by=request.user,
        )
        messages.success(request, _("Your answer is on its way."))
        return redirect(event.address_of("access_needs"))
    context = {
        "event": event,
        "registration": registration,
        "answers": registration.access_answers.select_related("answered_by"),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "consultations/making/answer_access_needs.html", context, status=status)
