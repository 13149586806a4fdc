"""Pages for answering a survey, without an account; what is typed is in a locked draft, not in a session."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from surveys import actions
from surveys.actions import FoundDraft
from surveys.forms import Page, SectionForm, Sheet, blank_of
from surveys.models import Survey
from surveys.permissions import (
    can_export_answers,
    can_invite,
    can_prolong,
    can_read_free_answers,
    can_read_sealed_answers,
    can_run_surveys,
    can_see_results,
)
from surveys.views import entrance
from surveys.views.attaching import TAKEN, attached_by
from surveys.views.keys import cookie_name, set_cookie, show_code_for_a_while, unsent_in
from surveys.views.returning import keep
from surveys.views.sending import too_late
from upr_portal.bodies import takes_files
from upr_portal.forgery import has_lost_its_page
from upr_portal.languages import OWN_NAMES

logger = logging.getLogger(__name__)

# Buttons after which the page comes once more.
STAYING = ("attach", "take_away")
# The codes of the questions on the page; no code begins with a dot.
ASKED = ".asked"
# On pages of a sheet that was begun: without its draft, what is typed there would begin a second sheet.
BEGUN = ".begun"


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
            "can_run": can_run_surveys(request.user),
        },
    )


@login_not_required
@require_safe
@never_cache
def start(request: HttpRequest, slug: str) -> HttpResponse:
    survey = entrance.survey_at(request, slug)
    found = unsent_in(request, survey)
    blank = blank_of(survey)
    return render(
        request,
        "surveys/start.html",
        {
            "survey": survey,
            "first": blank.first,
            "languages_offered": [(code, OWN_NAMES[code]) for code in survey.languages],
            "is_in_my_language": get_language() in survey.languages,
            "has_begun": found is not None,
            "has_code": bool(found and found.has_code),
            "asks_about_reprisals": blank.asks(lambda question: question.is_sealed),
            "asks_for_contact": blank.asks(lambda question: question.is_detached),
            **entrance.how_one_comes_in(request, survey),
            "can_see_results": can_see_results(request.user, survey),
            "can_prolong": can_prolong(request.user, survey),
            "can_run": can_run_surveys(request.user),
            "can_export_answers": can_export_answers(request.user, survey),
            "can_read_free_answers": can_read_free_answers(request.user, survey),
            "can_read_sealed_answers": can_read_sealed_answers(request.user),
            "can_invite": can_invite(request.user),
        },
    )


@takes_files(TAKEN)
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt  # forged requests are turned away here, with what was typed on the page
@sensitive_post_parameters()
@sensitive_variables()
def section(request: HttpRequest, slug: str, position: int) -> HttpResponse:
    """One page of questions. Whatever button is pressed, what was typed is kept first."""
    survey = entrance.survey_at(request, slug)
    found = unsent_in(request, survey)
    typed = found.contents if found else {}
    if survey.is_open and not (typed or entrance.may_type(request, survey)):
        return redirect(survey)
    sheet = Sheet(survey, typed)
    page, whole = sheet.page(position), sheet.whole_page(position)
    if whole is None:
        return redirect(survey)
    if request.method != "POST":
        return answer_reader(request, survey, sheet, page, found)
    wrong = 403 if has_lost_its_page(request) else 409 if found is None and BEGUN in request.POST else None
    now = typed | {str(position): whole.sent(request.POST)}
    if not survey.is_open:
        return too_late(request, survey, now)
    if page is None or (wrong and not now[str(position)].keys() <= page.shown().fields.keys()):
        page = whole  # also what another window has made unasked is shown again
    if wrong:
        return show_section(request, survey, sheet, page, found, page.checked(now), status=wrong)
    return keep_section(request, survey, sheet, page, found, now[str(position)])


@sensitive_variables()
def keep_section(
    request: HttpRequest,
    survey: Survey,
    sheet: Sheet,
    page: Page,
    found: FoundDraft | None,
    posted: dict[str, list[str]],
) -> HttpResponse:
    """Keep what was sent of a page, and go where the button says or show what is wrong."""
    typed = found.contents if found else {}
    position, before = page.position, typed.get(str(page.position), {})
    kept = {name: texts for name, texts in before.items() if not was_shown(request, page, name)}
    typed = typed | {str(position): kept | posted}
    attached = attached_by(request, page.questions)
    try:
        token = actions.save_section(
            survey,
            token=request.COOKIES.get(cookie_name(survey), ""),
            section=position,
            typed=kept | posted,
            changes=attached.changes,
            leaves="keep" in request.POST,
            found=found,
        )
    except actions.NoRoom:
        logger.warning("a survey has no room for another draft")
        return show_section(request, survey, sheet, page, found, page.checked(typed), status=503)
    refused = attached.everything_refused()
    if "keep" in request.POST and not refused:
        code = found.code if found and found.token == token else None
        return keep(request, survey, token, code=code)
    if attached.changes:
        typed = actions.typed_with(survey, token=token)
    form = page.checked(typed, refused=refused)
    if (goes_elsewhere(request) and not refused) or form.is_valid() or not page.number:
        after = Sheet(survey, typed, before=sheet)
        response = HttpResponseRedirect(where_to(request, survey, after, position, before=sheet))
    else:
        response = show_section(request, survey, sheet, page, found, form, status=422)
    set_cookie(response, cookie_name(survey), token)
    return response


def was_shown(request: HttpRequest, page: Page, name: str) -> bool:
    """Whether a field stood on the page that was sent: one left open may have asked less than is asked now,
    and what was typed in another window is not taken for deleted."""
    asked = request.POST.get(ASKED)
    return name in page.shown().fields if asked is None else name.partition(".")[0] in asked.split()


@sensitive_variables()
def answer_reader(request, survey: Survey, sheet: Sheet, page: Page | None, found: FoundDraft | None):
    if not survey.is_open:
        return too_late(request, survey, found.contents if found else {})
    return show_section(request, survey, sheet, page, found) if page else redirect(survey)


def goes_elsewhere(request: HttpRequest) -> bool:
    """Also to the same page once more, with other files."""
    return any(name in request.POST for name in ("back", *STAYING)) or request.POST.get("switch") in OWN_NAMES


def where_to(request: HttpRequest, survey: Survey, sheet: Sheet, position: int, *, before: Sheet) -> str:
    """The address after a page was kept: another language, the page before, the next one, or the check."""
    page = sheet.page(position)
    if page and any(name in request.POST for name in STAYING):
        return f"{request.get_full_path()}{anchor_of_files(request, page)}"
    if request.POST.get("switch") in OWN_NAMES:
        return translate_url(request.get_full_path(), request.POST["switch"])
    if page is None:
        # It is not asked (any more): somebody whose draft is gone begins with what decides about it.
        return survey.get_absolute_url()
    if "back" in request.POST:
        return address_of(survey, page.previous) if page.previous else survey.get_absolute_url()
    if page.next and "check" not in request.GET:
        return address_of(survey, page.next)
    if (new := sheet.newly_asked(before)) and new.position != position:
        return f"{address_of(survey, new)}?check=1"
    return reverse("surveys:check", args=[survey.slug])


def anchor_of_files(request: HttpRequest, page: Page) -> str:
    """Where the question stands whose files come or go."""
    pressed = request.POST.get("attach") or request.POST.get("take_away", "")
    name = pressed.partition(" ")[0]
    return next((f"#{page.anchor(question)}" for question in page.questions if question.code == name), "")


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
    response = render(
        request,
        "surveys/section.html",
        {
            "survey": survey,
            "page": page,
            "count": len(sheet.pages),
            "form": form or page.shown(),
            "found": found,
            "is_not_kept": status == 503,
            "has_lost_its_page": status == 403,
            "has_lost_its_sheet": status == 409,
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
