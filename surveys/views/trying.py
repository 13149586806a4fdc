"""A survey is tried as those see it who will answer: same sheet, forms and pages, in any state.

What is typed lies, locked, in the moderator's own session; the key is in a cookie, as with real drafts.
Nothing is sent: no action is called, so no response, count, envelope or letter can come of it.
"""

import base64
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from surveys.forms import Page, SectionForm, Sheet
from surveys.models import Survey
from surveys.sealing import CannotBeOpened, lock_draft, new_token, open_draft, reference
from surveys.views.answering import STAYING, goes_elsewhere
from surveys.views.attaching import TAKEN, Attached, attached_by
from surveys.views.keys import cookie_name, set_cookie
from surveys.views.making import fetch
from upr_portal.bodies import takes_files
from upr_portal.languages import OWN_NAMES


def fetch_trial(request: HttpRequest, slug: str, language: str) -> Survey:
    survey = fetch(request, slug)
    if language not in survey.languages:
        raise Http404
    return survey


def elsewhere(request: HttpRequest, language: str) -> HttpResponse | None:
    """To the same page in the language that is tried, so that its direction is right, too."""
    if request.method == "POST" or get_language() == language:
        return None
    return redirect(translate_url(request.get_full_path(), language))


def address(name: str, survey: Survey, language: str, *more) -> str:
    return translate_url(reverse(f"surveys:{name}", args=[survey.slug, language, *more]), language)


def drawer(survey: Survey) -> str:
    """Where the session keeps what was typed."""
    return f"trial-{survey.pk}"


@sensitive_variables()
def typed_so_far(request: HttpRequest, survey: Survey) -> dict[str, dict]:
    kept = request.session.get(drawer(survey))
    token = request.COOKIES.get(cookie_name(survey, "trial"), "")
    if not (kept and token):
        return {}
    try:
        return open_draft(token, base64.b64decode(kept))
    except CannotBeOpened:
        return {}


@sensitive_variables()
def keep(
    request: HttpRequest, response: HttpResponse, survey: Survey, typed: dict[str, dict]
) -> HttpResponse:
    token = request.COOKIES.get(cookie_name(survey, "trial")) or new_token()
    request.session[drawer(survey)] = base64.b64encode(lock_draft(token, typed)).decode()
    set_cookie(response, cookie_name(survey, "trial"), token)
    return response


@require_safe
@never_cache
def preview(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The first page, from which a trial starts."""
    survey = fetch_trial(request, slug, language)
    if moved := elsewhere(request, language):
        return moved
    return render(
        request,
        "surveys/making/trial_start.html",
        trial_context(survey, language)
        | {
            "first": survey.sections.first(),
            "languages_offered": [(code, OWN_NAMES[code]) for code in survey.languages],
            "is_in_my_language": True,
            "has_begun": bool(typed_so_far(request, survey)),
            "asks_about_reprisals": survey.questions.filter(sensitivity="reprisal").exists(),
            "asks_for_contact": survey.questions.filter(kind="contact").exists(),
        },
    )


def trial_context(survey: Survey, language: str) -> dict:
    return {"survey": survey, "trial_language": language, "trial_start": address("preview", survey, language)}


@takes_files(TAKEN)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def preview_section(request: HttpRequest, slug: str, language: str, position: int) -> HttpResponse:
    survey = fetch_trial(request, slug, language)
    if moved := elsewhere(request, language):
        return moved
    typed = typed_so_far(request, survey)
    sheet = Sheet(survey, typed)
    page = sheet.page(position)
    if page is None:
        return redirect(address("preview", survey, language))
    if request.method != "POST":
        return show_trial_section(request, survey, sheet, page, page.shown())
    attached = attached_by(request, page.questions)
    typed = {
        **typed,
        str(position): page.sent(request.POST),
        "files": files_of_trial(typed.get("files", {}), attached),
    }
    refused = attached.everything_refused()
    form = page.checked(typed, refused=refused)
    if (goes_elsewhere(request) and not refused) or form.is_valid():
        response = redirect(where_to(request, survey, Sheet(survey, typed), position, language))
    else:
        response = show_trial_section(request, survey, sheet, page, form, status=422)
    return keep(request, response, survey, typed)


def files_of_trial(files: dict[str, list], attached: Attached) -> dict[str, list]:
    """What a draft would say of its files, after some came and went; the files themselves are not kept."""
    files = dict(files)
    for change in attached.changes:
        kept = [one for one in files.get(change.name, []) if one["id"] != change.taken_away]
        free = max(0, change.most - len(kept))
        change.left_out = max(0, len(change.new) - free)
        files[change.name] = kept + [
            {"id": str(uuid.uuid4()), "key": "", "type": document.type, "size": len(document.content)}
            for document in change.new[:free]
        ]
    return files


def show_trial_section(
    request, survey: Survey, sheet: Sheet, page: Page, form: SectionForm, status: int = 200
):
    here = get_language()
    return render(
        request,
        "surveys/making/trial_section.html",
        trial_context(survey, here)
        | {
            "page": page,
            "count": len(sheet.pages),
            "form": form,
            "is_not_kept": False,
            "other_languages": [(code, OWN_NAMES[code]) for code in survey.languages if code != here],
        },
        status=status,
    )


def where_to(request: HttpRequest, survey: Survey, sheet: Sheet, position: int, language: str) -> str:
    """The address after a page: another language, the page before, the next one, or the check."""
    page = sheet.page(position)
    if any(button in request.POST for button in STAYING):
        return address("preview_section", survey, language, position)
    if (switch := request.POST.get("switch")) in survey.languages:
        return address("preview_section", survey, switch, position)
    if "back" in request.POST:
        before = page.previous
        return (
            address("preview_section", survey, language, before.position)
            if before
            else address("preview", survey, language)
        )
    if page.next and "check" not in request.GET:
        return address("preview_section", survey, language, page.next.position)
    return address("preview_check", survey, language)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def preview_check(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """All answers once more; the button sends nothing, and leads to the confirmation."""
    survey = fetch_trial(request, slug, language)
    if moved := elsewhere(request, language):
        return moved
    sheet = Sheet(survey, typed_so_far(request, survey))
    if request.method != "POST" or sheet.wrong_pages:
        status = 422 if request.method == "POST" else 200
        context = trial_context(survey, language) | {"sheet": sheet}
        return render(request, "surveys/making/trial_check.html", context, status=status)
    response = redirect(address("preview_received", survey, language))
    return forget(request, response, survey)


def forget(request: HttpRequest, response: HttpResponse, survey: Survey) -> HttpResponse:
    request.session.pop(drawer(survey), None)
    response.delete_cookie(cookie_name(survey, "trial"), samesite="Strict")
    return response


@require_safe
@never_cache
def preview_received(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The confirmation, with a reference of nothing."""
    survey = fetch_trial(request, slug, language)
    if moved := elsewhere(request, language):
        return moved
    context = trial_context(survey, language) | {"reference": reference(new_token())}
    return render(request, "surveys/making/trial_received.html", context)


@require_safe
@never_cache
def preview_leave(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Where another site opens in a real survey, a trial ends at the workbench."""
    survey = fetch_trial(request, slug, language)
    messages.success(
        request, _("The trial is erased. Whoever really answers is led to another site at this point.")
    )
    return forget(request, redirect("surveys:making", survey.slug), survey)
