"""Pages before a survey is opened: what is still to be done, its translations, and the last confirmation."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from surveys import actions
from surveys.making_forms import SeenForm, TranslationForm
from surveys.models import Survey
from surveys.outline import Outline, fingerprint
from surveys.publication import checked
from surveys.views.making import fetch
from upr_portal.languages import OWN_NAMES
from upr_portal.states import WrongState


@require_safe
@never_cache
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """All checks, one line each: what is right, what must be mended, what is advised."""
    return show_checks(request, fetch(request, slug))


def show_checks(request: HttpRequest, survey: Survey, status: int = 200) -> HttpResponse:
    found = checked(survey)
    findings = [finding for _check, its_findings in found for finding in its_findings]
    return render(
        request,
        "surveys/making/publication.html",
        {
            "survey": survey,
            "checks": [
                (check.title, its_findings, any(not finding.is_advice for finding in its_findings))
                for check, its_findings in found
            ],
            "problems": sum(not finding.is_advice for finding in findings),
            "advice": sum(finding.is_advice for finding in findings),
        },
        status=status,
    )


def promise_of(survey: Survey) -> str:
    """The fingerprint of what the confirmation names: dates and languages."""
    return fingerprint(f"{survey.opens.isoformat()} {survey.closes.isoformat()} {survey.languages}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def open_it(request: HttpRequest, slug: str) -> HttpResponse:
    """The second confirmation, which names dates and languages."""
    survey = fetch(request, slug, to_change=True)
    form = SeenForm(request.POST if request.method == "POST" else {"seen": promise_of(survey)})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] != promise_of(survey):
            raise WrongState(f"{survey!r} has other dates or languages")
        try:
            actions.open_survey(survey, by=request.user)
        except ValidationError:
            return show_checks(request, survey, status=422)
        messages.success(request, _("%(survey)s is open.") % {"survey": survey})
        return redirect(survey)
    if any(not finding.is_advice for _check, findings in checked(survey) for finding in findings):
        return show_checks(request, survey, status=422)
    languages = [(code, OWN_NAMES[code]) for code in survey.languages]
    return render(
        request, "surveys/making/open.html", {"survey": survey, "languages_offered": languages, "form": form}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def translation(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """All texts in one language, beside another; what is missing comes first."""
    if language not in OWN_NAMES:
        raise Http404
    survey = fetch(request, slug)
    form = TranslationForm(
        request.POST if request.method == "POST" else None, outline=Outline(survey), language=language
    )
    conflicts = []
    if form.is_valid():
        wordings = actions.translate_survey(survey, language, form.texts(), by=request.user)
        if not wordings:
            messages.success(request, _("The texts are saved."))
            return redirect(request.get_full_path())
        conflicts, form = form.conflicts(wordings), form.after(wordings, Outline(survey))
    return show_translation(request, survey, form, conflicts)


def show_translation(request: HttpRequest, survey: Survey, form: TranslationForm, conflicts: list):
    others = [code for code in dict(settings.LANGUAGES) if code != form.language]
    asked = request.GET.get("source", "")
    first = next((code for code in survey.languages if code in others), others[0])
    source = asked if asked in others else first
    return render(
        request,
        "surveys/making/translation.html",
        {
            "survey": survey,
            "form": form,
            "language": form.language,
            "own_name": OWN_NAMES[form.language],
            "source": source,
            "source_name": OWN_NAMES[source],
            "sources": [(code, OWN_NAMES[code]) for code in others],
            "pairs": form.pairs(source),
            "conflicts": conflicts,
            "is_offered": form.language in survey.languages,
        },
        status=409 if conflicts else 422 if form.errors else 200,
    )
