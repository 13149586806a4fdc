"""Pages for answering a survey, without an account; what is typed is in a locked draft, not in a session."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from surveys import actions
from surveys.actions import FoundDraft
from surveys.forms import Page, SectionForm, Sheet
from surveys.models import Survey
from surveys.permissions import (
    can_prolong,
    can_read_free_answers,
    can_read_sealed_answers,
    can_see_results,
)
from surveys.views.keys import cookie_name, set_cookie, show_code_for_a_while, unsent_in
from surveys.views.returning import keep
from surveys.views.sending import too_late
from upr_portal.languages import OWN_NAMES

logger = logging.getLogger(__name__)


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
    found = unsent_in(request, survey)
    first = survey.sections.first()
    return render(
        request,
        "surveys/start.html",
        {
            "survey": survey,
            "first": first,
            "languages_offered": [(code, OWN_NAMES[code]) for code in survey.languages],
            "is_in_my_language": get_language() in survey.languages,
            "has_begun": found is not None,
            "has_code": bool(found and found.has_code),
            "asks_about_reprisals": survey.questions.filter(sensitivity="reprisal").exists(),
            "asks_for_contact": survey.questions.filter(kind="contact").exists(),
            "can_see_results": can_see_results(request.user, survey),
            "can_prolong": can_prolong(request.user, survey),
            "can_read_free_answers": can_read_free_answers(request.user, survey),
            "can_read_sealed_answers": can_read_sealed_answers(request.user),
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt  # forged requests are turned away here, with what was typed on the page
@sensitive_post_parameters()
@sensitive_variables()
def section(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """One page of questions. Whatever button is pressed, what was typed is kept first."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    found = unsent_in(request, survey)
    typed = found.contents if found else {}
    sheet = Sheet(survey, typed)
    page, whole = sheet.page(position), sheet.whole_page(position)
    if whole is None:
        return redirect(survey)
    if request.method != "POST":
        return answer_reader(request, survey, sheet, page, found)
    has_lost = has_lost_its_page(request)
    posted = whole.form.typed(request.POST)
    if not survey.is_open:
        return too_late(request, survey, typed | {str(position): posted})
    page = page or whole
    form = SectionForm(page.questions, {}, request.POST)
    if has_lost:
        return show_section(request, survey, sheet, page, found, form, status=403)
    kept = typed.get(str(position), {})
    posted = {name: texts for name, texts in kept.items() if name not in form.fields} | posted
    try:
        token = actions.save_section(
            survey, token=request.COOKIES.get(cookie_name(survey), ""), section=position, typed=posted
        )
    except actions.NoRoom:
        logger.warning("a survey has no room for another draft")
        return show_section(request, survey, sheet, page, found, form, status=503)
    if "keep" in request.POST:
        return keep(request, survey, token)
    if goes_elsewhere(request) or form.is_valid() or not page.number:
        sheet = Sheet(survey, {**typed, str(position): posted})
        response = HttpResponseRedirect(where_to(request, survey, sheet, position))
    else:
        response = show_section(request, survey, sheet, page, found, form, status=422)
    set_cookie(response, cookie_name(survey), token)
    return response


@sensitive_variables()
def answer_reader(request, survey: Survey, sheet: Sheet, page: Page | None, found: FoundDraft | None):
    if not survey.is_open:
        return too_late(request, survey, found.contents if found else {})
    return show_section(request, survey, sheet, page, found) if page else redirect(survey)


class ForgeryCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def has_lost_its_page(request: HttpRequest) -> bool:
    """Whether the browser forgot, since it showed the page, the cookie that proves that the page was ours.

    So it is after a restart of the browser. PermissionDenied if another site has sent the form.
    """
    reason = ForgeryCheck(lambda request: None).process_view(request, None, (), {})
    if reason and not reason.startswith("CSRF "):
        raise PermissionDenied
    return reason is not None


def goes_elsewhere(request: HttpRequest) -> bool:
    return "back" in request.POST or request.POST.get("switch") in OWN_NAMES


def where_to(request: HttpRequest, survey: Survey, sheet: Sheet, position: int) -> str:
    """The address after a page was kept: another language, the page before, the next one, or the check."""
    page = sheet.page(position)
    if request.POST.get("switch") in OWN_NAMES:
        return translate_url(request.get_full_path(), request.POST["switch"])
    if page is None:
        # It is not asked (any more): somebody whose draft is gone begins with what decides about it.
        return survey.get_absolute_url()
    if "back" in request.POST:
        return address_of(survey, page.previous) if page.previous else survey.get_absolute_url()
    if page.next and "check" not in request.GET:
        return address_of(survey, page.next)
    return reverse("surveys:check", args=[survey.slug])


def address_of(survey: Survey, page: Page) -> str:
    return reverse("surveys:section", args=[survey.slug, page.position])


def show_section(
    request: HttpRequest,
    survey: Survey,
    sheet: Sheet,
    page: Page,
    found: FoundDraft | None,
    form: SectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """A section with what was kept of it, or with a form that was sent and cannot be taken as it is."""
    kept = found.contents.get(str(page.position), {}) if found else {}
    response = render(
        request,
        "surveys/section.html",
        {
            "survey": survey,
            "page": page,
            "count": len(sheet.pages),
            "form": form or SectionForm(page.questions, kept),
            "found": found,
            "is_not_kept": status == 503,
            "has_lost_its_page": status == 403,
            "has_lost_its_key": bool(
                form is None and found is None and cookie_name(survey) in request.COOKIES
            ),
            "other_languages": [
                (code, OWN_NAMES[code]) for code in survey.languages if code != get_language()
            ],
        },
        status=status,
    )
    if found:
        # It may have been put under another key since: the browser learns it, whatever was lost on the way.
        set_cookie(response, cookie_name(survey), found.token)
        show_code_for_a_while(response, survey, found.code)
    return response
