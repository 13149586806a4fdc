"""Saving under a code, and coming back with it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from surveys import actions
from surveys.actions.returning import Kept
from surveys.codes import TooBusy
from surveys.forms import CodeForm, Sheet
from surveys.guessing import SECONDS, may_try
from surveys.models import Survey
from surveys.views.keys import (
    busy,
    code_in,
    cookie_name,
    says_when_busy,
    set_cookie,
    show_code_for_a_while,
    unsent_in,
)
from surveys.views.over import too_late

# The same for a code that was never given out, one whose answers are erased, and a former one.
NOTHING_THERE = _("Nothing is kept under this code. Compare each digit with what you wrote down.")
TOO_MANY = _("Too many codes have been tried. Your answers are safe. Please try again in ten minutes.")
OTHER_ANSWERS = _("This browser holds other answers that are not sent and have no code. See to these first.")


@sensitive_variables()
def keep(
    request: HttpRequest, survey: Survey, token: str, *, anew: bool = False, code: str | None = None
) -> HttpResponse:
    """Put the draft of `token` under a code, and lead to the page that shows it for ten minutes.

    `code` is the one it was put under since this browser was given its key: the answer was lost on the way.
    """
    try:
        found = actions.keep_under_code(survey, token=token, anew=anew)
    except TooBusy:
        found, response = None, busy(request)
    else:
        response = redirect("surveys:kept", survey.slug)
    if found:
        token = found.token
        show_code_for_a_while(response, survey, found.code or code)
    set_cookie(response, cookie_name(survey), token)
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def kept(request: HttpRequest, slug: str) -> HttpResponse:
    """The code of the answers that were just saved; sent to, a new one for who did not write it down."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    if not survey.is_open:
        return too_late(request, survey)
    found = unsent_in(request, survey)
    if found is None:
        return redirect("surveys:come_back", slug)
    if request.method == "POST":
        return keep(request, survey, request.COOKIES[cookie_name(survey)], anew=True)
    return render(
        request,
        "surveys/kept.html",
        {
            "survey": survey,
            "found": found,
            "code": code_in(request, survey),
            "go_on": where_to_go_on(survey, found),
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@says_when_busy
@sensitive_post_parameters()
@sensitive_variables()
def come_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Type a code and find what is kept under it."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    if not survey.is_open:
        return too_late(request, survey)
    here = unsent_in(request, survey)
    form = CodeForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        if here and not here.has_code:
            form.add_error(None, OTHER_ANSWERS)
        elif not may_try(request):
            form.add_error(None, TOO_MANY)
            status = 429
        elif opened := actions.find_by_code(survey, form.cleaned_data["code"]):
            return let_in(survey, opened)
        else:
            form.add_error("code", NOTHING_THERE)
    response = render(
        request,
        "surveys/come_back.html",
        {"survey": survey, "form": form, "holds_others": here and not here.has_code},
        status=status,
    )
    if status == 429:
        response.headers["Retry-After"] = str(2 * SECONDS)
    return response


@sensitive_variables()
def let_in(survey: Survey, opened: Kept) -> HttpResponse:
    """To where this person left off, or to what they sent."""
    if opened.found:
        response = redirect(where_to_go_on(survey, opened.found))
        set_cookie(response, cookie_name(survey), opened.token)
    else:
        response = redirect("surveys:sent", survey.slug)
    if opened.is_sent:
        set_cookie(response, cookie_name(survey, "sent"), opened.token)
    return response


@sensitive_variables()
def where_to_go_on(survey: Survey, found: actions.FoundDraft) -> str:
    """The first section that is not finished, or the check of all."""
    page = Sheet(survey, found.contents).first_unfinished(found.contents)
    if page is None:
        return reverse("surveys:check", args=[survey.slug])
    return reverse("surveys:section", args=[survey.slug, page.position])
