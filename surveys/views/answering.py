"""Pages for answering a survey, without an account; what is typed is in a locked draft, not in a session."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from surveys import actions
from surveys.forms import Page, SectionForm, Sheet
from surveys.models import Draft, Survey
from surveys.permissions import (
    can_export_answers,
    can_prolong,
    can_read_free_answers,
    can_read_sealed_answers,
    can_see_results,
)
from surveys.sealing import draft_id, open_draft, reference
from upr_portal.languages import OWN_NAMES
from upr_portal.states import WrongState

logger = logging.getLogger(__name__)

KEEP_RECEIPT = 600  # seconds


def cookie_name(survey: Survey, kind: str = "answers") -> str:
    """Of the key to what was typed ("answers"), or of the reference of what was sent ("receipt")."""
    return f"{'__Host-' if settings.HTTPS else ''}{kind}-{survey.pk}"


def set_cookie(response: HttpResponse, name: str, text: str, **options) -> None:
    """For our own pages only: no script reads it, and without `max_age` it ends with the browser window."""
    response.set_cookie(name, text, httponly=True, samesite="Strict", secure=settings.HTTPS, **options)


def draft_of(request: HttpRequest, survey: Survey) -> Draft | None:
    token = request.COOKIES.get(cookie_name(survey), "")
    return survey.drafts.filter(pk=draft_id(token)).first() if token else None


@sensitive_variables()
def typed_in(request: HttpRequest, survey: Survey) -> dict[str, dict]:
    """What this browser has typed so far."""
    draft = draft_of(request, survey)
    if draft is None or draft.is_sent:
        return {}
    return open_draft(request.COOKIES[cookie_name(survey)], draft.contents)


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    surveys = Survey.objects.visible_to(request.user)
    return render(
        request,
        "surveys/index.html",
        {
            "open_surveys": [survey for survey in surveys if survey.is_open or survey.is_announced],
            "closed_surveys": [survey for survey in surveys if survey.is_over],
            "drafts": [survey for survey in surveys if survey.state == Survey.State.DRAFT],
        },
    )


@login_not_required
@require_safe
@never_cache
def start(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    draft = draft_of(request, survey)
    first = survey.sections.first()
    return render(
        request,
        "surveys/start.html",
        {
            "survey": survey,
            "first": first,
            "languages_offered": [(code, OWN_NAMES[code]) for code in survey.languages],
            "is_in_my_language": get_language() in survey.languages,
            "has_begun": bool(draft and not draft.is_sent),
            "asks_about_reprisals": survey.questions.filter(sensitivity="reprisal").exists(),
            "asks_for_contact": survey.questions.filter(kind="contact").exists(),
            "can_see_results": can_see_results(request.user, survey),
            "can_prolong": can_prolong(request.user, survey),
            "can_export_answers": can_export_answers(request.user, survey),
            "can_read_free_answers": can_read_free_answers(request.user, survey),
            "can_read_sealed_answers": can_read_sealed_answers(request.user),
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def section(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """One page of questions. Whatever button is pressed, what was typed is kept first."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    if not survey.is_open:
        return redirect(survey)
    typed = typed_in(request, survey)
    sheet = Sheet(survey, typed)
    page = sheet.page(position)
    if page is None:
        return redirect(survey)
    if request.method != "POST":
        return show_section(
            request, survey, sheet, page, SectionForm(page.questions, typed.get(str(position), {}))
        )
    form = SectionForm(page.questions, {}, request.POST)
    try:
        token = actions.save_section(
            survey,
            token=request.COOKIES.get(cookie_name(survey), ""),
            section=position,
            typed=form.typed(request.POST),
        )
    except actions.NoRoom:
        logger.warning("a survey has no room for another draft")
        return show_section(request, survey, sheet, page, form, status=503)
    if goes_elsewhere(request) or form.is_valid():
        sheet = Sheet(survey, {**typed, str(position): form.typed(request.POST)})
        response = HttpResponseRedirect(where_to(request, survey, sheet, position))
    else:
        response = show_section(request, survey, sheet, page, form, status=422)
    set_cookie(response, cookie_name(survey), token)
    return response


def goes_elsewhere(request: HttpRequest) -> bool:
    return "back" in request.POST or request.POST.get("switch") in OWN_NAMES


def where_to(request: HttpRequest, survey: Survey, sheet: Sheet, position: int) -> str:
    """The address after a page was kept: another language, the page before, the next one, or the check."""
    page = sheet.page(position)
    if request.POST.get("switch") in OWN_NAMES:
        return translate_url(request.get_full_path(), request.POST["switch"])
    if "back" in request.POST:
        return address_of(survey, page.previous) if page.previous else survey.get_absolute_url()
    if page.next and "check" not in request.GET:
        return address_of(survey, page.next)
    return reverse("surveys:check", args=[survey.slug])


def address_of(survey: Survey, page: Page) -> str:
    return reverse("surveys:section", args=[survey.slug, page.position])


def show_section(request, survey: Survey, sheet: Sheet, page: Page, form: SectionForm, status: int = 200):
    return render(
        request,
        "surveys/section.html",
        {
            "survey": survey,
            "page": page,
            "count": len(sheet.pages),
            "form": form,
            "is_not_kept": status == 503,
            "other_languages": [
                (code, OWN_NAMES[code]) for code in survey.languages if code != get_language()
            ],
        },
        status=status,
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """All answers once more, and the button that sends them. The draft is the key: it is sent once."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    draft = draft_of(request, survey)
    if draft is None:
        return redirect("surveys:received", slug)
    token = request.COOKIES[cookie_name(survey)]
    if draft.is_sent:
        return hand_out_receipt(survey, token)
    if not survey.is_open:
        return redirect(survey)
    sheet = Sheet(survey, open_draft(token, draft.contents))
    if request.method != "POST" or sheet.wrong_pages:
        status = 422 if request.method == "POST" else 200
        return render(request, "surveys/check.html", {"survey": survey, "sheet": sheet}, status=status)
    try:
        is_received = actions.submit_draft(survey, token=token, values=sheet.values, language=get_language())
    except WrongState:
        return redirect(survey)
    # Closing and leaving erase drafts: who did so in another window has sent nothing here.
    return hand_out_receipt(survey, token) if is_received else redirect(survey)


def hand_out_receipt(survey: Survey, token: str) -> HttpResponse:
    """To the confirmation, its reference in a cookie for ten minutes; the key of the draft is taken back."""
    response = redirect("surveys:received", survey.slug)
    set_cookie(response, cookie_name(survey, "receipt"), reference(token), max_age=KEEP_RECEIPT)
    response.delete_cookie(cookie_name(survey), samesite="Strict")
    return response


@login_not_required
@require_safe
@never_cache
def received(request: HttpRequest, slug: str) -> HttpResponse:
    """The confirmation; for who comes without having just sent something, what may have happened."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    shown = request.COOKIES.get(cookie_name(survey, "receipt"))
    return render(request, "surveys/received.html", {"survey": survey, "reference": shown})


@login_not_required
@require_GET
@never_cache
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget what was typed and go to a page that has nothing to do with us.

    A link, so that it works at once and without a script; the cookie is for our own pages only, so no
    other site can make somebody lose a draft.
    """
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    if token := request.COOKIES.get(cookie_name(survey)):
        actions.leave(survey, token=token)
    response = HttpResponseRedirect(settings.SURVEY_EXIT_URL)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.delete_cookie(cookie_name(survey), samesite="Strict")
    response.delete_cookie(cookie_name(survey, "receipt"), samesite="Strict")
    return response
