"""The last look at what was typed, sending it, and leaving."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from surveys import actions
from surveys.actions import FoundDraft
from surveys.copies import KINDS as COPIES
from surveys.copies import copy_of
from surveys.forms import Sheet
from surveys.models import Survey
from surveys.views import entrance
from surveys.views.keys import (
    KINDS,
    code_in,
    cookie_name,
    forget,
    found_in,
    hand_out_receipt,
    receipt_in,
    says_when_busy,
    set_cookie,
    show_code_for_a_while,
    unsent_in,
)
from surveys.views.over import too_late
from surveys.views.returning import keep
from upr_portal.states import WrongState


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@says_when_busy
@sensitive_post_parameters()
@sensitive_variables()
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """All answers once more, and the button that sends them. The draft is the key: it is sent once."""
    survey = entrance.survey_at(request, slug)
    found = found_in(request, survey)
    if found is None:
        return redirect("surveys:received", slug)
    if found.draft.is_sent:
        return hand_out_receipt(survey, actions.sent_under(survey, found))
    if not survey.is_open:
        return too_late(request, survey, found.contents)
    if "erase" in request.POST:
        actions.leave(survey, token=request.COOKIES[cookie_name(survey)])
        return go_away(survey)
    if "keep" in request.POST:
        return keep(request, survey, found.token, code=found.code)
    sheet = Sheet(survey, found.contents)
    if request.method != "POST" or sheet.wrong_pages:
        return show_check(request, survey, sheet, found)
    if not found.is_change and (minutes := entrance.must_wait(request, survey)):
        return show_check(request, survey, sheet, found, minutes=minutes)
    return send(request, survey, sheet, found)


@sensitive_variables()
def show_check(
    request: HttpRequest, survey: Survey, sheet: Sheet, found: FoundDraft, *, minutes: int = 0
) -> HttpResponse:
    """The answers once more; what is wrong with them, or that they cannot be sent for so many minutes."""
    status = 429 if minutes else 422 if request.method == "POST" else 200
    context = {"survey": survey, "sheet": sheet, "found": found, "minutes": minutes}
    response = render(request, "surveys/check.html", context, status=status)
    set_cookie(response, cookie_name(survey), found.token)
    show_code_for_a_while(response, survey, found.code)
    return response


@sensitive_variables()
def send(request: HttpRequest, survey: Survey, sheet: Sheet, found: FoundDraft) -> HttpResponse:
    token = request.COOKIES[cookie_name(survey)]
    try:
        sent = actions.submit_draft(
            survey,
            token=token,
            values=sheet.values,
            language=get_language(),
            invitation=entrance.token_of(request, survey),
        )
    except actions.NotAdmitted:
        return redirect(survey)  # which says why; the draft is kept
    except WrongState:
        survey.refresh_from_db()
        if survey.is_open:
            raise  # what was to be changed is not there any more; the draft still is
        return too_late(request, survey, found.contents)
    # Leaving erases drafts: who did so in another window has sent nothing here.
    if not sent:
        return redirect(survey)
    response = hand_out_receipt(survey, sent, is_change=found.is_change)
    entrance.forget(response, survey)
    return response


@login_not_required
@require_safe
@never_cache
@sensitive_variables()
def received(request: HttpRequest, slug: str) -> HttpResponse:
    """The confirmation; for who comes without having just sent something, what may have happened."""
    survey = entrance.survey_at(request, slug)
    shown, is_change = receipt_in(request, survey)
    code = code_in(request, survey) if shown else None
    context = {"survey": survey, "reference": shown, "is_change": is_change, "code": code}
    return render(request, "surveys/received.html", context)


@login_not_required
@require_safe
@never_cache
@sensitive_variables()
def draft_copy(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What was typed and not sent, as a file."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    found = unsent_in(request, survey)
    if kind not in COPIES:
        raise Http404
    if found is None:
        return redirect("surveys:received", slug)
    sheet = Sheet(survey, found.contents)
    answers = [
        (page.section, [(question, words, "") for question, _anchor, words in answers])
        for page, answers in sheet.answers()
    ]
    return copy_of(survey, answers, kind, is_sent=False)


@login_not_required
@require_GET
@never_cache
@sensitive_variables()
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget what was typed, unless it is kept under a code, and go to a page that has nothing to do with us.

    A link, so that it works at once and without a script; the cookie is for our own pages only, so no
    other site can make somebody lose a draft.
    """
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    found = found_in(request, survey)
    if found and not found.has_code:
        actions.leave(survey, token=found.token)
    return go_away(survey)


def go_away(survey: Survey) -> HttpResponse:
    response = HttpResponseRedirect(settings.SURVEY_EXIT_URL)
    response.headers["Referrer-Policy"] = "no-referrer"
    forget(response, survey, *KINDS)
    entrance.forget(response, survey)
    return response
