"""Results for everybody; for those who run a survey what people wrote, a later end, the sealed letters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys import actions
from surveys.answer_files import file_answers_of
from surveys.forms import ProlongForm
from surveys.models import Survey
from surveys.permissions import can_prolong, can_read_free_answers, can_read_sealed_answers, can_see_results
from surveys.results import NoDivision, free_answers_of, kept_facts
from upr_portal.permissions import require

PAGE_SIZE = 20


@login_not_required
@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_see_results(request.user, survey))
    by, part, unknown = request.GET.get("by", ""), number_in(request.GET.get("part", "")), ""
    try:
        facts = kept_facts(survey, get_language(), by=by, part=part)
    except NoDivision:
        by, unknown = "", by
        facts = kept_facts(survey, get_language(), by=by, part=part)
    if not (facts["questions"] or facts["is_silent"]) and part > 1:
        raise Http404
    context = {"survey": survey, "facts": facts, "by": by, "part": part, "unknown": unknown}
    return render(request, "surveys/results.html", context, status=404 if unknown else 200)


def number_in(text: str) -> int:
    """The number of a part of a long survey; the first where none is said."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1


@require_POST
def sealed(request: HttpRequest, slug: str) -> HttpResponse:
    """The sealed letters of a survey as a file for the officers' own machine."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_read_sealed_answers(request.user))
    response = HttpResponse(
        actions.export_sealed_answers(survey, by=request.user), content_type="application/octet-stream"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{survey.slug}.sealed"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@never_cache
def free_answers(request: HttpRequest, slug: str) -> HttpResponse:
    """What people wrote, one question at a time (`?question=Q6.comment`), in an order that says nothing."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_read_free_answers(request.user, survey))
    found = free_answers_of(survey)
    context = {"survey": survey, "found": found, "files": []}
    if not request.GET.get("question"):
        context["files"] = file_answers_of(survey)
    if asked := request.GET.get("question"):
        chosen = next((one for one in found if one.name == asked and one.count), None)
        if chosen is None:
            raise Http404
        texts = Paginator(chosen.texts(), PAGE_SIZE)
        context |= {"chosen": chosen, "page": texts.get_page(request.GET.get("page"))}
    return render(request, "surveys/free_answers.html", context)


@require_POST
def files(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """All files that were attached to one question (`question`), as an archive."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_read_free_answers(request.user, survey))
    asked = request.POST.get("question")
    chosen = next((one for one in file_answers_of(survey) if one.question.code == asked and one.files), None)
    if chosen is None:
        raise Http404
    response = StreamingHttpResponse(
        actions.export_files(chosen, by=request.user), content_type="application/zip"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{survey.slug}-{asked}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def prolong(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an open survey a later end."""
    survey = get_object_or_404(Survey.objects.visible_to(request.user), slug=slug)
    require(can_prolong(request.user, survey))
    form = ProlongForm(request.POST if request.method == "POST" else None, survey=survey)
    if form.is_valid():
        actions.prolong_survey(survey, closes=form.cleaned_data["closes"], by=request.user)
        day = date_format(localtime(form.cleaned_data["closes"]), "DATETIME_FORMAT")
        messages.success(request, _("The survey is open until %(day)s, Geneva time.") % {"day": day})
        return redirect(survey)
    return render(
        request,
        "surveys/prolong.html",
        {"survey": survey, "form": form},
        status=422 if form.errors else 200,
    )
